import Pipeline
import Readings
import Tables
import Testing

/// The summary files of a data folder, kept in memory: a later writing replaces an earlier one, and a partition without
/// rows has no file.
struct PublishedFiles: Equatable {
    private(set) var files: [String: [UInt8]] = [:]
    /// How often each file was written.
    private(set) var writings: [String: Int] = [:]

    /// What was read to make the files of the last writing.
    private(set) var read: [String] = []
    private var kept = ReliabilityMonths()

    static func == (left: PublishedFiles, right: PublishedFiles) -> Bool { left.files == right.files }

    /// Settles and writes what has to be written; returns the paths.
    @discardableResult
    mutating func publish(_ corridor: inout Corridor, _ closing: Corridor.Closing) -> [String] {
        corridor.settle(closing)
        let partitions = corridor.takeDirtyPartitions()
        for partition in partitions {
            var bytes: [UInt8] = []
            let rows = corridor.write(partition, closing, into: &bytes) { _ in }
            files[partition.path] = rows > 0 ? bytes : nil
            writings[partition.path, default: 0] += 1
        }
        let published = files
        var read: [String] = []
        var kept = kept
        do {
            try corridor.longPeriodFiles(
                partitions.filter(\.dataset.restsOnFiles), closing, days: PublishedDays(paths: published.keys),
                keeping: &kept, digest: { published[$0].map { String($0.hashValue) } },
                published: { path in
                    read.append(path)
                    return published[path]
                },
                damaged: { Issue.record("\($0)") }
            ) { files[$0.partition.path] = $0.rows > 0 ? $0.bytes : nil }
        } catch {
            Issue.record("\(error)")
        }
        (self.read, self.kept) = (read, kept)
        return partitions.map(\.path)
    }

    /// The rows of all files of a dataset, without headers.
    func rows(_ dataset: Dataset) -> [[String]] {
        files.keys.sorted().filter { $0.hasPrefix("summaries/\(dataset.path)/") }.flatMap { path in
            lines(path).dropFirst().map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        }
    }

    func lines(_ path: String) -> [Substring] {
        String(decoding: files[path] ?? [], as: UTF8.self).split(separator: "\n")
    }

    func lastLine(_ path: String) -> String {
        let bytes = files[path] ?? []
        var start = max(0, bytes.count - 1)
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        return String(decoding: bytes[start...], as: UTF8.self)
    }

    /// The first differences to other files, for people.
    func differences(from other: PublishedFiles) -> String {
        var lines: [String] = []
        for path in Set(files.keys).union(other.files.keys).sorted() where files[path] != other.files[path] {
            lines.append(path)
            let mine = Set(self.lines(path))
            let theirs = Set(other.lines(path))
            lines += mine.subtracting(theirs).sorted().prefix(3).map { "  + \($0)" }
            lines += theirs.subtracting(mine).sorted().prefix(3).map { "  - \($0)" }
            if lines.count > 24 { break }
        }
        return lines.joined(separator: "\n")
    }
}
