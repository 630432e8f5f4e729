import Foundation
import Registry

/// The demo's folder: made new, never over something that is not a demo's.
struct DemoFolder {
    let path: String
    /// As the person named it, for messages.
    let shown: String

    private static let mark = ".kerbside-demo"

    init(path: String) throws {
        let full = URL(fileURLWithPath: path).path
        let manager = FileManager.default
        let names = (try? manager.contentsOfDirectory(atPath: full)) ?? []
        if !names.isEmpty {
            guard names.contains(Self.mark) else {
                throw Failure(
                    text: "\(path): found files that are not a demo's; expected a new or empty folder. Name another "
                        + "with --dir.", status: 2)
            }
            try manager.removeItem(atPath: full)
        }
        do {
            try manager.createDirectory(atPath: full + "/broker", withIntermediateDirectories: true)
        } catch {
            throw Failure(
                text: "\(path): the folder cannot be made (\(error.localizedDescription)). Name another with --dir.",
                status: 1)
        }
        try Data().write(to: URL(fileURLWithPath: full + "/" + Self.mark))
        self.path = full
        shown = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
    }

    var dataPath: String { path + "/data" }
    var registryPath: String { path + "/registry" }

    /// The simulator is built beside this program.
    private func simulator() throws -> String {
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let beside = own.deletingLastPathComponent().appendingPathComponent("sensorsim").path
        let isBeside = FileManager.default.isExecutableFile(atPath: beside)
        guard let program = isBeside ? beside : ChildProcess.find("sensorsim") else {
            throw Failure(
                text: "the simulator sensorsim was not found beside this program. Build it: swift build -c release "
                    + "--product sensorsim, or start Deploy/demo.sh.", status: 1)
        }
        return program
    }

    /// Lets the simulator write the city's registry and reads it.
    func registry() throws -> RegistryTables {
        let log = path + "/sensorsim.log"
        let writing = try ChildProcess(
            try simulator(), ["emit", "--out", "/dev/null", "--hours", "1", "--registry", registryPath], log: log)
        guard writing.succeeded() else {
            throw Failure(text: "the simulator wrote no registry; see \(log).", status: 1)
        }
        return try RegistryTables.load(folder: registryPath)
    }

    /// Starts the city's traffic.
    func startTraffic(broker: String, speed: Int, seed: UInt64) throws -> ChildProcess {
        try ChildProcess(
            try simulator(),
            [
                "emit", "--broker", broker, "--speed", "\(speed)", "--start", "2026-03-02T06:00:00Z", "--hours", "168",
                "--seed", "\(seed)",
            ], log: path + "/sensorsim.log")
    }
}
