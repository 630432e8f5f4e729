internal import Disk

/// A partition that lies in its folder under its temporary name.
package struct WrittenPartition: Hashable, Sendable {
    package var path: String
    package var rows: Int
    package var bytes: Int64
    package var sha256: String
}

/// Writes partitions into temporary files beside their places. It holds no state, so several threads can write different
/// partitions at once; `SummaryFolder.adopt` then gives each its name.
package struct PartitionWriter: Sendable {
    let root: String
    let isDurable: Bool

    /// Writes what `write` puts into the sink. `path` is below the data folder; what stands in its way and is no file is
    /// an error.
    package func write(path: String, _ write: (inout PartitionSink) throws -> Void) throws -> WrittenPartition {
        let place = try PartitionPath(path)
        let data = try Directory(path: root)
        guard !place.folder.isEmpty else { return try self.write(place, path, in: data, write) }
        let folder = try data.makeSubdirectories(place.folder, readers: .everyone, isDurable: isDurable)
        return try self.write(place, path, in: folder, write)
    }

    private func write(
        _ place: PartitionPath, _ path: String, in folder: borrowing Directory,
        _ write: (inout PartitionSink) throws -> Void
    ) throws -> WrittenPartition {
        try folder.requireFileOrNothing(place.name)
        var sink = PartitionSink(try folder.makeTemporary(for: place.name, readers: .everyone))
        do {
            try write(&sink)
            try sink.flush()
        } catch {
            // The error that matters is the first one; what stays behind is removed at the next opening.
            try? folder.remove(Directory.temporaryName(for: place.name))
            throw error
        }
        return WrittenPartition(
            path: path, rows: sink.rows, bytes: sink.digest.bytes, sha256: sink.digest.hexadecimal)
    }
}
