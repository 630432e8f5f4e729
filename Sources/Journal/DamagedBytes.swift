internal import Disk

/// Keeps damaged bytes aside, so that a person can look at them; the copy also tells that they were reported.
enum DamagedBytes {
    static let folder = "damaged"

    static func name(of range: DamagedRange) -> String { "\(range.segment)-\(range.offset).bin" }

    static func path(of range: DamagedRange) -> String { folder + "/" + name(of: range) }

    /// Copies a range of a segment aside; false when that was done at an earlier opening.
    static func keep(_ range: DamagedRange, of scanner: inout SegmentScanner, in journal: borrowing Directory)
        throws
        -> Bool
    {
        let folder = try journal.makeSubdirectory(folder, readers: .group)
        let name = name(of: range)
        if try folder.status(of: name) != nil { return false }
        let temporary = "." + name + ".tmp"
        if try folder.status(of: temporary) != nil { try folder.remove(temporary) }
        let copy = try OutputFile(creating: temporary, in: folder, readers: .group)
        var place = range.offset
        let end = range.offset + range.bytes
        while place < end {
            let chunk = try scanner.bytes(place..<min(end, place + Int64(SegmentScanner.chunkBytes)))
            if chunk.isEmpty { break }
            try copy.write(chunk.span)
            place += Int64(chunk.count)
        }
        try copy.dataSync()
        try folder.rename(temporary, to: name)
        try folder.sync()
        return true
    }
}
