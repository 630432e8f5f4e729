import Foundation
import LiveBroker

/// The command while it runs, and what it says on standard error.
final class RunningCommand {
    private let process = Process()
    private let errors: Watched<String>

    init(_ arguments: [String], input: URL? = nil) throws {
        let errors = Watched("")
        self.errors = errors
        process.executableURL = URL(filePath: "/usr/bin/env")
        // The threads of a test run block most signals, and a child inherits that: env unblocks them (GNU coreutils).
        process.arguments = ["--default-signal", Command.url?.path() ?? "sensorsim"] + arguments
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        try process.run()
        let handle = pipe.fileHandleForReading
        Thread.detachNewThread {
            while case let data = handle.availableData, !data.isEmpty {
                errors.update { $0 += String(decoding: data, as: UTF8.self) }
            }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var told: String { errors.current }

    /// Waits until it said something.
    func wait(for words: String, seconds: Double = 20) -> Bool {
        errors.wait(seconds: seconds) { $0.contains(words) }
    }

    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Its exit status, nil when it does not end in time.
    func end(seconds: Double = 20) -> Int32? {
        let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
        while process.isRunning {
            if ContinuousClock.now > deadline { return nil }
            _ = RunLoop.current.run(mode: .default, before: Date(timeIntervalSinceNow: 0.05))
        }
        return process.terminationStatus
    }
}
