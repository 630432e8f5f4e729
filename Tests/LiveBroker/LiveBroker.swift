package import Foundation
import Synchronization

/// A mosquitto of the test's own, on a free loopback port, with its files in a temporary directory. It can be killed and
/// started again on the same port; what it persists survives that.
package final class LiveBroker: Sendable {
    package let port: UInt16
    package let directory: URL
    private let process = Mutex<Process?>(nil)
    /// The log of the latest start.
    private let log = Mutex(Watched<[String]>([]))

    package struct NotStarted: Error, CustomStringConvertible {
        package let description: String
    }

    /// Whether tests can have a broker at all.
    package static let isInstalled = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"]
        .contains(where: FileManager.default.isExecutableFile(atPath:))

    /// - Parameters:
    ///   - lines: more lines of mosquitto.conf, in which `@DIR@` stands for the broker's directory.
    ///   - prepare: fills the broker's directory before the first start.
    package init(
        anonymous: Bool = true, lines: [String] = [], prepare: (URL) throws -> Void = { _ in }
    ) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "live-broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try prepare(directory)
        var refusal = ""
        for _ in 0..<20 {
            let candidate = UInt16.random(in: 20_000...60_000)
            try Self.configuration(port: candidate, anonymous: anonymous, lines: lines, directory: directory)
                .write(to: directory.appending(path: "mosquitto.conf"), atomically: true, encoding: .utf8)
            do {
                let (running, lines) = try Self.launch(in: directory)
                process.withLock { $0 = running }
                log.withLock { $0 = lines }
                port = candidate
                return
            } catch let error as NotStarted {
                refusal = error.description
                guard refusal.contains("Address already in use") else { break }
            }
        }
        throw NotStarted(description: refusal)
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: directory)
    }

    private static func configuration(port: UInt16, anonymous: Bool, lines: [String], directory: URL) -> String {
        let fixed = [
            "user \(NSUserName())",
            "max_queued_messages 0", "max_inflight_messages 1000",
            "persistence true", "persistence_location @DIR@/", "autosave_interval 1",
            "log_dest stderr", "log_type all",
            "listener \(port) 127.0.0.1", "allow_anonymous \(anonymous)",
        ]
        return (fixed + lines).joined(separator: "\n").replacing("@DIR@", with: directory.path) + "\n"
    }

    /// Starts mosquitto and waits until it says that it runs.
    private static func launch(in directory: URL) throws -> (Process, Watched<[String]>) {
        let log = Watched<[String]>([])
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // The threads of a test run block most signals, and a child inherits that: env unblocks them (GNU coreutils).
        process.arguments = ["--default-signal", "mosquitto", "-c", directory.appending(path: "mosquitto.conf").path]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "PATH": "/usr/sbin:/usr/local/sbin:/usr/bin:/bin"
        ]) {
            $1
        }
        let output = Pipe()
        process.standardError = output
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let handle = output.fileHandleForReading
        Thread.detachNewThread {
            var rest = ""
            while case let data = handle.availableData, !data.isEmpty {
                rest += String(decoding: data, as: UTF8.self)
                var lines = rest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                rest = lines.popLast() ?? ""
                let complete = lines
                log.update { $0 += complete }
            }
        }
        // Not the end of the pipe: another child, started at the same moment, may hold it open.
        let answered = log.wait(seconds: 10) { lines in
            lines.contains { $0.hasSuffix(" running") || $0.contains("Error") }
        }
        guard answered, log.current.contains(where: { $0.hasSuffix(" running") }) else {
            process.terminate()
            throw NotStarted(description: "mosquitto did not start: " + log.current.joined(separator: " | "))
        }
        return (process, log)
    }

    /// Ends the broker as a power cut would: `kill -9`.
    package func crash() {
        process.withLock { running in
            if let running { kill(running.processIdentifier, SIGKILL) }
            running?.waitUntilExit()
            running = nil
        }
    }

    /// Ends the broker in order; it saves its sessions.
    ///
    /// SIGTERM is sent until the broker hears it: mosquitto 2.0 says that it runs a moment before its loop begins, and
    /// forgets a signal of that moment.
    package func stop() {
        process.withLock { running in
            guard let process = running else { return }
            let deadline = ContinuousClock.now.advanced(by: .seconds(10))
            while process.isRunning {
                if ContinuousClock.now > deadline {
                    kill(process.processIdentifier, SIGKILL)
                } else {
                    process.terminate()
                }
                _ = RunLoop.current.run(mode: .default, before: Date(timeIntervalSinceNow: 0.1))
            }
            running = nil
        }
    }

    /// Starts the broker again on its port.
    package func restart() throws {
        let (running, lines) = try Self.launch(in: directory)
        process.withLock { $0 = running }
        log.withLock { $0 = lines }
    }

    /// Sends SIGHUP: the broker reads its password and access files again.
    package func reload() {
        process.withLock { running in
            if let running { kill(running.processIdentifier, SIGHUP) }
        }
    }

    /// Waits until the broker's log has a line with the text.
    package func waitForLog(_ text: String, seconds: Double) -> Bool {
        log.withLock { $0 }.wait(seconds: seconds) { lines in lines.contains { $0.contains(text) } }
    }
}
