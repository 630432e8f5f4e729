import Readings

/// The values of one measurand at one stamp, of the supply as a whole and of its lines, in millionths. The first of equals
/// counts: the contexts of one stamp (periodic, clock-aligned) repeat one figure.
struct OCPP16Phases: Sendable {
    var whole: Int64?
    var lines = InlineArray<3, Int64?>(repeating: nil)

    mutating func note(_ value: Int64, line: Int?) {
        if let line {
            lines[line] = lines[line] ?? value
        } else {
            whole = whole ?? value
        }
    }

    /// The lines together, as many as there are; nil when there is none or the sum does not fit.
    var sum: Int64? {
        var total: Int64?
        for index in 0..<3 {
            guard let line = lines[index] else { continue }
            let (sum, overflow) = (total ?? 0).addingReportingOverflow(line)
            guard !overflow else { return nil }
            total = sum
        }
        return total
    }

    var isComplete: Bool { lines[0] != nil && lines[1] != nil && lines[2] != nil }
}

/// One `sampledValue`, with the defaults of OCPP 1.6 section 7.43 and 2.0.1 section 2.43: the outlet's energy register.
struct OCPP16SampledValue: Sendable {
    var value = WrittenValue.absent
    /// Nil for a measurand that is not read.
    var measurand: OCPP16Measurand? = .energyRegister
    var unit: JSONName?
    /// OCPP 2.0.1: the power of ten by which the value is multiplied.
    var multiplier: Int64? = 0
    var phase: JSONName?
    /// At the outlet, and no signed block of data.
    var isPlainOutlet = true
}

extension Decoder {
    /// One element of `meterValue` or `transactionData`: a stamp and its sampled values. OCPP 2.0.1 writes numbers where 1.6
    /// writes texts, and the unit as an object; both are read in both.
    ///
    /// Power of single lines is added up when no value of the whole stands beside it. Registers of single lines are added
    /// up only when all three lines are there: half a register would look like energy flowing back.
    mutating func ocppMeterValue(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        let start = scanner.position
        var stamp: Instant?
        var found = OCPP16Measurements()
        let names = OCPP16Name.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch names[key.name] {
            case .timestamp: stamp = try ocppStamp(text)
            case .sampledValue:
                try scanner.beginArray(text)
                while try scanner.nextElement(text) {
                    let sampled = try ocppSampledValue(text)
                    note(sampled, text, &found, into: &decoded)
                }
            default: try scanner.skipValue(text)
            }
        }
        guard let stamp else { throw JSONError(.wrongShape, at: start) }
        for kind in found.kinds { decoded.events.append(ChargerEvent(connector: nil, stamp: stamp, kind: kind)) }
    }

    private mutating func ocppSampledValue(_ text: Span<UInt8>) throws(JSONError) -> OCPP16SampledValue {
        var sampled = OCPP16SampledValue()
        let names = OCPP16Name.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch names[key.name] {
            case .value: sampled.value = try scanner.written(text)
            case .measurand: sampled.measurand = OCPP16Word.measurands[try scanner.string(text).name(text)]
            case .unit: sampled.unit = try scanner.string(text).name(text)
            case .unitOfMeasure: try ocppUnit(text, &sampled)
            case .phase: sampled.phase = try scanner.string(text).name(text)
            case .location:
                if try scanner.string(text).name(text) != OCPP16Word.outlet { sampled.isPlainOutlet = false }
            case .format:
                if try scanner.string(text).name(text) != OCPP16Word.raw { sampled.isPlainOutlet = false }
            default: try scanner.skipValue(text)
            }
        }
        return sampled
    }

    private mutating func ocppUnit(
        _ text: Span<UInt8>, _ sampled: inout OCPP16SampledValue
    ) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch OCPP16Name.table[key.name] {
            case .unit: sampled.unit = try scanner.string(text).name(text)
            case .multiplier: sampled.multiplier = try scanner.integer(text)
            default: try scanner.skipValue(text)
            }
        }
    }

    private func note(
        _ sampled: OCPP16SampledValue, _ text: Span<UInt8>, _ found: inout OCPP16Measurements,
        into decoded: inout Decoded
    ) {
        guard sampled.isPlainOutlet, let measurand = sampled.measurand else { return }
        var line: Int?
        if let phase = sampled.phase {
            guard let known = OCPP16Word.phases[phase] else { return }
            line = known
        }
        let units = measurand == .power ? OCPP16Word.powerUnits : OCPP16Word.energyUnits
        guard let factor = sampled.unit.map({ units[$0] }) ?? 1, let multiplier = sampled.multiplier,
            let scale = UnitScale(factor, timesTenTo: multiplier)
        else {
            decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue))
            return
        }
        switch sampled.value.converted(text, by: scale) {
        case .value(let value): found.note(value.count, measurand, line: line)
        case .rejected(let reason): decoded.rejected.append(RejectedSample(quantity: nil, reason: reason))
        case .absent: break
        }
    }
}

/// What one meter value says of the measurands that are read.
private struct OCPP16Measurements {
    private var register = OCPP16Phases()
    private var interval = OCPP16Phases()
    private var power = OCPP16Phases()

    mutating func note(_ value: Int64, _ measurand: OCPP16Measurand, line: Int?) {
        switch measurand {
        case .energyRegister: register.note(value, line: line)
        case .energyInterval: interval.note(value, line: line)
        case .power: power.note(value, line: line)
        }
    }

    var kinds: [ChargerEvent.Kind] {
        var kinds: [ChargerEvent.Kind] = []
        if let energy = register.whole ?? (register.isComplete ? register.sum : nil) {
            kinds.append(.register(WattHours(millionths: energy), transaction: nil))
        }
        if let energy = interval.whole ?? interval.sum {
            kinds.append(.interval(WattHours(millionths: energy), transaction: nil))
        }
        if let microwatts = power.whole ?? power.sum {
            kinds.append(.power(microwatts: microwatts, transaction: nil))
        }
        return kinds
    }
}

extension UnitScale {
    /// Nil for a power of ten that no meter means.
    fileprivate init?(_ factor: Int64, timesTenTo exponent: Int64) {
        guard exponent.magnitude <= 9 else { return nil }
        var (numerator, denominator) = (Int128(factor), Int128(1))
        for _ in 0..<exponent.magnitude {
            if exponent > 0 {
                numerator *= 10
            } else if numerator % 10 == 0 {
                numerator /= 10
            } else {
                denominator *= 10
            }
        }
        self.init(numerator, over: denominator)
    }
}
