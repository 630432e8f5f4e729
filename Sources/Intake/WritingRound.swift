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
}
