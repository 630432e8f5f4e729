import Readings

/// The base values in force, and one record's own. Base values hold for their record and all after it.
struct SenMLRecord: Sendable {
    var baseName = 0..<0
    var baseTime: Int64 = 0
    var baseUnit: JSONName?
    var baseValue: WrittenValue = .absent

    var name = 0..<0
    var time: Int64 = 0
    var unit: JSONName?
    var value: WrittenValue = .absent
    /// Whether the record has a value of any kind.
    var isMeasurement = false

    mutating func forgetOwn() {
        name = 0..<0
        time = 0
        unit = nil
        value = .absent
        isMeasurement = false
    }

    /// The value in the quantity's unit. SenML has no unit that holds where none is written, and a unit that nobody knows
    /// cannot be converted: both make the value malformed.
    func converted(_ text: Span<UInt8>, _ quantity: Quantity) -> DecodedValue {
        guard value != .absent else { return .absent }
        guard let unit = unit ?? baseUnit, let scale = SenMLLabel.units[unit]?.scale(for: quantity) else {
            return .rejected(.malformedValue)
        }
        guard baseValue != .absent else { return value.converted(text, by: scale) }
        guard case .decimal(let own) = value else { return value.converted(text, by: scale) }
        guard case .decimal(let added) = baseValue, let base = Self.fine(text, added), let fine = Self.fine(text, own)
        else { return .rejected(.malformedValue) }
        let (sum, overflow) = base.addingReportingOverflow(fine)
        guard !overflow, let value = scale.convert(trillionths: Int128(sum)) else {
            return .rejected(.malformedValue)
        }
        // A difference of -200 Pa to a base of 100,000 is no sentinel: only the sum says something (RFC 8428 section 4.5.4).
        let (whole, rest) = sum.quotientAndRemainder(dividingBy: Millionths.perUnit)
        if rest == 0, case .rejected(let reason) = DecodedValue.checked(Millionths(whole)) { return .rejected(reason) }
        return .value(value)
    }

    /// In 1e-12 of the unit.
    private static func fine(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        var scanner = DecimalScanner()
        guard let end = try? scanner.scan(text, from: range.lowerBound), end == range.upperBound else { return nil }
        return (try? scanner.value(times: Millionths.perUnit))?.count
    }
}

/// A SenML pack as JSON, RFC 8428: an array of records with base name, time, unit and value handed down.
///
/// - A name is the base name and the record's own; a time, a value likewise the sum of both, and a missing one of the two is
///   nought (sections 4.5.1, 4.5.3 and 4.5.4). A unit holds instead of the base unit (4.5.2).
/// - Times of 2^28 s and more are since 1970; smaller ones count from now (4.5.3), and now is when the message was received:
///   `-60` is a minute before it. Beyond 2^28 s back nobody counts: such a value is malformed.
/// - A record without a value measured nothing, whatever base value holds; a value that is no number, and a sum (`s`, over
///   time, with `bs`), is passed over: a sum is no concentration. How soon the next value comes (`ut`) changes none.
/// - A label that ends with an underscore must be understood (4.4): a pack with one is refused. So is a pack whose version
///   (`bver`, 10 where it is missing) has a feature that this decoder does not know; the one it knows are the secondary units
///   (RFC 9100 section 2: a version is the sum of 2 to the power of the features' numbers).
extension Decoder {
    mutating func decodeSenML(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var record = SenMLRecord()
        var hasRecords = false
        var isKnown = false
        try scanner.beginArray(text)
        while try scanner.nextElement(text) {
            hasRecords = true
            let start = scanner.position
            record.forgetOwn()
            try senMLRecord(text, &record)
            guard record.isMeasurement else { continue }
            guard let name = SenMLName(text, base: record.baseName, own: record.name) else {
                throw JSONError(.wrongShape, at: start)
            }
            isKnown = true
            if let device = name.device { try decoded.claim(text, device, at: start) }
            guard let quantity = name.quantity else { continue }
            let (time, overflow) = record.baseTime.addingReportingOverflow(record.time)
            guard !overflow else { throw JSONError(.malformedStamp, at: start) }
            senMLValue(record.converted(text, quantity), of: quantity, time: time, into: &decoded)
        }
        guard isKnown || !hasRecords else { throw JSONError(.wrongShape, at: 0) }
    }

    /// Two to the power of 28 seconds.
    private static let firstAbsoluteTime: Int64 = 268_435_456 * Microseconds.second

    private func senMLValue(
        _ value: DecodedValue, of quantity: Quantity, time: Int64, into decoded: inout Decoded
    ) {
        guard case .value = value else { return decoded.add(value, of: quantity) }
        guard time > -Self.firstAbsoluteTime else { return decoded.add(.rejected(.malformedValue), of: quantity) }
        decoded.add(value, of: quantity)
        let last = decoded.samples.count - 1
        if time >= Self.firstAbsoluteTime {
            decoded.samples[last].stamp = Instant(microseconds: time)
        } else {
            decoded.samples[last].afterReceipt = time
        }
    }

    private mutating func senMLRecord(_ text: Span<UInt8>, _ record: inout SenMLRecord) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch SenMLLabel.table[key.name] {
            case .baseName: record.baseName = try scanner.string(text).range
            case .baseTime: record.baseTime = try senMLTime(text)
            case .baseUnit: record.baseUnit = try scanner.string(text).name(text)
            case .baseValue: record.baseValue = try scanner.written(text)
            case .name: record.name = try scanner.string(text).range
            case .unit: record.unit = try scanner.string(text).name(text)
            case .value:
                record.isMeasurement = true
                record.value = try scanner.written(text)
            case .time: record.time = try senMLTime(text)
            case .baseVersion: try senMLVersion(text)
            case .otherValue:
                record.isMeasurement = true
                try scanner.skipValue(text)
            case nil:
                let label = key.string.range
                if !label.isEmpty, text[label.upperBound - 1] == UInt8(ascii: "_") {
                    throw JSONError(.wrongShape, at: label.lowerBound)
                }
                try scanner.skipValue(text)
            }
        }
    }

    /// 10 is two reserved features, 2^1 and 2^3, and 2^4 are the secondary units. Smaller versions are the drafts', which
    /// devices still write (`"bver":5`) and which said the same in fewer words.
    private mutating func senMLVersion(_ text: Span<UInt8>) throws(JSONError) {
        let start = scanner.position
        guard scanner.kind(text) == .number, let version = try scanner.integer(text), version > 0,
            version <= 10 || version & ~(10 | 16) == 0
        else { throw JSONError(.wrongShape, at: start) }
    }

    /// Seconds, perhaps with a fraction, as microseconds.
    private mutating func senMLTime(_ text: Span<UInt8>) throws(JSONError) -> Int64 {
        let start = scanner.position
        guard let seconds = try scanner.millionths(text) else { throw JSONError(.malformedStamp, at: start) }
        return seconds.count
    }
}
