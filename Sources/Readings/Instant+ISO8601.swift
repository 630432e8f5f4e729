/// What a stamp of ISO 8601 / RFC 3339 says.
package enum ISO8601Stamp: Equatable, Sendable {
    /// The text carries `Z` or an offset: an instant.
    case instant(Instant)
    /// The text names no zone: the wall-clock time, as if it were UTC. The caller decides which zone it means.
    case local(Instant)
}

extension ISO8601Stamp {
    /// Reads `YYYY-MM-DD`, `T`, `t` or a space, `hh:mm`, then perhaps `:ss`, a fraction of any length (kept to the
    /// microsecond, the rest cut), and perhaps a zone: `Z`, `z`, `±hh:mm`, `±hhmm`, `±hh`. `24:00:00` is the next day's
    /// midnight (ISO 8601-1:2019 4.3.8); second 60 is the first second of the next minute. Nil for anything else, and
    /// for dates that do not exist.
    package init?(_ text: Span<UInt8>) {
        var reader = StampReader()
        guard let year = reader.number(text, digits: 4), reader.skip(text, "-"),
            let month = reader.number(text, digits: 2),
            reader.skip(text, "-"), let day = reader.number(text, digits: 2),
            day >= 1, day <= CivilDate.daysInMonth(year: year, month: month),
            reader.skip(text, "T") || reader.skip(text, "t") || reader.skip(text, " "),
            let hour = reader.number(text, digits: 2), reader.skip(text, ":"),
            let minute = reader.number(text, digits: 2)
        else { return nil }
        var second = 0
        var fraction: Int64 = 0
        if reader.skip(text, ":") {
            guard let written = reader.number(text, digits: 2) else { return nil }
            second = written
            if reader.skip(text, ".") || reader.skip(text, ",") {
                guard let digits = reader.fraction(text) else { return nil }
                fraction = digits
            }
        }
        let isMidnightOfNextDay = hour == 24 && minute == 0 && second == 0 && fraction == 0
        guard hour < 24 || isMidnightOfNextDay, minute < 60, second <= 60 else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        let secondOfDay = Int64(hour * 3600 + minute * 60 + second)
        let wall = date.startUTC.advanced(byMicroseconds: secondOfDay * Microseconds.second + fraction)
        if reader.isAtEnd(text) {
            self = .local(wall)
            return
        }
        guard let offset = reader.zoneOffset(text), reader.isAtEnd(text) else { return nil }
        self = .instant(wall.advanced(byMicroseconds: -offset))
    }
}

extension Instant {
    /// An instant from a stamp with a zone; nil for a stamp without one and for anything else.
    package init?(iso8601 text: Span<UInt8>) {
        guard case .instant(let instant)? = ISO8601Stamp(text) else { return nil }
        self = instant
    }

    package init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        self.init(iso8601: bytes.span)
    }

    /// `2026-03-02T08:00:00Z`, with a fraction only where there is one, trailing zeros cut. An instant
    /// outside of the years 0000 to 9999, which four digits cannot write, is written as the nearest inside.
    package func appendISO8601(to bytes: inout [UInt8]) {
        let microseconds = min(max(self.microseconds, -62_167_219_200_000_000), 253_402_300_799_999_999)
        let date = CivilDate(of: Instant(microseconds: microseconds))
        date.append(to: &bytes)
        let inDay = microseconds - date.startUTC.microseconds
        let second = Int(inDay / Microseconds.second)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(twoDigits: second / 3600)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(twoDigits: second / 60 % 60)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(twoDigits: second % 60)
        var fraction = inDay % Microseconds.second
        if fraction != 0 {
            bytes.append(UInt8(ascii: "."))
            var weight: Int64 = 100_000
            while fraction != 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(fraction / weight))
                fraction %= weight
                weight /= 10
            }
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    package var iso8601: String {
        var bytes: [UInt8] = []
        appendISO8601(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CivilDate {
    /// `2026-03-02`.
    package func append(to bytes: inout [UInt8]) {
        let (year, month, day) = components
        bytes.append(twoDigits: year / 100)
        bytes.append(twoDigits: year % 100)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(twoDigits: month)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(twoDigits: day)
    }

    package var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads `2026-03-02`; nil for anything else and for dates that do not exist.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        var reader = StampReader()
        guard let year = reader.number(bytes.span, digits: 4), reader.skip(bytes.span, "-"),
            let month = reader.number(bytes.span, digits: 2),
            reader.skip(bytes.span, "-"), let day = reader.number(bytes.span, digits: 2), reader.isAtEnd(bytes.span),
            day >= 1, day <= CivilDate.daysInMonth(year: year, month: month)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

extension [UInt8] {
    @inlinable
    package mutating func append(twoDigits value: Int) {
        // Of a negative number the digits: no stamp, however strange, may stop the process.
        let digits = value.magnitude % 100
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits / 10))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits % 10))
    }
}
