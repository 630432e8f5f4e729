import Foundation
import Recordings

/// The end of a feed behind which a recording goes on.
///
/// A recording that was ended by force, or by a power cut, may have left half a line. What stood there was never
/// acknowledged to the broker.
enum FeedTail {
    /// Makes the end of a file fit for more lines.
    /// - Returns: whether a line break must be written first.
    /// - Throws: `Failure` for a compressed file without its end: nothing behind it could be read again.
    static func mend(_ name: String) throws -> Bool {
        let file = try FileHandle(forUpdating: URL(filePath: name))
        defer { try? file.close() }
        return name.hasSuffix(".gz") ? try unpacked(file, name) : try mendLastLine(file, name)
    }

    private static func unpacked(_ file: FileHandle, _ name: String) throws -> Bool {
        guard try file.seekToEnd() > 0 else { return false }
        try file.seek(toOffset: 0)
        var lines = LineReader { buffer in
            let data = try file.read(upToCount: 1 << 20) ?? Data()
            buffer.append(contentsOf: data)
            return data.count
        }
        var hasBreak = true
        while true {
            do {
                guard try lines.next() else { return !hasBreak }
                hasBreak = lines.bytes.count > lines.range.upperBound
            } catch let error as FeedLineError where error.reason != .tooLong {
                throw Failure(
                    "--append: \(name): \(error.reason == .cutShort ? "its end is missing" : "it is damaged"), and what "
                        + "stands behind that could not be read. Name another file, or save what is there first: "
                        + "zcat \(name) > whole.ndjson")
            }
        }
    }

    private static func mendLastLine(_ file: FileHandle, _ name: String) throws -> Bool {
        let size = try file.seekToEnd()
        var start = size
        var tail = Data()
        // Backwards, until the last line break.
        while start > 0 {
            let length = min(start, 1 << 16)
            start -= length
            try file.seek(toOffset: start)
            tail = (try file.read(upToCount: Int(length)) ?? Data()) + tail
            guard let end = tail.lastIndex(of: 0x0A) else { continue }
            start += UInt64(end - tail.startIndex) + 1
            tail = tail[(end + 1)...]
            break
        }
        guard !tail.isEmpty else { return false }
        var rest = Array(tail)
        var reader = FeedReader { buffer in
            buffer.append(contentsOf: rest)
            defer { rest = [] }
            return rest.count
        }
        if (try? reader.next()) == true { return true }
        // Only what a recording began to write is cut: each of its lines begins so.
        let begin = Array("{\"tst\":".utf8)
        guard zip(Array(tail), begin).allSatisfy(==) else {
            throw Failure(
                "--append: \(name): its last line is none of a feed: what stands behind it could not be read. "
                    + "Name another file.")
        }
        try file.truncate(atOffset: start)
        Progress.note("\(name) ended within a line, as a power cut leaves it: those \(tail.count) bytes were cut off.")
        return false
    }
}
