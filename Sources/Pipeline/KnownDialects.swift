package import Dialects
import Readings
package import Registry

extension Dialect {
    /// The dialects as the registry checks them.
    package static var known: [KnownDialect] {
        allCases.map {
            KnownDialect(name: $0.name, family: $0.family == .air ? .air : .ev, particleInput: $0.particleInput)
        }
    }

    /// Which PM2.5 the dialect's decoder takes from its messages; nil where the format leaves it to the device. A
    /// correction that was fitted to another one is refused.
    private var particleInput: ParticleInput? {
        switch self {
        // AirGradient's `pm02` is the Plantower counter's figure for the open air (`pm02Standard` is the other one), and of
        // a PurpleAir the `_atm` fields are read.
        case .airgradient, .purpleair: .atm
        // SDS011, SPS30 and others; the firmware's names for a Plantower counter are taken for nothing else. And optical
        // counters of other makes, and reference instruments.
        case .airrohr, .sensorCommunity, .aqmesh, .vaisalaAQT, .ukAir, .openair: .other
        case .plain, .ngsiLD, .ngsiv2, .smartcitizen, .sensorthings, .ttn, .chirpstack, .senml: nil
        // Chargers measure no air.
        case .ocpp16, .emqxOCPP, .ocpp201, .ocpi, .everest, .evcc, .ngsiLDStation, .centralSystem: nil
        case .chirpstackBay, .ttnBay: nil
        }
    }
}

extension RegistryTables {
    /// All payload formats that can be read with this registry: our dialects and its mappings.
    package var dialects: [KnownDialect] { Dialect.known + mappings.map(\.dialect) }

    /// The payload format of that name; nil for one that is none.
    func format(named name: String) -> PayloadFormat? {
        if let dialect = Dialect(name: name) { return .dialect(dialect) }
        return mappings.firstIndex { $0.name == name }.map { .mapping($0) }
    }
}

/// What reads a message's payload: a dialect of our own, or a mapping of the registry by its number.
enum PayloadFormat: Hashable, Sendable {
    case dialect(Dialect)
    case mapping(Int)

    /// Whether its messages may speak of several charge points.
    var namesDevices: Bool {
        switch self {
        case .dialect(let dialect): dialect.namesDevices
        case .mapping: false
        }
    }

    /// Whether it would tell of a car that comes, and what that takes: a connector of which it tells none delivers nothing. Not
    /// OCPI's status nor a bay's sensor; of a mapping nobody knows.
    var tellsOfCars: Bool {
        switch self {
        case .dialect(.ocpp16), .dialect(.emqxOCPP), .dialect(.ocpp201), .dialect(.everest), .dialect(.evcc),
            .dialect(.centralSystem):
            true
        case .dialect, .mapping: false
        }
    }
}
