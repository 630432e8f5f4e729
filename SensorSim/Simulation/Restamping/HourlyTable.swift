import Readings

/// Tables of hours: UK-AIR's, with the date and the time in two cells, and openair's, where a bare date is midnight.
enum HourlyTable {
    /// Whether the text has a line break and, in one of its first lines, a cell `date`.
    static func isOne(_ text: Span<UInt8>) -> Bool {
        if startsAsJSON(text) { return false }
        let name = Array("date".utf8)
        let separators = Array(",;\t\"\r\n".utf8)
        var lines = 0
        for at in 0..<min(text.count, 8192) {
            if text[at] == 0x0A { lines += 1 }
            if lines > 50 { return false }
            guard at + 4 < text.count, at == 0 || separators.contains(text[at - 1]), separators.contains(text[at + 4])
            else { continue }
            var isName = true
            for offset in 0..<4 where text[at + offset] | 0x20 != name[offset] { isName = false }
            // A quote alone is a JSON member.
            let start = at > 0 && text[at - 1] == UInt8(ascii: "\"") ? at - 2 : at - 1
            if isName, start < 0 || separators.contains(text[start]) {
                return text.count > 8 && hasLineBreak(text, from: at)
            }
        }
        return false
    }

    private static func hasLineBreak(_ text: Span<UInt8>, from start: Int) -> Bool {
        for at in start..<text.count where text[at] == 0x0A { return true }
        return false
    }

    private static func startsAsJSON(_ text: Span<UInt8>) -> Bool {
        for at in text.indices where text[at] > 0x20 {
            return text[at] == UInt8(ascii: "{") || text[at] == UInt8(ascii: "[")
        }
        return false
    }
}

extension Restamp {
    /// By whole hours. A date that was midnight gets its hour behind it.
    func table(_ bytes: [UInt8]) -> [UInt8] {
        let shift = whole(3600) * Microseconds.second
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        let text = bytes.span
        let cellStarts = Array(" ,;\t\"\r\n".utf8)
        var at = 0
        while at < bytes.count {
            let isStart = at == 0 || cellStarts.contains(bytes[at - 1])
            if isStart, let stamp = WrittenStamp(inTable: text, at: at) {
                let moved = stamp.moved(by: at - result.count)
                result.append(contentsOf: bytes[at..<stamp.end])
                moved.write(stamp.wall.advanced(byMicroseconds: shift), to: &result)
                at = stamp.end
            } else if isStart, let date = WrittenStamp.bareDate(text, at: at),
                WrittenStamp.believed.contains(date.startUTC)
            {
                let moved = date.startUTC.advanced(byMicroseconds: shift)
                let midnight = CivilDate(of: moved)
                let written = Array(midnight.text.utf8)
                result.append(contentsOf: written)
                let hour = Int(moved.microseconds(since: midnight.startUTC) / Microseconds.hour)
                if hour > 0 { result.append(contentsOf: (hour < 10 ? " 0\(hour):00:00" : " \(hour):00:00").utf8) }
                at += 10
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return result
    }
}
