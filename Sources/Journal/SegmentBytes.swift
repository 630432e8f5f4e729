internal import Disk

/// The bytes of a segment by their places in its plain form, whichever form is on the disk. Where a compressed one is
/// damaged, zeros stand for what is lost: no record is all zeros, so that readers find the damage and its length.
struct SegmentBytes: ~Copyable, Sendable {
    /// Nil for a plain segment.
    let compressed: CompressedLayout?
    private let file: InputFile
    /// The plain bytes of the frame that was read last; nil inside when it is damaged.
    private var frame: (index: Int, bytes: [UInt8]?)?

    /// Opens a segment. Compression may replace the plain form at any time; who holds that open reads on in it.
    /// - Throws: a `DiskError` that `isMissing` when neither form is there.
    init(_ segment: UInt64, in folder: borrowing Directory) throws {
        let opened = try Self.open(segment, in: folder)
        let layout = opened.path.hasSuffix(SegmentName.compressedEnding) ? try CompressedLayout(of: opened) : nil
        file = opened
        compressed = layout
    }

    private static func open(_ segment: UInt64, in folder: borrowing Directory) throws(DiskError) -> InputFile {
        do {
            return try InputFile(SegmentName.name(of: segment), in: folder)
        } catch {
            guard error.isMissing else { throw error }
            return try InputFile(SegmentName.compressedName(of: segment), in: folder)
        }
    }

    var path: String { file.path }

    /// Length of the plain form.
    borrowing func size() throws(DiskError) -> Int64 {
        if let compressed { return compressed.plainBytes }
        return try file.size()
    }

    /// As `InputFile.read`.
    mutating func read(at offset: Int64, into buffer: inout [UInt8], range: Range<Int>) throws(DiskError) -> Int {
        guard let compressed else { return try file.read(at: offset, into: &buffer, range: range) }
        let end = min(offset + Int64(range.count), compressed.plainBytes)
        var place = offset
        while place < end {
            let target = range.lowerBound + Int(place - offset)
            let index = compressed.firstFrame(endingAfter: place)
            let found = index.map { compressed.frames[$0].plain }
            var upTo = min(end, found?.lowerBound ?? end)
            if let index, let found, found.contains(place) {
                upTo = min(end, found.upperBound)
                if let bytes = try bytes(ofFrame: index, of: compressed) {
                    let part = Int(place - found.lowerBound)..<Int(upTo - found.lowerBound)
                    buffer.replace(at: target, with: bytes.span.extracting(part))
                    place = upTo
                    continue
                }
            }
            for lost in target..<target + Int(upTo - place) { buffer[lost] = 0 }
            place = upTo
        }
        return max(0, Int(end - offset))
    }

    /// As `InputFile.bytes`.
    mutating func bytes(at offset: Int64, count: Int) throws(DiskError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let read = try read(at: offset, into: &buffer, range: 0..<count)
        buffer.removeLast(count - read)
        return buffer
    }

    private mutating func bytes(ofFrame index: Int, of layout: CompressedLayout) throws(DiskError) -> [UInt8]? {
        if let frame, frame.index == index { return frame.bytes }
        let bytes = try layout.frames[index].bytes(in: file)
        frame = (index, bytes)
        return bytes
    }

    /// Whether every byte of a compressed segment can be read: all of it is read.
    mutating func isSound() throws(DiskError) -> Bool {
        guard let compressed else { return true }
        guard compressed.isWhole else { return false }
        for index in compressed.frames.indices where try bytes(ofFrame: index, of: compressed) == nil { return false }
        return true
    }
}
