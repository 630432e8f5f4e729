import Readings

/// Reads device stamps, and remembers the last date: the readings of a day share it.
struct StampDecoder: Sendable {
    private var date: (eight: UInt64, two: UInt64) = (0, 0)
    private var midnight: Int64 = 0

    /// What a zone-less stamp means.
    enum ZonelessRule: Sendable {
        case refused
        /// NGSI-LD 4.6.3 (ETSI GS CIM 009) demands UTC, and publishers leave the Z out.
        case utc
    }

    /// The instant that the bytes of a checked string name; nil when they name none.
    mutating func instant(
        _ text: Span<UInt8>, _ string: JSONString, zoneless rule: ZonelessRule = .refused
    ) -> Instant? {
        if string.hasEscapes {
            var bytes: [UInt8] = []
            string.appendUnescaped(text, to: &bytes)
            return instant(bytes.span, 0..<bytes.count, zoneless: rule)
        }
        return instant(text, string.range, zoneless: rule)
    }

    mutating func instant(_ text: Span<UInt8>, _ range: Range<Int>, zoneless rule: ZonelessRule) -> Instant? {
        if let usual = usualStamp(text, range) { return usual }
        switch ISO8601Stamp(text.extracting(range)) {
        case .instant(let instant): return instant
        case .local(let wall): return rule == .utc ? wall : nil
        case nil: return nil
        }
    }

    /// The 24-byte stamp in quotes that begins at `start`; nil for any other text. Every byte of it is checked, so the
    /// caller can step over all 26.
    mutating func quoted(_ text: Span<UInt8>, at start: Int) -> Instant? {
        guard start + 26 <= text.count, text[start] == UInt8(ascii: "\""), text[start + 25] == UInt8(ascii: "\"") else {
            return nil
        }
        return usualStamp(text, (start + 1)..<(start + 25))
    }

    /// `2026-03-02T08:15:30Z` and `2026-03-02T08:15:30.250Z`; nil for any other spelling.
    private mutating func usualStamp(_ text: Span<UInt8>, _ range: Range<Int>) -> Instant? {
        let count = range.count
        guard count == 20 || count == 24, text[range.upperBound - 1] == UInt8(ascii: "Z") else { return nil }
        let start = range.lowerBound
        guard text[start + 10] == UInt8(ascii: "T"), text[start + 13] == UInt8(ascii: ":"),
            text[start + 16] == UInt8(ascii: ":")
        else { return nil }
        let hour = twoDigits(text, start + 11)
        let minute = twoDigits(text, start + 14)
        let second = twoDigits(text, start + 17)
        guard hour < 24, minute < 60, second < 60 else { return nil }
        var microseconds = Int64(hour * 3600 + minute * 60 + second) * Microseconds.second
        if count == 24 {
            let hundredth = twoDigits(text, start + 20)
            let thousandth = text[start + 22] &- UInt8(ascii: "0")
            guard text[start + 19] == UInt8(ascii: "."), hundredth < 100, thousandth < 10 else { return nil }
            microseconds += Int64(hundredth * 10 + Int(thousandth)) * 1000
        }
        guard readDate(text, start) else { return nil }
        return Instant(microseconds: midnight + microseconds)
    }

    /// 100 and more where there are no two digits.
    private func twoDigits(_ text: Span<UInt8>, _ at: Int) -> Int {
        let tens = text[at] &- UInt8(ascii: "0")
        let ones = text[at + 1] &- UInt8(ascii: "0")
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : 1000
    }

    /// Sets `midnight` to the date's; false when it does not exist.
    private mutating func readDate(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var eight: UInt64 = 0
        for offset in 0..<8 { eight = eight << 8 | UInt64(text[start + offset]) }
        let two = UInt64(text[start + 8]) << 8 | UInt64(text[start + 9])
        if eight == date.eight, two == date.two { return true }
        let year = twoDigits(text, start) * 100 + twoDigits(text, start + 2)
        let month = twoDigits(text, start + 5)
        let day = twoDigits(text, start + 8)
        guard year < 10_000, month <= 12, text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-"),
            day >= 1, day <= CivilDate.daysInMonth(year: year, month: month)
        else { return false }
        midnight = CivilDate(year: year, month: month, day: day).startUTC.microseconds
        date = (eight, two)
        return true
    }
}
