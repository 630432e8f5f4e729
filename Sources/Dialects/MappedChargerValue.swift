package import Readings

/// What a field of a charger's payload can say.
package enum MappedTarget: String, CaseIterable, Sendable {
    /// A word of `ConnectorWord`, by a table of the device's words.
    case status
    /// A cumulative energy register.
    case register
    /// The energy since the session began.
    case sessionEnergy = "session_energy"
    case power
    /// Whether a cable joins the connector and a car.
    case plugged
    /// Whether a current flows.
    case charging
    /// Whether something is broken.
    case fault

    package var isFigure: Bool {
        switch self {
        case .register, .sessionEnergy, .power: true
        case .status, .plugged, .charging, .fault: false
        }
    }
}

/// Units of energy and power in mapping files. The raw values are their words.
package enum MappedChargerUnit: String, CaseIterable, Sendable {
    case wattHour = "Wh"
    case kilowattHour = "kWh"
    case watt = "W"
    case kilowatt = "kW"

    /// Whole watt-hours or watts in one.
    var factor: Int64 {
        switch self {
        case .wattHour, .watt: 1
        case .kilowattHour, .kilowatt: 1000
        }
    }

    package func measures(_ target: MappedTarget) -> Bool {
        switch self {
        case .wattHour, .kilowattHour: target == .register || target == .sessionEnergy
        case .watt, .kilowatt: target == .power
        }
    }
}

/// One thing that a charger's record says of its connector.
package struct MappedChargerValue: Hashable, Sendable {
    /// A word of the device's and what it means.
    package struct Word: Hashable, Sendable {
        package var text: [UInt8]
        package var meaning: ConnectorWord

        package init(text: [UInt8], meaning: ConnectorWord) {
            self.text = text
            self.meaning = meaning
        }
    }

    package struct Truth: Hashable, Sendable {
        package var text: [UInt8]
        package var meaning: Bool

        package init(text: [UInt8], meaning: Bool) {
            self.text = text
            self.meaning = meaning
        }
    }

    package var target: MappedTarget
    package var place: MappedPlace
    /// What must follow the device in the topic; nil: any topic.
    package var topic: TopicTail?
    /// Of figures.
    package var unit: MappedChargerUnit?
    /// The written number is multiplied by it, in millionths.
    package var times: Millionths?
    package var sentinels: [Millionths] = []
    package var sentinelWords: [[UInt8]] = []
    /// Of a status: any other word is rejected.
    package var words: [Word] = []
    /// Of a status: what a number that is none of the words means, such as the code of an error.
    package var otherNumbers: ConnectorWord?
    /// Of `plugged`, `charging` and `fault`; without any, true, false, 1 and 0.
    package var truths: [Truth] = []
    /// Of a truth: what a number that is none of the words means, such as the code of an error.
    package var otherTruth: Bool?
    /// What other fields of the record must say.
    package var conditions: [MappedCondition] = []

    package init(target: MappedTarget, place: MappedPlace) {
        self.target = target
        self.place = place
    }

    static let usualTruths = [("true", true), ("false", false), ("1", true), ("0", false)].map {
        Truth(text: Array($0.0.utf8), meaning: $0.1)
    }
}

/// Which connector a charger's record is about.
package enum MappedConnector: Hashable, Sendable {
    case number(Int)
    case place(MappedPlace)
}
