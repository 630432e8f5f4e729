package import Readings

/// A table with a row an hour and device, and a column a quantity.
package enum WideLayout: Hashable, Sendable {
    /// For R's openair, and anybody's notebook.
    ///
    /// `date` is the hour's beginning in UTC as `2026-03-02 08:00:00`: openair's own data (`importUKAQ`) name the beginning,
    /// where the UK-AIR portal names the end, and R's `as.POSIXct` reads this form. Quantities have openair's names: `pm2.5`,
    /// and of its sister package worldmet `air_temp`, `RH` and `atmos_pres`; CO is in mg/m3, all other pollutants in ug/m3, as
    /// `importUKAQ` gives them.
    case openair
    /// For a spreadsheet that opens the file by a double click, by the time zones of the boroughs.
    ///
    /// A byte order mark, without which Excel takes UTF-8 for the local code page; CRLF (RFC 4180); times as
    /// `2026-03-02 08:00`, which Excel takes for a date in every locale of English; the unit in each column's name. The local
    /// time stands beside UTC, with its offset, since one hour of autumn comes twice.
    case excel(zones: [String: TimeZoneRules])

    var mark: [UInt8] { isExcel ? [0xEF, 0xBB, 0xBF] : [] }
    var lineEnd: [UInt8] { Array(isExcel ? "\r\n".utf8 : "\n".utf8) }

    private var isExcel: Bool { if case .excel = self { true } else { false } }

    func header(_ quantities: [Quantity]) -> [UInt8] {
        let times = isExcel ? ["date_utc", "date_local", "utc_offset_h"] : ["date"]
        let names = times + ["site", "code", "borough", "class", "status"] + quantities.map(name)
        return mark + Array(names.joined(separator: ",").utf8) + lineEnd
    }

    func appendTimes(_ hour: Instant, borough: String, to bytes: inout [UInt8]) {
        guard case .excel(let zones) = self else {
            append(hour, seconds: true, to: &bytes)
            return
        }
        append(hour, seconds: false, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        let offset = Int64(zones[borough]?.offsetSeconds(at: hour) ?? 0)
        append(hour.advanced(byMicroseconds: offset * Microseconds.second), seconds: false, to: &bytes)
        // In quarters of an hour, as zones have it: `1.0`, `-3.5`, `5.75`.
        let quarters = offset.magnitude / 900
        let fraction = ["0", "25", "5", "75"][Int(quarters % 4)]
        bytes.append(contentsOf: ",\(offset < 0 ? "-" : "")\(quarters / 4).\(fraction)".utf8)
    }

    private func append(_ instant: Instant, seconds: Bool, to bytes: inout [UInt8]) {
        // 2026-03-02T08:00:00Z
        let start = bytes.count
        instant.appendISO8601(to: &bytes)
        bytes[start + 10] = UInt8(ascii: " ")
        bytes.removeLast(bytes.count - start - (seconds ? 19 : 16))
    }

    private func name(_ quantity: Quantity) -> String {
        if isExcel { return "\(quantity.name)_\(Self.unit(quantity))" }
        return switch quantity {
        case .pm2_5: "pm2.5"
        case .windSpeed: "ws"
        case .windDirection: "wd"
        case .temperature: "air_temp"
        case .humidity: "RH"
        case .pressure: "atmos_pres"
        default: quantity.name
        }
    }

    /// The unit without a stroke, which spreadsheets and R turn into something else.
    private static func unit(_ quantity: Quantity) -> String {
        String(quantity.unit.filter { $0 != "/" })
    }
}
