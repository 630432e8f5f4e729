import Readings

/// A date and time as it stands in a payload: where its digits are, and what they say.
struct WrittenStamp {
    /// Places of the digits.
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    /// Nil where seconds are not written.
    var second: Int?
    /// Behind the last digit; a fraction and a zone may follow.
    var end = 0
    /// The digits, read as if they were UTC.
    var wall = Instant(microseconds: 0)
    /// `24:00`, the end of its day.
    var isEndOfDay = false

    /// Stamps from the first instant on mean a time. Earlier ones are clocks that were never set, and 2100 and later are words
    /// for never: both stay.
    static let believed =
        CivilDate(year: 2000, month: 1, day: 2).startUTC..<CivilDate(year: 2100, month: 1, day: 1).startUTC

    /// `2026-03-02T08:15:30`, also with slashes, with a blank in place of the T, and without seconds; nil for anything else.
    /// JSON may write a slash as `\/`.
    init?(_ text: Span<UInt8>, at start: Int) {
        var at = start
        guard let date = Self.date(text, &at, into: &self), Self.skip(text, &at, oneOf: "Tt _") else { return nil }
        guard readClock(text, &at, of: date) else { return nil }
    }

    /// As a table of hours has it: the date with its year or its day in front, the time behind a blank or in the next cell.
    init?(inTable text: Span<UInt8>, at start: Int) {
        var at = start
        let isDayFirst =
            start + 2 < text.count && (text[start + 2] == UInt8(ascii: "-") || text[start + 2] == UInt8(ascii: "/"))
        let found = isDayFirst ? Self.dayFirst(text, &at, into: &self) : Self.date(text, &at, into: &self)
        guard let date = found else { return nil }
        while Self.skip(text, &at, oneOf: "T \",;\t"), at < start + 14 {}
        guard readClock(text, &at, of: date) else { return nil }
    }

    /// The date alone, `2026-03-02`, as R writes midnight.
    static func bareDate(_ text: Span<UInt8>, at start: Int) -> CivilDate? {
        var at = start
        var stamp = WrittenStamp()
        guard let date = date(text, &at, into: &stamp), at == start + 10 else { return nil }
        guard at == text.count || skip(text, &at, oneOf: "\",;\r\n\t") else { return nil }
        return date
    }

    private init() {}

    private static func date(_ text: Span<UInt8>, _ at: inout Int, into stamp: inout WrittenStamp) -> CivilDate? {
        stamp.year = at
        guard let year = number(text, &at, digits: 4), let mark = mark(text, &at) else { return nil }
        stamp.month = at
        guard let month = number(text, &at, digits: 2), mark == Self.mark(text, &at) else { return nil }
        stamp.day = at
        guard let day = number(text, &at, digits: 2) else { return nil }
        return civil(year, month, day)
    }

    private static func dayFirst(_ text: Span<UInt8>, _ at: inout Int, into stamp: inout WrittenStamp) -> CivilDate? {
        stamp.day = at
        guard let day = number(text, &at, digits: 2), let mark = mark(text, &at) else { return nil }
        stamp.month = at
        guard let month = number(text, &at, digits: 2), mark == Self.mark(text, &at) else { return nil }
        stamp.year = at
        guard let year = number(text, &at, digits: 4) else { return nil }
        return civil(year, month, day)
    }

    private static func civil(_ year: Int, _ month: Int, _ day: Int) -> CivilDate? {
        guard (1...12).contains(month), day >= 1, day <= CivilDate.daysInMonth(year: year, month: month) else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day)
    }

    private mutating func readClock(_ text: Span<UInt8>, _ at: inout Int, of date: CivilDate) -> Bool {
        hour = at
        guard let hours = Self.number(text, &at, digits: 2), Self.skip(text, &at, oneOf: ":") else { return false }
        minute = at
        guard let minutes = Self.number(text, &at, digits: 2) else { return false }
        end = at
        var seconds = 0
        if Self.skip(text, &at, oneOf: ":") {
            second = at
            guard let written = Self.number(text, &at, digits: 2) else { return false }
            seconds = written
            end = at
        }
        isEndOfDay = hours == 24 && minutes == 0 && seconds == 0
        guard hours < 24 || isEndOfDay, minutes < 60, seconds <= 60 else { return false }
        // More digits would make it something else.
        if end < text.count, Self.digit(text[end]) != nil { return false }
        wall = date.startUTC.advanced(
            byMicroseconds: Int64(hours * 3600 + minutes * 60 + seconds) * Microseconds.second)
        return Self.believed.contains(wall)
    }

    /// The same stamp so many bytes farther to the front.
    func moved(by distance: Int) -> WrittenStamp {
        var moved = self
        moved.year -= distance
        moved.month -= distance
        moved.day -= distance
        moved.hour -= distance
        moved.minute -= distance
        moved.second = second.map { $0 - distance }
        moved.end -= distance
        return moved
    }

    /// Writes another time in its place, digit by digit.
    func write(_ wall: Instant, to bytes: inout [UInt8]) {
        var (date, second) = (CivilDate(of: wall), 0)
        second = Int(wall.microseconds(since: date.startUTC) / Microseconds.second)
        if isEndOfDay, second == 0 {
            date = date.adding(days: -1)
            second = 86_400
        }
        let parts = date.components
        Self.write(parts.year, digits: 4, at: year, to: &bytes)
        Self.write(parts.month, digits: 2, at: month, to: &bytes)
        Self.write(parts.day, digits: 2, at: day, to: &bytes)
        Self.write(second / 3600, digits: 2, at: hour, to: &bytes)
        Self.write(second / 60 % 60, digits: 2, at: minute, to: &bytes)
        if let place = self.second { Self.write(second % 60, digits: 2, at: place, to: &bytes) }
    }

    static func write(_ number: Int, digits: Int, at place: Int, to bytes: inout [UInt8]) {
        var rest = number
        for offset in stride(from: digits - 1, through: 0, by: -1) {
            bytes[place + offset] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }

    // MARK: Digits

    static func digit(_ byte: UInt8) -> Int? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? Int(value) : nil
    }

    private static func number(_ text: Span<UInt8>, _ at: inout Int, digits: Int) -> Int? {
        guard at + digits <= text.count else { return nil }
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit(text[at]) else { return nil }
            value = value * 10 + digit
            at += 1
        }
        return value
    }

    private static func mark(_ text: Span<UInt8>, _ at: inout Int) -> UInt8? {
        if at + 1 < text.count, text[at] == UInt8(ascii: "\\"), text[at + 1] == UInt8(ascii: "/") { at += 1 }
        guard at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "/") else { return nil }
        at += 1
        return text[at - 1]
    }

    private static func skip(_ text: Span<UInt8>, _ at: inout Int, oneOf letters: StaticString) -> Bool {
        guard at < text.count else { return false }
        for letter in String(describing: letters).utf8 where letter == text[at] {
            at += 1
            return true
        }
        return false
    }
}
