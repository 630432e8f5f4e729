import AirQuality
import Readings
import Registry

/// A school with sensors: how its days are cut and called.
struct School: Sendable {
    let site: String
    let urn: String
    let calendar: SchoolCalendar
    let windows: [SchoolWindow]
    /// Its deployments, in the order of rows: device, then from when on.
    let sensors: [Int]

    /// Nil for a site that is no school.
    init?(_ name: String, sensors: [Int], _ registry: RegistryTables) {
        guard let site = registry.site(name), site.kind == .school else { return nil }
        self.site = name
        urn = site.urn ?? ""
        calendar = registry.schoolCalendar(ofSite: name)
        windows = registry.schoolWindows(ofSite: name)
        self.sensors = sensors
    }
}

/// When the windows of a borough's schools are, whichever school's: what has to be written when something changes.
struct SchoolTimes: Sendable {
    private let windows: [SchoolWindow]
    private let zone: TimeZoneRules

    init(_ schools: [School], _ zone: TimeZoneRules) {
        // Two schools may call the same stretch by other names.
        windows = Set(
            schools.flatMap(\.windows).map {
                SchoolWindow(name: "", startMinute: $0.startMinute, endMinute: $0.endMinute)
            }
        )
        .sorted { ($0.startMinute, $0.endMinute) < ($1.startMinute, $1.endMinute) }
        self.zone = zone
    }

    /// The ends of the windows that hold an instant of a stretch of time.
    func ends(overlapping stretch: Range<Instant>) -> [Instant] {
        windows.overlapping(stretch, zone).map(\.span.upperBound)
    }

    /// The ends behind one instant and up to another.
    func ends(after first: Instant, through last: Instant) -> [Instant] {
        guard first < last else { return [] }
        let stretch = first..<last
        return windows.ending(in: stretch, zone).map(\.span.upperBound)
    }
}
