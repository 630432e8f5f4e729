import Foundation

/// A program that the demo starts and ends.
struct ChildProcess {
    private let process: Process

    /// Starts `program`; what it says goes to the file `log`.
    init(_ program: String, _ arguments: [String], log: String) throws {
        try Data().write(to: URL(fileURLWithPath: log))
        let process = Process()
        // A child inherits the signals that this process blocks; env(1) gives it the usual ones back.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", program] + arguments
        process.standardInput = FileHandle.nullDevice
        let output = FileHandle(forWritingAtPath: log) ?? FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        self.process = process
    }

    var isRunning: Bool { process.isRunning }

    /// Waits for its end; whether it ended well.
    func succeeded() -> Bool {
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// Asks it to end until it does, for mosquitto 2.0 forgets a signal that comes a moment before its loop begins; after
    /// five seconds it is ended.
    func stop() {
        let deadline = Date(timeIntervalSinceNow: 5)
        while process.isRunning {
            if Date() > deadline {
                kill(process.processIdentifier, SIGKILL)
            } else {
                process.terminate()
            }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    /// Where a program is: in PATH, or where Debian keeps servers.
    static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin", "/sbin"]
        return folders.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
