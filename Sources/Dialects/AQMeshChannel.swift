import Readings

/// What a pod says of a sensor's state.
enum AQMeshState: Sendable {
    case reading, settling, unusable

    /// `OK` and `Deliquescence` are a particle counter's: the second says that damp particles make it read high, and the
    /// value is given all the same. All words that are not here are unusable: `Not Fitted`, `Misread`, `Other Fault Zero`.
    static let table = NameTable<AQMeshState>([
        "Reading": .reading, "OK": .reading, "Deliquescence": .reading,
        "Stabilizing": .settling, "Stabilising": .settling, "Rebasing": .settling,
    ])
}

/// The part of a channel that a member holds: the member's name is the channel's, `_`, and the part's.
enum AQMeshPart: Sendable {
    case state, prescaled, slope, offset, units

    static let table = NameTable<AQMeshPart>([
        "state": .state, "prescaled": .prescaled, "prescale": .prescaled, "slope": .slope, "offset": .offset,
        "units": .units,
    ])

    /// `pm_total` and `pm_course`, the maker's own sums, and other gases are no quantities of ours.
    static let channels = NameTable<Quantity>([
        "no2": .no2, "no": .no, "nox": .nox, "o3": .o3, "so2": .so2, "co": .co, "co2": .co2,
        "pm1": .pm1, "pm2_5": .pm2_5, "pm4": .pm4, "pm10": .pm10,
    ])
}

/// One sensor of a pod: what it says is `prescaled * slope + offset`, worked out exactly and rounded once.
struct AQMeshChannel: Sendable {
    var state: AQMeshState?
    /// Nil when there is no such member.
    var prescaled: WrittenValue?
    var slope = WrittenValue.absent
    var offset = WrittenValue.absent
    /// Nil when no unit is named: ug/m3, for CO2 ppm.
    var unit: JSONName?

    /// The figures that stand for "no value": -1000 not fitted, -999 to -991 gases that settle or failed, -893 and -892
    /// particles that could not be read (AQMesh API instructions, section 4.12).
    static func isSentinel(_ value: Millionths) -> Bool {
        switch value.count {
        case -1_000_000_000, -893_000_000, -892_000_000: true
        case -999_000_000 ... -991_000_000: value.count % Millionths.perUnit == 0
        default: false
        }
    }

    /// A number that needs no conversion, the sentinels taken out.
    static func plain(_ text: Span<UInt8>, _ written: WrittenValue) -> DecodedValue {
        let value = written.converted(text, by: .one)
        if case .value(let number) = value, isSentinel(number) { return .rejected(.sentinel) }
        return value
    }

    /// The reading of the sensor; `podState` holds where it has no state of its own.
    func reading(_ text: Span<UInt8>, of quantity: Quantity, podState: AQMeshState?) -> DecodedValue {
        guard let prescaled else { return .absent }
        switch state ?? podState {
        case .settling: return .rejected(.warmingUp)
        case .unusable: return .rejected(.sentinel)
        case .reading, nil: break
        }
        guard case .value(let raw) = Self.plain(text, prescaled) else { return Self.plain(text, prescaled) }
        guard let scale = scale(for: quantity), let slope = factor(text, slope, whenAbsent: Millionths.perUnit),
            let offset = factor(text, offset, whenAbsent: 0)
        else { return .rejected(.malformedValue) }
        let (sum, overflow) = (Int128(raw.count) * Int128(slope)).addingReportingOverflow(
            Int128(offset) * Int128(Millionths.perUnit))
        guard !overflow, let value = scale.convert(trillionths: sum) else { return .rejected(.malformedValue) }
        return .value(value)
    }

    private func scale(for quantity: Quantity) -> UnitScale? {
        guard let unit else {
            let documented: UnitCode = quantity == .co2 ? .partPerMillion : .microgramPerCubicMetre
            return documented.scale(for: quantity)
        }
        return UnitCode.symbols[unit]?.scale(for: quantity)
    }

    private func factor(_ text: Span<UInt8>, _ written: WrittenValue, whenAbsent identity: Int64) -> Int64? {
        switch written.converted(text, by: .one) {
        case .absent: identity
        case .value(let value): value.count
        case .rejected: nil
        }
    }
}
