import AirQuality
package import Readings
import Registry
import TimeWindows

/// The newest closed hour of a site, for people who watch.
package struct LatestHour: Hashable, Sendable {
    package var site: String
    package var windowStart: Instant
    /// Means in millionths of the unit, of quantities whose hour is valid.
    package var means: [Quantity: Int64]
}

/// How many connectors of a borough are plugged in at its newest receive time.
package struct LatestConnectors: Hashable, Sendable {
    package var borough: String
    package var connectors: Int
    package var pluggedIn: Int
}

extension Corridor {
    /// The newest receive time over all boroughs.
    package var newest: Instant? { boroughs.compactMap(\.newest).max() }

    /// The newest hour of each site that is over, from its first device that has one.
    package var latestHours: [LatestHour] {
        var latest: [LatestHour] = []
        for borough in boroughs {
            guard let newest = borough.newest else { continue }
            let hour = Hours.of(newest) - 1
            for index in borough.sensors {
                var means: [Quantity: Int64] = [:]
                for series in sensors[index].series {
                    if let mean = series.hourlyMean(hour), mean.isValid {
                        means[series.quantity] = mean.mean.millionths
                    }
                }
                let site = sensors[index].sensor.site
                guard !means.isEmpty, latest.last?.site != site else { continue }
                latest.append(LatestHour(site: site, windowStart: Hours.start(hour), means: means))
            }
        }
        return latest
    }

    package var latestConnectors: [LatestConnectors] {
        boroughs.compactMap { borough in
            guard let newest = borough.newest, !borough.connectors.isEmpty else { return nil }
            let pluggedIn = borough.connectors.filter { place in
                chargePoints[place.chargePoint].isPluggedIn(connector: place.connector.connector, at: newest)
            }
            return LatestConnectors(
                borough: borough.borough.borough, connectors: borough.connectors.count, pluggedIn: pluggedIn.count)
        }
    }
}
