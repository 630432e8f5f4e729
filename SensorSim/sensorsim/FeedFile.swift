import Foundation
import Recordings
import SensorSim

/// A feed that is being written.
struct FeedFile {
    private let name: String
    private let file: FileHandle
    private var writer = FeedWriter()
    private var text: [UInt8] = []
    private static let flushAt = 1 << 20

    init(_ name: String) throws {
        self.name = name
        guard name != "-" else {
            file = .standardOutput
            return
        }
        let url = URL(filePath: name)
        do {
            try Data().write(to: url)
            file = try FileHandle(forWritingTo: url)
        } catch {
            throw Failure(
                "--out \(name): the file cannot be written (\(error.localizedDescription)). "
                    + "Name a file in a folder that exists and that you may write to.")
        }
        text.reserveCapacity(Self.flushAt + 4096)
    }

    mutating func append(_ message: SimulatedMessage) throws {
        writer.append(
            received: message.received, topic: message.topic, qos: message.qos, isRetained: message.isRetained,
            payload: message.payload, to: &text)
        if text.count >= Self.flushAt { try flush() }
    }

    mutating func flush() throws {
        do {
            try file.write(contentsOf: Data(text))
        } catch {
            throw Failure("--out \(name): writing failed (\(error.localizedDescription)). Is the disk full?")
        }
        text.removeAll(keepingCapacity: true)
    }

    mutating func close() throws {
        try flush()
        if name != "-" { try file.close() }
    }
}
