package import Readings

/// The index of a site for one hour: the maximum over its devices and pollutants.
package struct SiteIndex: Hashable, Sendable {
    package var index: Int
    package var driver: Quantity
    /// The pollutants that the index rests on, in the order of the driver rule.
    package var pollutants: [Quantity]
    /// Whether the driver was measured by a device that is neither a reference nor an equivalent instrument.
    package var isIndicative: Bool

    /// One device's index for one pollutant.
    package struct Part: Hashable, Sendable {
        package var pollutant: Quantity
        package var index: Int
        package var deviceClass: DeviceClass

        package init(pollutant: Quantity, index: Int, deviceClass: DeviceClass) {
            self.pollutant = pollutant
            self.index = index
            self.deviceClass = deviceClass
        }
    }

    /// Nil without parts. The parts of indicative devices count only at a site without reference or equivalent ones
    /// (`siteHasReference`): London practice shows DAQI for such instruments only (air.md 1.1).
    /// `order` decides between pollutants of equal index; one that is not in it has no part.
    package init?(
        parts: [Part], siteHasReference: Bool, order: [Quantity] = DailyAirQualityIndex.pollutants
    ) {
        let counting = parts.filter {
            order.contains($0.pollutant) && (!siteHasReference || $0.deviceClass != .indicative)
        }
        guard let highest = counting.map(\.index).max() else { return nil }
        pollutants = order.filter { pollutant in counting.contains { $0.pollutant == pollutant } }
        let leaders = counting.filter { $0.index == highest }
        guard let driver = order.first(where: { pollutant in leaders.contains { $0.pollutant == pollutant } })
        else { return nil }
        self.driver = driver
        index = highest
        isIndicative = !leaders.contains { $0.pollutant == driver && $0.deviceClass != .indicative }
    }
}
