package import Readings

/// How a payload that no dialect of our own reads is to be understood, as council staff describe it in a mapping file: which
/// part is which quantity, in which unit, and when it was measured.
///
/// A mapping says what a message means and nothing about what a value may be: ranges, clocks and corrections are the
/// registry's and the corridor's, as for every dialect.
package struct Mapping: Hashable, Sendable {
    /// How a payload is cut into fields. The raw values are the words in mapping files.
    package enum Payload: String, CaseIterable, Sendable {
        /// RFC 8259.
        case json
        /// Lines of cells, RFC 4180 without line breaks inside of a cell.
        case csv
        /// The whole payload is one value: one quantity a topic.
        case number
        /// `name=value` fields, such as `pm25=9.8;pm10=16.7`.
        case text
    }

    /// The name in topics, routes and `air_sensors.csv`: `[a-z0-9-]`, and no dialect of our own.
    package var name: String
    /// What its devices are; a charger's payload is kept and read like a dialect's of chargers.
    package var family: Dialect.Family
    package var payload: Payload
    /// JSON: the array whose elements are records of their own; nil where the payload is one record.
    package var records: MappedPath?
    /// Where the payload names its device; it must then be the topic's.
    package var device: MappedPlace?
    package var time: MappedTime?
    /// At least one. Of two that give one quantity in one record, the first that has a value counts.
    package var values: [MappedValue]
    /// Of a mapping of chargers, instead of `values`: at least one.
    package var chargerValues: [MappedChargerValue] = []
    /// Of a mapping of chargers.
    package var connector = MappedConnector.number(1)
    /// Topic filters of messages that belong to no reading: they are counted as ignored.
    package var ignoredTopics: [String]
    /// Whether a payload with none of the values is a context message; else it is refused.
    package var isContextWithoutValues: Bool
    /// Between the cells of a line (csv) or the fields (text).
    package var separator: UInt8
    /// csv: whether the payload's first line names the columns.
    package var hasHeader: Bool

    package init(name: String, family: Dialect.Family = .air, payload: Payload, values: [MappedValue]) {
        self.name = name
        self.family = family
        self.payload = payload
        self.values = values
        records = nil
        device = nil
        time = nil
        ignoredTopics = []
        isContextWithoutValues = false
        separator = payload == .text ? UInt8(ascii: ";") : UInt8(ascii: ",")
        hasHeader = true
    }

    /// What it reads behind the device in topics; nil: whatever stands there.
    package var tails: [TopicTail]? {
        let tails = values.map(\.topic) + chargerValues.map(\.topic)
        return tails.contains(nil) ? nil : tails.compactMap(\.self)
    }
}

/// Where a field stands in a payload.
package enum MappedPlace: Hashable, Sendable {
    case path(MappedPath)
    /// csv: a column, text: a field, by its name's bytes.
    case named([UInt8])
    /// csv: a column, counted from 1.
    case column(Int)
    /// The whole payload.
    case whole
}

/// One quantity in a record.
package struct MappedValue: Hashable, Sendable {
    package var quantity: Quantity
    package var place: MappedPlace
    /// What must follow the device in the topic; nil: any topic.
    package var topic: TopicTail?
    package var unit: UnitCode
    /// Where the payload says the unit; `unit` holds where it does not.
    package var unitPlace: MappedPlace?
    /// The written number is multiplied by it before anything else, in millionths; nil: as it stands.
    package var times: Millionths?
    /// Numbers, as written and before any conversion, that mean "no value". -999, -200 and `nan` always do.
    package var sentinels: [Millionths] = []
    /// Words that mean "no value", such as `unavailable`.
    package var sentinelWords: [[UInt8]] = []
    /// What other fields of the record must say so that this is the quantity at all.
    package var conditions: [MappedCondition] = []
    /// What other fields must say, where they are there, so that the value counts; else it is rejected as the device's word
    /// for "no value".
    package var trustConditions: [MappedCondition] = []

    package init(quantity: Quantity, place: MappedPlace, unit: UnitCode) {
        self.quantity = quantity
        self.place = place
        self.unit = unit
    }
}

/// A field that must hold one of some words.
package struct MappedCondition: Hashable, Sendable {
    package var place: MappedPlace
    package var words: [[UInt8]]

    package init(place: MappedPlace, words: [[UInt8]]) {
        self.place = place
        self.words = words
    }
}

/// When a record was measured.
package struct MappedTime: Hashable, Sendable {
    package enum Stamp: Hashable, Sendable {
        case instant(MappedPlace)
        /// A date and a time of day in two fields, read with a blank between them.
        case joined(date: MappedPlace, clock: MappedPlace)
        /// The interval that the values cover.
        case interval(from: MappedPlace, to: MappedPlace)
    }

    /// What a time without an offset means. The raw values are the words in mapping files.
    package enum Zone: String, CaseIterable, Sendable {
        /// The wall clock of the device's borough: see `WallClock`.
        case local
        case utc
        /// Nothing: it is refused.
        case none
    }

    package var stamp: Stamp
    package var format: StampFormat
    package var zone: Zone

    package init(stamp: Stamp, format: StampFormat = .iso8601, zone: Zone = .none) {
        self.stamp = stamp
        self.format = format
        self.zone = zone
    }
}
