import Readings

/// Payloads that are no JSON: lines of cells, pairs of names and values, one bare value.
extension MappingDecoder {
    /// csv: every line that is not blank is a record.
    mutating func takeLines(
        _ text: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        columns = plan.places.map { place in
            if case .column(let number) = place { number - 1 } else { nil }
        }
        var isHeader = plan.mapping.hasHeader
        var at = Self.start(of: text)
        while at < text.count {
            var end = at
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            let line = Self.trimmed(text, at..<end)
            at = end + 1
            guard !line.isEmpty else { continue }
            cut(text, line)
            if isHeader {
                nameColumns(text)
                isHeader = false
                continue
            }
            for slot in fields.indices {
                let column = columns[slot] ?? Int.max
                fields[slot] = column < cells.count ? cells[column] : .missing
            }
            try takeRecord(text, wall, into: &decoded)
        }
    }

    private mutating func nameColumns(_ text: Span<UInt8>) {
        for slot in columns.indices {
            guard case .named(let name) = plan.places[slot] else { continue }
            columns[slot] = cells.firstIndex { $0.spells(name, text) }
        }
        // A header with one of the columns tells that the payload is of the mapping, whatever its cells hold.
        isFound = isFound || plan.values.contains { columns[$0.slot] != nil }
    }

    /// text: the payload is one record, however many lines it has.
    mutating func takePairs(
        _ text: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        var at = Self.start(of: text)
        while at < text.count {
            var end = at
            while end < text.count, text[end] != plan.mapping.separator, text[end] != UInt8(ascii: "\n") { end += 1 }
            takePair(text, at..<end)
            at = end + 1
        }
        try takeRecord(text, wall, into: &decoded)
    }

    private mutating func takePair(_ text: Span<UInt8>, _ pair: Range<Int>) {
        var equals = pair.lowerBound
        while equals < pair.upperBound, text[equals] != UInt8(ascii: "=") { equals += 1 }
        guard equals < pair.upperBound else { return }
        let name = CapturedField(kind: .cell, range: Self.trimmed(text, pair.lowerBound..<equals))
        for slot in fields.indices where fields[slot].kind == .missing {
            guard case .named(let wanted) = plan.places[slot], name.spells(wanted, text) else { continue }
            fields[slot] = Self.cell(text, (equals + 1)..<pair.upperBound)
        }
    }

    /// number: the payload is the value.
    mutating func takeWhole(
        _ text: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        let whole = Self.cell(text, Self.start(of: text)..<text.count)
        for slot in fields.indices { fields[slot] = whole }
        try takeRecord(text, wall, into: &decoded)
    }

    // MARK: Cells

    /// Behind a byte order mark.
    private static func start(of text: Span<UInt8>) -> Int {
        text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
    }

    /// Cuts a line at its separators, those inside of quotation marks aside (RFC 4180).
    private mutating func cut(_ text: Span<UInt8>, _ line: Range<Int>) {
        cells.removeAll(keepingCapacity: true)
        var start = line.lowerBound
        var isQuoted = false
        for at in line {
            if text[at] == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard text[at] == plan.mapping.separator, !isQuoted else { continue }
            cells.append(Self.cell(text, start..<at))
            start = at + 1
        }
        cells.append(Self.cell(text, start..<line.upperBound))
    }

    /// A cell without blanks and quotation marks around it. A mark that is doubled inside makes it a text that is no number.
    private static func cell(_ text: Span<UInt8>, _ range: Range<Int>) -> CapturedField {
        var inner = trimmed(text, range)
        var isDoubled = false
        if inner.count >= 2, text[inner.lowerBound] == UInt8(ascii: "\""),
            text[inner.upperBound - 1] == UInt8(ascii: "\"")
        {
            inner = (inner.lowerBound + 1)..<(inner.upperBound - 1)
            isDoubled = inner.contains { text[$0] == UInt8(ascii: "\"") }
        }
        return CapturedField(kind: .cell, range: inner, hasEscapes: isDoubled)
    }

    private static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, text[start] <= 0x20 { start += 1 }
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }
}
