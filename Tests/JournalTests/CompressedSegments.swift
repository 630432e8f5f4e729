import Foundation
import Journal
import Readings

/// A journal whose older segments are compressed, each of a few small frames.
struct CompressedJournal {
    let folder: TemporaryFolder
    let messages: [TestMessage]
    let end: JournalPosition
    /// Segments, oldest first.
    let segments: [UInt64]
    /// Where each message's record begins.
    let positions: [JournalPosition]

    /// - Parameter frameBytes: plain bytes of a frame.
    init(messages count: Int, segmentBytes: Int64, frameBytes: Int64) throws {
        folder = try TemporaryFolder()
        messages = (1...count).map { TestMessage($0, payloadBytes: 60 + $0 % 5) }
        var writer = try JournalWriter(path: folder.path, segmentBytes: segmentBytes)
        for message in messages {
            try writer.append(message)
            _ = try writer.commit()
        }
        end = writer.committed
        var reader = try JournalReader(path: folder.path, from: .start)
        var found: [JournalPosition] = []
        _ = try reader.next(upTo: end, atMost: .max) { record, _, _ in found.append(record.position) }
        positions = found
        segments = try folder.names().compactMap(SegmentName.segment(named:))
        let housekeeping = try JournalHousekeeping(path: folder.path, frameBytes: frameBytes)
        while try housekeeping.compress(writtenBefore: .distantFuture) != nil {}
    }

    /// Bytes of a compressed segment, and the plain ranges of its frames, read by the layout that is told in
    /// Sources/Journal/CompressedHeader.swift and CompressedFrame.swift.
    func frames(of segment: UInt64) throws -> (bytes: [UInt8], stored: [Range<Int>], plain: [Range<Int64>]) {
        let bytes = try folder.bytes(SegmentName.compressedName(of: segment))
        var (stored, plain, place) = ([Range<Int>](), [Range<Int64>](), 76)
        while place < bytes.count {
            let offset = Int64(Self.number(bytes, at: place + 8, count: 8))
            let length = Int64(Self.number(bytes, at: place + 16, count: 4))
            let end = place + 32 + Int(Self.number(bytes, at: place + 20, count: 4))
            stored.append(place..<end)
            plain.append(offset..<offset + length)
            place = end
        }
        return (bytes, stored, plain)
    }

    private static func number(_ bytes: [UInt8], at place: Int, count: Int) -> UInt64 {
        bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The messages whose records do not lie in these bytes of the segment's plain form.
    func messages(without lost: [Range<Int64>], of segment: UInt64) -> [TestMessage] {
        messages.indices.filter { index in
            positions[index].segment != segment || !lost.contains { $0.contains(positions[index].offset) }
        }.map { messages[$0] }
    }
}
