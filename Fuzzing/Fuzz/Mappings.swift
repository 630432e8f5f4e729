import Dialects
import Readings

/// A mapping of each kind of payload, with what it has of paths, records, conditions and times.
private let mappings: [Mapping] = {
    func path(_ text: String) -> MappedPlace { MappedPath(text).map { .path($0) } ?? .whole }
    func named(_ text: String) -> MappedPlace { .named(Array(text.utf8)) }
    var pm = MappedValue(quantity: .pm2_5, place: path("s/[type=PM]/[0]"), unit: .microgramPerCubicMetre)
    pm.conditions = [MappedCondition(place: path("k"), words: [Array("a".utf8)])]
    var temperature = MappedValue(quantity: .temperature, place: path("/t"), unit: .celsius)
    temperature.unitPlace = path("/u")
    var records = Mapping(name: "records", payload: .json, values: [pm, temperature])
    records.records = MappedPath("data")
    records.device = path("/id")
    records.time = MappedTime(stamp: .interval(from: path("from"), to: path("to")), zone: .local)
    let cells = [
        MappedValue(quantity: .pm2_5, place: named("pm"), unit: .microgramPerCubicMetre),
        MappedValue(quantity: .no2, place: .column(4), unit: .partPerBillion),
    ]
    var table = Mapping(name: "table", payload: .csv, values: cells)
    table.time = StampFormat("DD/MM/YYYY hh:mm").map {
        MappedTime(stamp: .instant(named("t")), format: $0, zone: .local)
    }
    var pairs = Mapping(name: "pairs", payload: .text, values: [cells[0]])
    pairs.time = MappedTime(stamp: .instant(named("t")), format: .epoch)
    let number = Mapping(
        name: "number", payload: .number,
        values: [MappedValue(quantity: .pressure, place: .whole, unit: .inchOfMercury)])
    var status = MappedChargerValue(target: .status, place: path("pst"))
    status.words = [.init(text: Array("C2".utf8), meaning: .charging)]
    status.otherNumbers = .faulted
    var energy = MappedChargerValue(target: .register, place: path("che"))
    (energy.unit, energy.times) = (.kilowattHour, Millionths(100_000))
    var charger = Mapping(name: "charger", family: .ev, payload: .json, values: [])
    charger.chargerValues = [status, energy, MappedChargerValue(target: .plugged, place: path("[1]"))]
    charger.connector = .place(path("n"))
    charger.time = StampFormat("DD-MM-YYYY hh:mm:ss").map {
        MappedTime(stamp: .joined(date: path("dat"), clock: path("tim")), format: $0, zone: .local)
    }
    return [records, table, pairs, number, charger]
}()

/// Every mapping decodes a payload or refuses it with one of the reasons of a payload; a refused one leaves nothing behind, and
/// a decoder that has seen it decodes it again as before.
func mapping(_ bytes: [UInt8]) {
    for mapping in mappings {
        var decoder = MappingDecoder(mapping)
        var decoded = Decoded()
        let first = attempt(bytes, &decoder, &decoded)
        if let first {
            let reasons: Set<QuarantineReason> = [
                .notJSON, .tooDeep, .duplicateKey, .wrongShape, .malformedStamp, .deviceMismatch,
            ]
            require(reasons.contains(first), "refused with a payload's reason, not \(first)")
            require(decoded == Decoded(), "a refused payload leaves nothing behind")
        }
        if let device = decoded.device { require(device.upperBound <= bytes.count, "the device lies in the payload") }
        require(mapping.family == .ev || decoded.events.isEmpty, "an air payload makes no charger event")
        require(mapping.family == .air || decoded.samples.isEmpty, "a charger's payload makes no sample")
        require(decoded.samples.allSatisfy { $0.covers.map { !$0.isEmpty } ?? true }, "an interval is never empty")
        let before = decoded
        require(attempt(bytes, &decoder, &decoded) == first, "a second look ends as the first")
        require(decoded == before, "a second look reads what the first read")
    }
}

private func attempt(
    _ bytes: [UInt8], _ decoder: inout MappingDecoder, _ decoded: inout Decoded
) -> QuarantineReason? {
    // Summer time of 2026 in London.
    let zone = TimeZoneRules(
        firstOffsetSeconds: 0,
        transitions: [
            .init(at: Instant(microseconds: 1_774_746_000_000_000), offsetSeconds: 3600),
            .init(at: Instant(microseconds: 1_792_890_000_000_000), offsetSeconds: 0),
        ])
    let wall = WallClock(zone: zone, received: Instant(microseconds: 1_792_890_000_000_000))
    let none: [UInt8] = []
    do {
        try decoder.decode(bytes.span, behindDevice: none.span, wall: wall, into: &decoded)
        return nil
    } catch {
        return error
    }
}
