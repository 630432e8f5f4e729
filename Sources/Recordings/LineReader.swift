import Disk

/// The lines of a file, from any source of bytes: it holds about a mebibyte, or one line where that is longer. A file that
/// begins with the mark of gzip is unpacked on the way.
///
/// Lines end with LF or CRLF, the last one perhaps with nothing. Empty lines and a UTF-8 byte order mark are skipped; the
/// skipped lines count.
package struct LineReader {
    /// Appends at most about 1 MiB to the buffer and returns how many bytes; 0 at the end.
    package typealias Fill = (inout [UInt8]) throws -> Int

    package static let maximumLineLength = 4 << 20

    private let fill: Fill
    /// Set where the file is compressed.
    private var gzip: GzipFill?
    /// The bytes at hand.
    package private(set) var bytes: [UInt8] = []
    /// The line that was read last, in `bytes`.
    package private(set) var range = 0..<0
    /// Number of the line that was read last, counted from 1.
    package private(set) var number = 0
    private var isAtEnd = false
    private var hasBegun = false
    /// Where the next line begins, and how far its end was looked for.
    private var nextLine = 0
    private var searched = 0

    package init(fill: @escaping Fill) {
        self.fill = fill
    }

    /// Reads the next line; false at the end.
    /// - Throws: `FeedLineError` with `tooLong`, after which the next call goes on behind the line, or `compressed`, after
    ///   which nothing follows; errors of the source as they are.
    package mutating func next() throws -> Bool {
        if !hasBegun { try begin() }
        while true {
            if let end = lineEnd() {
                take(upTo: end, next: end + 1)
                if range.isEmpty { continue }
                return true
            }
            searched = bytes.count
            if bytes.count - nextLine > Self.maximumLineLength { throw try skippedLine() }
            if isAtEnd {
                guard nextLine < bytes.count else { return false }
                take(upTo: bytes.count, next: bytes.count)
                return !range.isEmpty
            }
            try refill()
        }
    }

    private mutating func begin() throws {
        hasBegun = true
        while bytes.count < 3, !isAtEnd { try refill() }
        if bytes.starts(with: [0x1F, 0x8B]) {
            gzip = try GzipFill(bytes, fill: fill)
            bytes.removeAll()
            isAtEnd = false
            while bytes.count < 3, !isAtEnd { try refill() }
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { nextLine = 3 }
        searched = nextLine
    }

    private mutating func refill() throws {
        if nextLine > 0 {
            bytes.removeSubrange(0..<nextLine)
            searched -= nextLine
            nextLine = 0
        }
        do {
            let count = gzip == nil ? try fill(&bytes) : try gzip?.fill(&bytes) ?? 0
            if count == 0 { isAtEnd = true }
        } catch let error as GzipError {
            isAtEnd = true
            bytes.removeAll()
            (range, nextLine, searched) = (0..<0, 0, 0)
            throw FeedLineError(error == .cutShort ? .cutShort : .compressed, lineNumber: number + 1)
        }
    }

    private func lineEnd() -> Int? {
        let span = bytes.span
        for at in searched..<span.count where span[at] == 0x0A { return at }
        return nil
    }

    private mutating func take(upTo end: Int, next: Int) {
        let hasReturn = end > nextLine && bytes[end - 1] == 0x0D
        range = nextLine..<(hasReturn ? end - 1 : end)
        nextLine = next
        searched = next
        number += 1
    }

    /// Drops a line that is too long, up to its end, and returns the error that tells of it.
    private mutating func skippedLine() throws -> FeedLineError {
        number += 1
        while true {
            if let end = lineEnd() {
                nextLine = end + 1
                searched = nextLine
                break
            }
            nextLine = bytes.count
            searched = nextLine
            if isAtEnd { break }
            try refill()
        }
        return FeedLineError(.tooLong, lineNumber: number)
    }
}
