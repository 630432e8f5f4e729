import Pipeline
import Readings
import Registry
import Tables
import TimeWindows

/// Two boroughs with a few devices, and the settings of a run.
struct City {
    struct Sensor {
        var device: String
        var site: String
        var borough: String
        var quantities: [Quantity]
        var clock: ClockRule = .trust
        /// What one reading covers.
        var period = Microseconds.minute
    }

    static let sensors = [
        Sensor(device: "aq-1", site: "school", borough: "west", quantities: [.pm2_5, .co2]),
        Sensor(device: "aq-2", site: "school", borough: "west", quantities: [.no2], clock: .arrival),
        Sensor(
            device: "aq-3", site: "hub", borough: "west", quantities: [.co2, .temperature],
            period: Microseconds.quarterHour),
        Sensor(device: "aq-4", site: "square", borough: "east", quantities: [.pm2_5, .co2], period: Microseconds.hour),
    ]

    static let sites = ["school": "west", "hub": "west", "square": "east"]
    static let connectors = [("cp-1", 1, "hub"), ("cp-1", 2, "hub"), ("cp-2", 1, "square")]

    /// When the first device was put up, and the run begins.
    let from: Instant
    let start: Instant
    let length: Int64
    /// How late a reading may be, and a charge point's event.
    let horizon: Int64
    let chargingHorizon: Int64
    /// Months and years take most of a run's time: they are made where the run passes the end of one, a third of all.
    let windows: [WindowName]
    let settings: CorridorSettings
    /// How long a message is late at most, beyond the horizon of admission.
    let latest: Int64

    init(_ chance: inout Chance) {
        let starts = ["2026-03-28T22:11:00Z", "2026-03-02T08:20:00Z", "2026-12-31T21:50:00Z"]
        start = Instant(iso8601: chance.pick(starts)) ?? .distantPast
        let passesNewYear = CivilDate(of: start).components.month == 12
        windows = passesNewYear ? WindowName.standard : [.hour, .day, .schoolDay]
        let (hour, day) = (Microseconds.hour, Microseconds.day)
        // The first two have the settings of the service: seven days, and five weeks. What is older than that, and for
        // charging than eight days more, is forgotten; so most runs have shorter settings, or forget nothing.
        (horizon, chargingHorizon, length) =
            switch chance.below(60) {
            case 0: (7 * day, 35 * day, chance.oneIn(2) ? 10 * day : 52 * day)
            case 1, 2: (7 * day, 35 * day, day)
            case 3, 4: (6 * hour, 6 * hour, 13 * day)
            case 5...12: (2 * hour, 5 * hour, 3 * day)
            case 13...21: (30 * hour, 35 * day, 14 * hour)
            default: (2 * hour, 35 * day, 3 * hour)
            }
        from = start.advanced(byMicroseconds: -horizon - Microseconds.hour)
        latest = horizon + horizon / 8
        var settings = CorridorSettings(windows: windows)
        settings.airAdmission = Admission(skewMicroseconds: 5 * Microseconds.minute, horizonMicroseconds: horizon)
        settings.chargingAdmission = Admission(
            skewMicroseconds: 5 * Microseconds.minute, horizonMicroseconds: chargingHorizon)
        self.settings = settings
    }

    var registry: RegistryTables {
        RegistryTables(
            boroughs: ["west", "east"].map { Borough(borough: $0, name: $0, timeZoneName: "UTC", timeZone: .utc) },
            sites: Self.sites.sorted { $0.key < $1.key }.map {
                Site(site: $0.key, name: $0.key, kind: .school, borough: $0.value)
            },
            airSensors: Self.sensors.map { airSensor($0) },
            connectors: Self.connectors.map { chargePoint, connector, site in
                ChargePointConnector(
                    chargePoint: chargePoint, connector: connector, site: site, ratedKilowatts: Millionths(7_000_000),
                    validFrom: from)
            })
    }
}

extension City {
    private func airSensor(_ sensor: Sensor) -> AirSensor {
        AirSensor(
            device: sensor.device, site: sensor.site, dialect: "plain", periodMicroseconds: sensor.period,
            quantities: sensor.quantities, clock: sensor.clock, validFrom: from)
    }
}
