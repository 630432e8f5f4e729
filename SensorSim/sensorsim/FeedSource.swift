import Foundation
import Readings
import Recordings
import SensorSim

/// A feed file that is read from its beginning to its end.
final class FeedSource {
    private let name: String
    private let file: FileHandle
    /// In bytes; 0 for what has no size, a pipe.
    let size: UInt64
    /// Bytes read so far.
    private(set) var position: UInt64 = 0

    init(_ name: String) throws {
        self.name = name
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: name) else {
            throw Failure("\(name): no such file. Expected a recorded feed, a message a line; check the name.")
        }
        guard attributes[.type] as? FileAttributeType != .typeDirectory else {
            throw Failure("\(name): this is a folder. Expected a recorded feed; name the files in it.")
        }
        do {
            file = try FileHandle(forReadingFrom: URL(filePath: name))
        } catch {
            throw Failure("\(name): the file cannot be read (\(error.localizedDescription)). Check its permissions.")
        }
        size = (attributes[.size] as? NSNumber)?.uint64Value ?? 0
    }

    var reader: FeedReader {
        FeedReader { [self] buffer in
            guard let data = try file.read(upToCount: 1 << 20) else { return 0 }
            buffer.append(contentsOf: data)
            position += UInt64(data.count)
            return data.count
        }
    }

    /// The next message, or nil at the end; errors name the file and the line.
    func next(_ reader: inout FeedReader) throws -> SimulatedMessage? {
        do {
            guard try reader.next() else { return nil }
        } catch let error as FeedLineError {
            throw Failure("\(name): \(error)")
        }
        let line = reader.line
        return reader.withMessage { topic, payload in
            SimulatedMessage(
                received: line.received, topic: Self.copy(topic), payload: Self.copy(payload), qos: line.qos,
                isRetained: line.isRetained)
        }
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for at in bytes.indices { copy.append(bytes[at]) }
        return copy
    }
}
