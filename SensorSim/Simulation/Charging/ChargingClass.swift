/// How a kind of charger is used, after the sessions of one place or a rule of thumb.
///
/// The first five are what the simulated city is made of; the others are there to choose from, and to be compared with
/// their tables.
package enum ChargingClass: String, CaseIterable, Sendable {
    case lampPost = "lamp-post"
    /// Dundee's 80 sockets of 7 kW, 2017-18, at a time without a tariff.
    case fast7 = "fast-7"
    /// Dundee's 22 connectors of 22 kW.
    case fast22 = "fast-22"
    /// Dundee's 39 rapid connectors.
    case rapid50 = "rapid-50"
    case ultra150 = "ultra-150"
    case perthFast7 = "perth-fast-7"
    case perthFast22 = "perth-fast-22"
    case perthRapid50 = "perth-rapid-50"
    /// Boulder's 27 stations of 7 kW, 2018-21.
    case boulderLevel2 = "boulder-level-2"

    /// Of the connector, in watts. A lamp post gives 22 A at 230 V.
    package var ratedWatts: Int64 {
        switch self {
        case .lampPost: 5060
        case .fast7, .perthFast7, .boulderLevel2: 7200
        case .fast22, .perthFast22: 22_000
        case .rapid50, .perthRapid50: 50_000
        case .ultra150: 150_000
        }
    }

    /// Whether it gives direct current.
    package var isDirectCurrent: Bool {
        switch self {
        case .rapid50, .perthRapid50, .ultra150: true
        default: false
        }
    }

    /// How those who charge there behave.
    package var habits: ChargingHabits {
        switch self {
        case .lampPost: .lampPost
        case .fast7: .fast7
        case .fast22: .fast22
        case .rapid50: .rapid50
        case .ultra150: .ultra150
        case .perthFast7: .perthFast7
        case .perthFast22: .perthFast22
        case .perthRapid50: .perthRapid50
        case .boulderLevel2: .boulderLevel2
        }
    }
}

extension ChargerKind {
    /// Whose habits and curves its visits have.
    package var chargingClass: ChargingClass {
        switch self {
        case .lampPost: .lampPost
        case .fast7: .fast7
        case .fast22: .fast22
        case .rapid50: .rapid50
        case .ultra150: .ultra150
        }
    }
}
