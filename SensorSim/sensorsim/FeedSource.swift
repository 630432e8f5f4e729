import Foundation
import Readings
import Recordings
import SensorSim

/// A feed that is read from its beginning to its end.
final class FeedSource {
    private let name: String
    private let file: FileHandle
    /// In bytes; nil for what has no size, a pipe.
    let size: UInt64?
    /// Bytes read so far, compressed ones as they are.
    private(set) var position: UInt64 = 0
    /// Messages that were not selected.
    private(set) var passedOver = 0

    /// Standard input, which may give its messages as they happen.
    var isLive: Bool { name == "-" }

    init(_ name: String) throws {
        self.name = name
        guard name != "-" else {
            file = .standardInput
            size = nil
            return
        }
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
        let isFile = attributes[.type] as? FileAttributeType == .typeRegular
        size = isFile ? (attributes[.size] as? NSNumber)?.uint64Value : nil
    }

    var reader: FeedReader {
        FeedReader { [self] buffer in
            // What a pipe has by now, and all that fits of a file.
            let data = isLive ? file.availableData : try file.read(upToCount: 1 << 20) ?? Data()
            buffer.append(contentsOf: data)
            position += UInt64(data.count)
            return data.count
        }
    }

    /// The next selected message, or nil at the end; errors name the file and the line.
    func next(_ reader: inout FeedReader, _ selection: FeedSelection) throws -> SimulatedMessage? {
        while true {
            do {
                guard try reader.next() else { return nil }
            } catch let error as FeedLineError {
                throw Failure("\(name): \(error)")
            }
            let line = reader.line
            let message: SimulatedMessage? = reader.withMessage { topic, payload in
                guard selection.has(line.received, topic) else { return nil }
                return SimulatedMessage(
                    received: line.received, topic: Self.copy(topic), payload: Self.copy(payload), qos: line.qos,
                    isRetained: line.isRetained)
            }
            if let message { return message }
            passedOver += 1
        }
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for at in bytes.indices { copy.append(bytes[at]) }
        return copy
    }
}
