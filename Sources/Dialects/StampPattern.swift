import Readings

/// A date and time by its places, `DD/MM/YYYY hh:mm:ss`: `YYYY`, `YY` (2000 to 2099), `MM`, `DD`, `hh`, `mm`, `ss` are that
/// many digits, every other character stands for itself. `24:00` is the next day's midnight.
package struct StampPattern: Hashable, Sendable {
    private enum Unit: String, CaseIterable {
        case year = "YYYY"
        case shortYear = "YY"
        case month = "MM"
        case day = "DD"
        case hour = "hh"
        case minute = "mm"
        case second = "ss"
    }

    private enum Part: Hashable {
        case digits(Unit)
        case letter(UInt8)
    }

    package let text: String
    private let parts: [Part]
    private let length: Int

    /// Nil unless the pattern has a year, a month, a day and an hour, each once.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        var parts: [Part] = []
        var at = 0
        while at < bytes.count {
            let unit = Unit.allCases.first { bytes[at...].starts(with: $0.rawValue.utf8) }
            parts.append(unit.map { .digits($0) } ?? .letter(bytes[at]))
            at += unit?.rawValue.utf8.count ?? 1
        }
        func count(_ unit: Unit) -> Int { parts.count { $0 == .digits(unit) } }
        guard count(.year) + count(.shortYear) == 1, count(.month) == 1, count(.day) == 1, count(.hour) == 1,
            count(.minute) <= 1, count(.second) <= 1
        else { return nil }
        self.text = text
        self.parts = parts
        length = bytes.count
    }

    /// The wall clock as if it were UTC; nil for another text and for times that do not exist.
    func wall(_ bytes: Span<UInt8>) -> Instant? {
        guard bytes.count == length else { return nil }
        var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
        var at = 0
        for part in parts {
            guard case .digits(let unit) = part else {
                guard part == .letter(bytes[at]) else { return nil }
                at += 1
                continue
            }
            var value = 0
            for offset in at..<(at + unit.rawValue.utf8.count) {
                let digit = bytes[offset] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                value = value * 10 + Int(digit)
            }
            at += unit.rawValue.utf8.count
            switch unit {
            case .year: year = value
            case .shortYear: year = 2000 + value
            case .month: month = value
            case .day: day = value
            case .hour: hour = value
            case .minute: minute = value
            case .second: second = value
            }
        }
        guard day >= 1, month >= 1, month <= 12, day <= CivilDate.daysInMonth(year: year, month: month),
            hour < 24 || hour == 24 && minute == 0 && second == 0, minute < 60, second <= 60
        else { return nil }
        let midnight = CivilDate(year: year, month: month, day: day).startUTC
        return midnight.advanced(byMicroseconds: Int64(hour * 3600 + minute * 60 + second) * Microseconds.second)
    }
}
