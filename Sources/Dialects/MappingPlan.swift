import Readings

/// A mapping made ready for decoding: every field has a slot, every unit its scale.
struct MappingPlan: Sendable {
    struct Value: Sendable {
        var quantity: Quantity
        var slot: Int
        var topic: TopicTail?
        /// Nil for a unit that cannot measure the quantity; a mapping file with one is refused.
        var scale: UnitScale?
        var unitSlot: Int?
        var times: Millionths?
        var sentinels: [Millionths]
        var sentinelWords: [[UInt8]]
        var conditions: [Condition]
        var trustConditions: [Condition]
    }

    struct Condition: Sendable {
        var slot: Int
        var words: [[UInt8]]
    }

    struct ChargerValue: Sendable {
        var value: MappedChargerValue
        var slot: Int
        var scale: UnitScale
        var conditions: [Condition]
    }

    enum Connector: Sendable {
        case number(Int)
        case slot(Int)
    }

    enum Stamp: Sendable {
        case none
        case instant(Int)
        case joined(date: Int, clock: Int)
        case interval(from: Int, to: Int)
    }

    let mapping: Mapping
    private(set) var values: [Value] = []
    private(set) var chargerValues: [ChargerValue] = []
    private(set) var connector = Connector.number(1)
    private(set) var device: Int?
    private(set) var stamp = Stamp.none
    /// JSON: what is found once a payload, and what once a record.
    private(set) var top = PathTree()
    private(set) var record = PathTree()
    /// JSON: the array of records.
    private(set) var records: Int?
    /// csv and text: each slot's place.
    private(set) var places: [MappedPlace] = []
    /// Slots that are emptied for each record.
    private(set) var isOfRecord: [Bool] = []
    init(_ mapping: Mapping) {
        self.mapping = mapping
        if let path = mapping.records {
            records = top.slot(of: path.steps) { places.count }
            note(.path(path), isOfRecord: false)
        }
        device = mapping.device.map { slot($0) }
        switch mapping.time?.stamp {
        case .instant(let place): stamp = .instant(slot(place))
        case .joined(let date, let clock): stamp = .joined(date: slot(date), clock: slot(clock))
        case .interval(let from, let to): stamp = .interval(from: slot(from), to: slot(to))
        case nil: break
        }
        values = mapping.values.map { value in
            Value(
                quantity: value.quantity, slot: slot(value.place), topic: value.topic,
                scale: value.unit.scale(for: value.quantity)?.times(value.times),
                unitSlot: value.unitPlace.map { slot($0) },
                times: value.times, sentinels: value.sentinels, sentinelWords: value.sentinelWords,
                conditions: value.conditions.map { Condition(slot: slot($0.place), words: $0.words) },
                trustConditions: value.trustConditions.map { Condition(slot: slot($0.place), words: $0.words) })
        }
        takeChargers()
    }

    /// The values of chargers, and their connector.
    private mutating func takeChargers() {
        switch mapping.connector {
        case .number(let number): connector = .number(number)
        case .place(let place): connector = .slot(slot(place))
        }
        chargerValues = mapping.chargerValues.map { value in
            let scale = UnitScale(Int128(value.unit?.factor ?? 1))
            return ChargerValue(
                value: value, slot: slot(value.place), scale: scale.times(value.times) ?? scale,
                conditions: value.conditions.map { Condition(slot: slot($0.place), words: $0.words) })
        }
    }

    private mutating func slot(_ place: MappedPlace) -> Int {
        let next = places.count
        guard case .path(let path) = place else {
            if let known = places.firstIndex(of: place) { return known }
            note(place, isOfRecord: true)
            return next
        }
        let isOfRecord = mapping.records != nil && !path.isFromTop
        let slot =
            isOfRecord ? record.slot(of: path.steps) { next } : top.slot(of: path.steps) { next }
        if slot == next { note(place, isOfRecord: isOfRecord) }
        return slot
    }

    private mutating func note(_ place: MappedPlace, isOfRecord: Bool) {
        places.append(place)
        self.isOfRecord.append(isOfRecord)
    }
}

extension UnitScale {
    /// The scale for a number that is multiplied by `factor` before its unit is looked at; nil for a unit whose zero is
    /// another's, where a factor could mean two things.
    func times(_ factor: Millionths?) -> UnitScale? {
        guard let factor else { return self }
        guard shift == 0 else { return nil }
        return UnitScale(numerator * Int128(factor.count), over: denominator * Int128(Millionths.perUnit))
    }
}
