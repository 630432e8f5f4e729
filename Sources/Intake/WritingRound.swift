import Dispatch
import Pipeline
import Publication
import Synchronization
import Tables

/// Writes partitions of one state of the corridor, several at once.
struct WritingRound: Sendable {
    let writer: PartitionWriter
    let corridor: Corridor
    let closing: Corridor.Closing
    /// Rows that stay as they are published.
    var kept: [Partition: KeptRows] = [:]

    private struct MoreThanAPiece: Error {}

    /// Writes each partition on a thread of its own; nil for a partition without a row, which has no file.
    func write(_ partitions: [Partition]) throws -> [(Partition, WrittenPartition?)] {
        if partitions.count == 1 { return [(partitions[0], try write(partitions[0]))] }
        let results = Mutex<[Int: Result<WrittenPartition?, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: partitions.count) { index in
            let result = Result { try write(partitions[index]) }
            results.withLock { $0[index] = result }
        }
        let written = results.withLock { $0 }
        return try partitions.indices.map { (partitions[$0], try written[$0]?.get() ?? nil) }
    }

    private func write(_ partition: Partition) throws -> WrittenPartition? {
        if let kept = kept[partition] { return try write(partition, around: kept) }
        // Most partitions fit in one piece: then it is known before a file is opened whether there are rows at all.
        var piece: [UInt8] = []
        do {
            let rows = try corridor.write(partition, closing, into: &piece) { _ in throw MoreThanAPiece() }
            guard rows > 0 else { return nil }
            return try writer.write(path: partition.path) { sink in
                sink.buffer.append(contentsOf: piece)
                sink.rows = rows
            }
        } catch is MoreThanAPiece {
            piece.removeAll(keepingCapacity: true)
            return try writer.write(path: partition.path) { sink in
                sink.rows = try corridor.write(partition, closing, into: &piece) { bytes in
                    sink.buffer.append(contentsOf: bytes)
                    bytes.removeAll(keepingCapacity: true)
                    try sink.flushIfNeeded()
                }
                sink.buffer.append(contentsOf: piece)
            }
        }
    }

    /// A month of which a part is computed: its rows stand between those that are kept.
    private func write(_ partition: Partition, around kept: KeptRows) throws -> WrittenPartition? {
        var computed: [UInt8] = []
        let rows = corridor.write(partition, closing, into: &computed) { _ in }
        let header = partition.dataset.header
        guard rows + kept.countBefore + kept.countAfter > 0 else { return nil }
        return try writer.write(path: partition.path) { sink in
            sink.buffer.append(contentsOf: header)
            sink.buffer.append(contentsOf: kept.before)
            sink.buffer.append(contentsOf: computed.dropFirst(header.count))
            sink.buffer.append(contentsOf: kept.after)
            sink.rows = rows + kept.countBefore + kept.countAfter
        }
    }
}
