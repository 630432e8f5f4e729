import Readings

/// The members of OCPI 2.2.1 that are read. Tokens are stepped over: who charged never leaves the decoder.
enum OCPIName: Sendable {
    case data, evses, uid, id, sessionID, evseUID, evseID, connectorID, status, lastUpdated, start, end, kwh
    case totalEnergy, totalParking, chargingPeriods, cdrLocation, dimensions, type, volume
    /// Members by which a session or an object of another kind is known.
    case authMethod, totalCost, publish, standard, tariff

    static let table = NameTable<OCPIName>([
        "data": .data, "evses": .evses, "uid": .uid, "id": .id, "session_id": .sessionID, "evse_uid": .evseUID,
        "evse_id": .evseID, "connector_id": .connectorID, "status": .status, "last_updated": .lastUpdated,
        "start_date_time": .start, "end_date_time": .end, "kwh": .kwh, "total_energy": .totalEnergy,
        "total_parking_time": .totalParking, "charging_periods": .chargingPeriods, "cdr_location": .cdrLocation,
        "dimensions": .dimensions, "type": .type, "volume": .volume, "auth_method": .authMethod,
        "total_cost": .totalCost, "publish": .publish, "standard": .standard, "tariff_ids": .tariff,
    ])
}

/// Dimensions of a charging period that are read, OCPI 2.2.1 section 10.4.2.
enum OCPIDimension: Sendable {
    case energy, time, parking, maximumPower

    static let table = NameTable<OCPIDimension>([
        "ENERGY": .energy, "TIME": .time, "PARKING_TIME": .parking, "MAX_POWER": .maximumPower,
    ])

    /// To watt-hours, seconds and watts, from kilowatt-hours, hours and kilowatts.
    var scale: UnitScale {
        switch self {
        case .energy: OCPIObject.kilowattHours
        case .time, .parking: OCPIObject.hours
        case .maximumPower: UnitScale(1000)
        }
    }
}

/// What an object of OCPI says, gathered before its kind is known.
struct OCPIObject: Sendable {
    var id: JSONString?
    var sessionID: JSONString?
    var evseUID: JSONString?
    var evseID: JSONString?
    /// Counted within the EVSE.
    var connector: Int?
    var status: JSONString?
    var lastUpdated: Instant?
    var start: Instant?
    var end: Instant?
    /// In millionths of a watt-hour.
    var energy: Int64?
    var totalParking: Int64?
    /// Sums over the periods: of watt-hours, seconds and seconds, in millionths.
    private(set) var periodEnergy: Int64?
    private(set) var charging: Int64?
    private(set) var parking: Int64?
    /// In millionths of a watt.
    private(set) var peak: Int64?
    private(set) var isKnown = false
    private(set) var isDetailRecord = false
    private var hasSessionMember = false
    /// An envelope or a Location: what it has to say stands in others.
    private(set) var holdsOthers = false

    static let kilowattHours = UnitScale(1000)
    static let hours = UnitScale(3600)

    mutating func note(_ name: OCPIName?) {
        guard let name else { return }
        isKnown = true
        switch name {
        case .data, .evses, .publish: holdsOthers = true
        case .cdrLocation, .totalEnergy, .totalCost, .totalParking: isDetailRecord = true
        case .kwh, .start, .chargingPeriods, .authMethod: hasSessionMember = true
        default: break
        }
    }

    mutating func note(_ dimension: OCPIDimension, _ volume: Int64) {
        switch dimension {
        case .energy: Self.add(volume, to: &periodEnergy)
        case .time: Self.add(volume, to: &charging)
        case .parking: Self.add(volume, to: &parking)
        case .maximumPower: peak = max(peak ?? volume, volume)
        }
    }

    private static func add(_ volume: Int64, to sum: inout Int64?) {
        let (total, overflow) = (sum ?? 0).addingReportingOverflow(volume)
        if !overflow { sum = total }
    }

    /// A Session or CDR, also as a PATCH that has only a word of SessionStatus.
    func isSession(_ text: Span<UInt8>) -> Bool {
        if isDetailRecord || hasSessionMember { return true }
        return status.map { SessionRecord.Status(rawValue: $0.unescaped(text)) != nil } ?? false
    }
}
