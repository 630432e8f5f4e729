/// The wire formats of the simulated charge points. The raw values are the names in topics and registries.
package enum ChargerDialect: String, CaseIterable, Sendable {
    case ocpp16
    case emqxOCPP = "emqx-ocpp"
    case ocpp201
    case ocpi
    case everest
    case evcc
    case ngsiLDStation = "ngsi-ld-ev"
    /// OCPP 1.6, and beside it sensors in the bays.
    case chirpStackBay = "chirpstack-bay"
    case ttnBay = "ttn-bay"

    /// Whether the central system gives transactions their numbers, in an answer that may get lost.
    var hasCentralNumbers: Bool {
        switch self {
        case .ocpp16, .emqxOCPP, .chirpStackBay, .ttnBay: true
        case .ocpp201, .ocpi, .everest, .evcc, .ngsiLDStation: false
        }
    }

    /// Whether the unit calls and waits for an answer, with stamps of its own clock, and tells its register at starts, at
    /// stops and in between.
    var hasAnswers: Bool { hasCentralNumbers || self == .ocpp201 }

    /// Whether a session has a message of its own for its end.
    var hasStops: Bool { hasAnswers || self == .ocpi }

    /// Whether messages hold the register of a connector's meter.
    var tellsRegister: Bool { hasAnswers || self == .everest || self == .evcc }

    /// Whether each word of a state holds the meter too.
    var metersEachWord: Bool { self == .everest || self == .evcc }

    /// Whether nothing is told but how many places are free.
    var tellsOccupancyOnly: Bool { self == .ngsiLDStation }

    /// Whether an EVSE is named, and no plug of it: its first stands for all.
    var namesNoPlug: Bool { self == .everest || self == .ngsiLDStation }

    /// Whether there is a word for a connector that is out of service.
    var saysFaulted: Bool { self != .evcc }

    func voice(of point: ChargePoint, firstCall: Int64, mislabelsUnits: Bool) -> any ChargerVoice {
        switch self {
        case .ocpp16, .emqxOCPP, .chirpStackBay, .ttnBay:
            OCPPVoice(point, .v16, firstCall: firstCall, mislabelsUnits: mislabelsUnits)
        case .ocpp201: OCPPVoice(point, .v201, firstCall: firstCall, mislabelsUnits: mislabelsUnits)
        case .ocpi: OCPIVoice(point)
        case .everest: EVerestVoice(point)
        case .evcc: EvccVoice(point)
        case .ngsiLDStation: StationVoice(point)
        }
    }
}
