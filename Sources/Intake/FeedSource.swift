import Disk
import Foundation
import Publication
import Synchronization

/// The bytes of a feed, read ahead and digested on a thread of their own while the corridor takes those before.
final class FeedSource: Sendable {
    private struct State {
        /// Pieces that were read and not yet taken, at most `piecesAhead`; an empty one ends the feed.
        var pieces: [[UInt8]] = []
        var digest = FileDigest()
        var failure: (any Error)?
    }

    private static let pieceBytes = 256 << 10
    private static let piecesAhead = 2

    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    private let taken = DispatchSemaphore(value: piecesAhead)
    private let taking = Mutex<Int64>(0)

    /// Begins to read; throws where the file cannot be opened.
    init(path: String) throws {
        _ = try InputFile(namedByPerson: path)
        let thread = Thread { [weak self, taken] in Self.read(path, room: taken, into: { self }) }
        thread.name = "feed"
        thread.start()
    }

    deinit {
        // A reader that waits for room looks for us, finds nobody and ends.
        taken.signal()
    }

    /// The digest of all bytes, once the last were taken.
    var digest: FileDigest { state.withLock { $0.digest } }

    /// Bytes that were handed over so far.
    var bytesTaken: Int64 { taking.withLock { $0 } }

    /// Appends the next piece to the buffer; 0 at the end of the feed.
    func fill(_ buffer: inout [UInt8]) throws -> Int {
        filled.wait()
        let piece = try state.withLock { state in
            if state.pieces.isEmpty, let failure = state.failure { throw failure }
            return state.pieces.isEmpty ? [] : state.pieces.removeFirst()
        }
        taken.signal()
        if piece.isEmpty {
            // Whoever asks again hears the same.
            filled.signal()
            return 0
        }
        buffer.append(contentsOf: piece)
        taking.withLock { $0 += Int64(piece.count) }
        return piece.count
    }

    private static func read(_ path: String, room: DispatchSemaphore, into source: () -> FeedSource?) {
        var offset: Int64 = 0
        do {
            let file = try InputFile(namedByPerson: path)
            while true {
                var piece = [UInt8](repeating: 0, count: pieceBytes)
                let count = try file.read(at: offset, into: &piece, range: 0..<pieceBytes)
                piece.removeLast(pieceBytes - count)
                offset += Int64(count)
                room.wait()
                guard let source = source() else { return }
                source.state.withLock { state in
                    state.digest.update(piece)
                    state.pieces.append(piece)
                }
                source.filled.signal()
                if count == 0 { return }
            }
        } catch {
            guard let source = source() else { return }
            source.state.withLock { $0.failure = error }
            source.filled.signal()
        }
    }
}
