internal import Readings

extension Manifest {
    static let columns = "file,revision,reason,rows,sha256,written_at,sealed_at"

    /// The manifest as RFC 4180 CSV: a row a file, sorted by the bytes of the path, and its own sum as the last row.
    package var csv: [UInt8] {
        var bytes = Array(Self.columns.utf8)
        bytes.append(UInt8(ascii: "\n"))
        bytes.reserveCapacity(entries.count * 200)
        for (file, entry) in entries.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            Self.append(field: file, to: &bytes)
            bytes.append(contentsOf: ",\(entry.revision),\(entry.reason.rawValue),\(entry.rows),\(entry.sha256),".utf8)
            entry.writtenAt.appendISO8601(to: &bytes)
            bytes.append(UInt8(ascii: ","))
            entry.sealedAt?.appendISO8601(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(contentsOf: ManifestSum.row(of: bytes, entries: entries))
        return bytes
    }

    private static func append(field: String, to bytes: inout [UInt8]) {
        guard field.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }) else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Reads what `csv` writes. Rows that are not sound are left out and named by their lines; a manifest without its
    /// column names is damaged as a whole. One without a sum is read like any other.
    package static func read(_ csv: [UInt8]) -> ManifestReading {
        var reading = ManifestReading()
        var rows = CSVRows(csv)
        guard let header = rows.next(), header == columns.split(separator: ",").map(String.init) else {
            reading.damagedLines = [1]
            return reading
        }
        while true {
            let (start, line) = (rows.index, rows.line)
            guard let row = rows.next() else { break }
            if row[0] == fileName || row.count > 2 && row[2] == ManifestSum.reason {
                let expected = ManifestSum.row(of: Array(csv[..<start]), entries: reading.manifest.entries)
                reading.sum = csv[start...].elementsEqual(expected) ? .sound : .broken
                if rows.index < csv.count { continue }
                break
            }
            if let entry = entry(row), reading.manifest.entries.updateValue(entry, forKey: row[0]) == nil {
                // A row behind the sum was never written by us.
                if reading.sum != .absent { reading.sum = .broken }
                continue
            }
            reading.damagedLines.append(line)
        }
        return reading
    }

    private static func entry(_ row: [String]) -> ManifestEntry? {
        guard row.count == 7, !row[0].isEmpty, let revision = Int(row[1]), revision >= 1,
            let reason = RevisionReason(rawValue: row[2]), let count = Int(row[3]), count >= 0,
            row[4].utf8.count == 64, row[4].utf8.allSatisfy(Self.isHexadecimal),
            let writtenAt = Instant(iso8601: row[5])
        else { return nil }
        let sealedAt = Instant(iso8601: row[6])
        guard row[6].isEmpty || sealedAt != nil else { return nil }
        return ManifestEntry(
            revision: revision, reason: reason, rows: count, sha256: row[4], writtenAt: writtenAt, sealedAt: sealedAt)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

/// The rows of a small CSV of our own writing. Bytes that are no UTF-8 become U+FFFD, so such a path matches no file.
private struct CSVRows {
    private let bytes: [UInt8]
    private(set) var index = 0
    /// The line, counted from 1, where the next row begins.
    private(set) var line = 1

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> [String]? {
        guard index < bytes.count else { return nil }
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if index < bytes.count, bytes[index] == byte {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") {
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            } else if byte == UInt8(ascii: "\n") {
                break
            } else {
                field.append(byte)
            }
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}
