import Foundation
import Readings
import Recordings
import SensorSim

/// A feed that is being written; compressed when its name ends in `.gz`.
struct FeedFile {
    enum Mode {
        /// What was there is gone.
        case replacing
        /// A file that is there already is refused.
        case new
        /// Behind what is there.
        case appending
    }

    private let name: String
    private let file: FileHandle
    private var writer = FeedWriter()
    private var text: [UInt8] = []
    private var gzip: GzipOutput?
    private static let flushAt = 1 << 20

    init(_ name: String, _ mode: Mode = .replacing) throws {
        self.name = name
        guard name != "-" else {
            file = .standardOutput
            return
        }
        if name.hasSuffix(".gz") {
            guard let output = GzipOutput() else {
                throw Failure("--out \(name): there is no memory to compress with. Name a file without .gz.")
            }
            gzip = output
        }
        let isThere = FileManager.default.fileExists(atPath: name)
        // An empty file is none: a recording that never began leaves one.
        let size = try? FileManager.default.attributesOfItem(atPath: name)[.size] as? NSNumber
        if mode == .new, isThere, size?.uint64Value != 0 {
            throw Failure(
                "--out \(name): this file is there already, and a recording replaces none. "
                    + "Name another, or add to it with --append.")
        }
        do {
            let url = URL(filePath: name)
            if mode != .appending || !isThere { try Data().write(to: url) }
            if mode == .appending, isThere, try FeedTail.mend(name) { text.append(UInt8(ascii: "\n")) }
            file = try FileHandle(forWritingTo: url)
            try file.seekToEnd()
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(
                "--out \(name): the file cannot be written (\(error.localizedDescription)). "
                    + "Name a file in a folder that exists and that you may write to.")
        }
        text.reserveCapacity(Self.flushAt + 4096)
    }

    mutating func append(_ message: SimulatedMessage, packetID: UInt16 = 0) throws {
        writer.append(
            received: message.received, topic: message.topic, qos: message.qos, isRetained: message.isRetained,
            packetID: packetID, payload: message.payload, to: &text)
        if text.count >= Self.flushAt { try flush() }
    }

    /// Lets a reader see what is there. A compressed file is written in whole pieces all the same, so that its bytes do not
    /// depend on the pace.
    mutating func show() throws {
        if gzip == nil { try flush() }
    }

    /// Hands everything to the system.
    mutating func flush() throws {
        guard !text.isEmpty else { return }
        if gzip != nil {
            var packed: [UInt8] = []
            gzip?.append(text, to: &packed)
            try write(packed)
        } else {
            try write(text)
        }
        text.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) throws {
        do {
            try file.write(contentsOf: Data(bytes))
        } catch {
            throw Failure("--out \(name): writing failed (\(error.localizedDescription)). Is the disk full?")
        }
    }

    /// Ends the file; afterwards it is on the disk.
    mutating func close() throws {
        try flush()
        guard name != "-" else { return }
        if gzip != nil {
            var end: [UInt8] = []
            gzip?.finish(to: &end)
            try write(end)
        }
        do {
            // A pipe has no disk to wait for.
            let kind = try FileManager.default.attributesOfItem(atPath: name)[.type] as? FileAttributeType
            if kind == .typeRegular { try file.synchronize() }
            try file.close()
        } catch {
            throw Failure("--out \(name): the file could not be brought to the disk (\(error.localizedDescription)).")
        }
    }
}
