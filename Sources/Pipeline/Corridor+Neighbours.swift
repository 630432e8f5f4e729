import AirQuality
import Quality
import Readings
import Registry
import TimeWindows

/// Which rows of air/day differ from the borough's other devices. Worked out once for all devices and days of a page.
struct NeighbourFlags {
    private struct Row: Hashable {
        var sensor: Int
        var series: Int
        var firstHour: Int32
    }

    private var flagged: Set<Row> = []

    func contains(sensor: Int, series: Int, dayFrom firstHour: Int32) -> Bool {
        !flagged.isEmpty && flagged.contains(Row(sensor: sensor, series: series, firstHour: firstHour))
    }

    /// - Parameter hours: whole days.
    /// - Parameter sensors: of one borough.
    fileprivate init(_ hours: Range<Int32>, _ sensors: [SensorDeployment], of borough: [Int]) {
        let lookBack = Int32(NeighbourCheck.reach.backHours)
        for quantity in Quantity.allCases {
            let devices = borough.compactMap { sensor in
                sensors[sensor].series.firstIndex { $0.quantity == quantity }.map { (sensor: sensor, series: $0) }
            }
            guard devices.count >= NetworkRatios.leastDevices else { continue }
            // Valid hours only, as in the day's own mean.
            let ratios = NetworkRatios(
                of: quantity, devices: devices.count, hours: hours.count + Int(lookBack)
            ) { device, hour in
                let series = sensors[devices[device].sensor].series[devices[device].series]
                guard let mean = series.hourlyMean(hours.lowerBound - lookBack + Int32(hour)), mean.isValid else {
                    return nil
                }
                return mean.mean.millionths
            }
            guard let ratios else { continue }
            for first in stride(from: hours.lowerBound, to: hours.upperBound, by: 24) {
                let end = Int(first - hours.lowerBound + lookBack) + 24
                for (device, isFlagged) in NeighbourCheck.flagged(ratios, before: end).enumerated() where isFlagged {
                    flagged.insert(
                        Row(sensor: devices[device].sensor, series: devices[device].series, firstHour: first))
                }
            }
        }
    }
}

extension Corridor {
    func neighbourFlags(_ page: Page) -> NeighbourFlags {
        NeighbourFlags(page.hours, sensors, of: boroughs[page.borough].sensors)
    }
}
