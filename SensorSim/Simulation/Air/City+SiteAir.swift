import Readings

extension City {
    /// The air of each site that has sensors. The first sensor of a site tells its traffic.
    func siteAir(seed: UInt64) -> [String: SiteAir] {
        let streets = Dictionary(
            sites.map { ($0.id, $0.schoolStreet) }, uniquingKeysWith: { first, _ in first })
        var air: [String: SiteAir] = [:]
        for device in airDevices where air[device.site] == nil {
            air[device.site] = SiteAir(
                name: device.site, traffic: device.traffic, seed: seed, isAtSchool: device.isAtSchool,
                schoolStreet: streets[device.site] ?? nil, terms: terms)
        }
        return air
    }
}
