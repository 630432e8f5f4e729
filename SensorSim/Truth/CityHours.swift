import Readings
import SensorSim

/// `city-hours.csv`: the air of each site with sensors, hour by hour, whether a sensor measured it or not.
enum CityHours {
    static func table(_ simulation: Simulation, _ period: Range<Instant>, _ city: City) -> [UInt8] {
        var text: [UInt8] = []
        text.line([
            "window_start", "borough", "site", "no2", "nox", "o3", "pm2_5", "pm10", "temperature", "humidity",
        ])
        let measured = Set(city.airDevices.map(\.site))
        let sites = city.sites.filter { measured.contains($0.id) }
        var hour = period.lowerBound.floored(toMicroseconds: Microseconds.hour)
        while hour < period.upperBound {
            let end = hour.advanced(byMicroseconds: Microseconds.hour)
            for site in sites {
                guard let air = simulation.cityAir(at: site.id, over: hour..<end) else { continue }
                let values = [air.no2, air.nox, air.o3, air.pm2_5, air.pm10, air.temperature, air.humidity]
                text.line([hour.iso8601, site.borough, site.id] + values.map(three))
            }
            hour = end
        }
        return text
    }

    private static func three(_ value: Double) -> String {
        decimal(millionths: Int64((value * 1000).rounded()) * 1000)
    }
}
