internal import Disk

/// Where the frames of a compressed segment are, found from any bytes that its file holds.
struct CompressedLayout: Sendable {
    private static let searchBytes = 1 << 16

    /// Nil when it is damaged.
    let header: CompressedHeader?
    private(set) var frames: [CompressedFrame] = []
    /// Length of the plain segment; without a header, as far as frames were found.
    private(set) var plainBytes: Int64 = 0
    /// The header and every frame's header are sound, and nothing else is in the file.
    private(set) var isWhole: Bool

    init(of file: borrowing InputFile) throws {
        let size = try file.size()
        let start = try file.bytes(at: 0, count: CompressedHeader.bytes)
        switch CompressedHeader.judge(start.span) {
        case .sound(let sound): header = sound
        case .laterVersion(let version): throw JournalError.laterVersion(path: file.path, version: version)
        case .damaged: header = nil
        }
        isWhole = header != nil
        var mark = header?.mark
        var place = Int64(CompressedHeader.bytes)
        while place < size {
            guard let frame = try nextFrame(from: place, mark: mark, in: file, size: size) else {
                isWhole = false
                break
            }
            let begin = frame.stored.lowerBound - Int64(CompressedFrame.headerBytes)
            if begin != place || frame.plain.lowerBound != plainBytes { isWhole = false }
            frames.append(frame)
            mark = frame.mark
            plainBytes = frame.plain.upperBound
            place = frame.stored.upperBound
        }
        guard let header else { return }
        if header.plainBytes != plainBytes { isWhole = false }
        plainBytes = header.plainBytes
    }

    /// Something is damaged, and no record is lost by it.
    var isDamagedWithoutLoss: Bool {
        if isWhole { return false }
        guard header != nil else { return true }
        var covered: Int64 = 0
        for frame in frames where frame.plain.lowerBound == covered { covered = frame.plain.upperBound }
        return covered == plainBytes
    }

    /// The mark of the segment, where anything sound tells it.
    var mark: UInt32? { header?.mark ?? frames.first?.mark }

    /// The first frame that ends behind `place` of the plain segment.
    func firstFrame(endingAfter place: Int64) -> Int? {
        var (low, high) = (0, frames.count)
        while low < high {
            let middle = (low + high) / 2
            if frames[middle].plain.upperBound > place { high = middle } else { low = middle + 1 }
        }
        return low < frames.count ? low : nil
    }

    /// The next sound frame header, at `start` or behind damage.
    private func nextFrame(
        from start: Int64, mark: UInt32?, in file: borrowing InputFile, size: Int64
    ) throws(DiskError) -> CompressedFrame? {
        let headerBytes = CompressedFrame.headerBytes
        var place = start
        // Where it should be is nearly always where it is.
        var count = headerBytes
        while place + Int64(headerBytes) <= size {
            let window = try file.bytes(at: place, count: count)
            guard window.count >= headerBytes else { return nil }
            for index in 0...window.count - headerBytes {
                if let frame = CompressedFrame(
                    window.span, at: index, place: place + Int64(index), mark: mark, fileBytes: size),
                    frame.plain.lowerBound >= plainBytes, frame.plain.upperBound <= header?.plainBytes ?? .max
                {
                    return frame
                }
            }
            place += Int64(window.count - headerBytes + 1)
            count = Self.searchBytes
        }
        return nil
    }
}
