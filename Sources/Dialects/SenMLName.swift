import Readings

/// The labels of a SenML record (RFC 8428, tables 1 and 2).
enum SenMLLabel: Sendable {
    case baseName, baseTime, baseUnit, baseValue, baseVersion
    case name, unit, value, time
    /// A value that is no number, or a sum: known, and not used.
    case otherValue

    static let table = NameTable<SenMLLabel>([
        "bn": .baseName, "bt": .baseTime, "bu": .baseUnit, "bv": .baseValue,
        "bver": .baseVersion,
        "n": .name, "u": .unit, "v": .value, "t": .time,
        "vs": .otherValue, "vb": .otherValue, "vd": .otherValue, "s": .otherValue,
    ])

    /// Symbols of the SenML units registry (RFC 8428 section 12.1, RFC 8798) that a quantity of ours can have, and of its
    /// secondary units (`ug/m3`, `ppm`, `hPa`, `km/h`, `/100`). `ppb` and `mg/m3` are in neither and cannot be
    /// misunderstood. `%` is the registry's discouraged spelling of `%RH`.
    static let units = NameTable<UnitCode>([
        "kg/m3": .kilogramPerCubicMetre, "ug/m3": .microgramPerCubicMetre, "mg/m3": .milligramPerCubicMetre,
        "ppm": .partPerMillion, "ppb": .partPerBillion, "Cel": .celsius, "K": .kelvin, "%RH": .percent, "%": .percent,
        "/100": .percent, "/": .one, "Pa": .pascal, "hPa": .hectopascal, "m/s": .metrePerSecond,
        "km/h": .kilometrePerHour, "deg": .degree,
    ])
}

/// A record's name taken apart.
struct SenMLName: Sendable {
    /// Nil for a name that is no quantity of ours.
    var quantity: Quantity?
    var device: Range<Int>?

    /// A name is the base name and the record's own, joined (RFC 8428 section 4.5.1). Its last part, behind a colon, a slash
    /// or, in device URNs (RFC 9039), an underscore, names the quantity; the part before it names the device:
    /// `urn:dev:mac:0004a30b00000001:` and `pm25` are PM2.5 of `0004a30b00000001`.
    ///
    /// Nil when the device's name is cut in two by the join, so that it stands nowhere in the text.
    init?(_ text: Span<UInt8>, base: Range<Int>, own: Range<Int>) {
        let whole = own.isEmpty ? base : own
        let split = Self.lastPart(text, whole)
        let isOwnSplit = split > whole.lowerBound
        if !own.isEmpty, isOwnSplit, !base.isEmpty, !Self.isSeparator(text[base.upperBound - 1]) { return nil }
        let last = split..<whole.upperBound
        if isOwnSplit {
            device = Self.device(text, whole.lowerBound..<split)
        } else if !own.isEmpty {
            device = Self.device(text, base)
        }
        quantity = MeasureName.table[JSONName(lowercasing: text.extracting(last))]?.quantity
        if quantity == nil { takeUnderscore(text, last, isBase: own.isEmpty || base.isEmpty) }
    }

    /// `10e2073a01080063_temperature`, or `_temperature` behind a base name.
    private mutating func takeUnderscore(_ text: Span<UInt8>, _ last: Range<Int>, isBase: Bool) {
        for at in last where text[at] == UInt8(ascii: "_") && (isBase || at == last.lowerBound) {
            let name = JSONName(lowercasing: text.extracting((at + 1)..<last.upperBound))
            guard let found = MeasureName.table[name] else { continue }
            quantity = found.quantity
            if at > last.lowerBound { device = last.lowerBound..<at }
            return
        }
    }

    /// The last part of what names a device, separators at its end left out; nil when nothing is left.
    private static func device(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
        var end = range.upperBound
        while end > range.lowerBound, isSeparator(text[end - 1]) { end -= 1 }
        let start = lastPart(text, range.lowerBound..<end)
        return start < end ? start..<end : nil
    }

    /// Where the part behind the last colon or slash begins.
    private static func lastPart(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var start = range.upperBound
        while start > range.lowerBound, text[start - 1] != UInt8(ascii: ":"), text[start - 1] != UInt8(ascii: "/") {
            start -= 1
        }
        return start
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "_")
    }
}
