import Foundation

/// A mosquitto of the demo's own, on a free port of this machine only.
struct DemoBroker {
    let url: String
    private let process: ChildProcess

    static func start(in folder: DemoFolder) throws -> DemoBroker {
        guard let mosquitto = ChildProcess.find("mosquitto") else {
            throw Failure(
                text: "the broker mosquitto is not installed. Install it: sudo apt-get install mosquitto, or start "
                    + "Deploy/demo.sh, which does.", status: 1)
        }
        for _ in 0..<20 {
            let port = Int.random(in: 20_000..<60_000)
            if let broker = try start(mosquitto, port: port, in: folder) { return broker }
        }
        throw Failure(text: "mosquitto did not start; see \(folder.path)/broker/mosquitto.log.", status: 1)
    }

    /// Nil when the port is taken.
    private static func start(_ mosquitto: String, port: Int, in folder: DemoFolder) throws -> DemoBroker? {
        let configuration = """
            # Written by kerbside demo. Only programs on this machine can connect.
            listener \(port) 127.0.0.1
            allow_anonymous true
            max_queued_messages 0
            max_inflight_messages 1000
            log_dest stderr

            """
        let file = folder.path + "/broker/mosquitto.conf"
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        let log = folder.path + "/broker/mosquitto.log"
        let process = try ChildProcess(mosquitto, ["-c", file], log: log)
        for _ in 0..<50 {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if text.contains(" running") { return DemoBroker(url: "mqtt://127.0.0.1:\(port)", process: process) }
            if !process.isRunning { return nil }
            Thread.sleep(forTimeInterval: 0.1)
        }
        process.stop()
        return nil
    }

    func stop() { process.stop() }
}
