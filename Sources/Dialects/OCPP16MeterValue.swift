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

/// One `sampledValue`, with the defaults of OCPP 1.6 section 7.43: the outlet's energy register.
struct OCPP16SampledValue: Sendable {
    var value = WrittenValue.absent
    /// Nil for a measurand that is not read.
    var measurand: OCPP16Measurand? = .energyRegister
    var unit: JSONName?
    var phase: JSONName?
    /// At the outlet, and no signed block of data.
    var isPlainOutlet = true
}

extension Decoder {
    /// One element of `meterValue` or `transactionData`: a stamp and its sampled values.
    ///
    /// Power of single lines is added up when no value of the whole stands beside it. Registers of single lines are added
    /// up only when all three lines are there: half a register would look like energy flowing back.
    mutating func ocppMeterValue(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        let start = scanner.position
        var stamp: Instant?
        var energy = OCPP16Phases()
        var power = OCPP16Phases()
        let names = OCPP16Name.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch names[key.name] {
            case .timestamp: stamp = try ocppStamp(text)
            case .sampledValue:
                try scanner.beginArray(text)
                while try scanner.nextElement(text) {
                    let sampled = try ocppSampledValue(text)
                    note(sampled, text, &energy, &power, into: &decoded)
                }
            default: try scanner.skipValue(text)
            }
        }
        guard let stamp else { throw JSONError(.wrongShape, at: start) }
        if let register = energy.whole ?? (energy.isComplete ? energy.sum : nil) {
            let kind = ChargerEvent.Kind.register(WattHours(millionths: register), transaction: nil)
            decoded.events.append(ChargerEvent(connector: nil, stamp: stamp, kind: kind))
        }
        if let microwatts = power.whole ?? power.sum {
            let kind = ChargerEvent.Kind.power(microwatts: microwatts, transaction: nil)
            decoded.events.append(ChargerEvent(connector: nil, stamp: stamp, kind: kind))
        }
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

    private func note(
        _ sampled: OCPP16SampledValue, _ text: Span<UInt8>, _ energy: inout OCPP16Phases,
        _ power: inout OCPP16Phases, into decoded: inout Decoded
    ) {
        guard sampled.isPlainOutlet, let measurand = sampled.measurand else { return }
        var line: Int?
        if let phase = sampled.phase {
            guard let known = OCPP16Word.phases[phase] else { return }
            line = known
        }
        let units = measurand == .power ? OCPP16Word.powerUnits : OCPP16Word.energyUnits
        guard let factor = sampled.unit.map({ units[$0] }) ?? 1 else {
            decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue))
            return
        }
        switch sampled.value.converted(text, by: UnitScale(Int128(factor))) {
        case .value(let value):
            if measurand == .power {
                power.note(value.count, line: line)
            } else {
                energy.note(value.count, line: line)
            }
        case .rejected(let reason): decoded.rejected.append(RejectedSample(quantity: nil, reason: reason))
        case .absent: break
        }
    }
}
