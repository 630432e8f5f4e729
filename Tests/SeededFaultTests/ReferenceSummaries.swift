import Pipeline
import Readings

/// The summaries in the plainest way: take the journal's messages for what their makers meant, sort, drop duplicates,
/// group, count. Nothing here decodes, and no sum is rounded before it is written.
struct ReferenceSummaries {
    private struct Cell: Hashable {
        var sensor: Int
        var quantity: Quantity
        var start: Int64
    }

    private let city: City
    /// By cell, what was said first; of what was said at once, the least.
    private var standing: [Cell: (received: Instant, value: Int64)] = [:]
    private var newest: [String: Instant] = [:]
    private var lastOfSensor: [Int: Instant] = [:]
    /// When a visit's start was received first, and when each reply to it.
    private var starts: [Int: Instant] = [:]
    private var numbers: [Int: [Instant]] = [:]
    private var stops: Set<Int> = []

    /// A record with what its message means.
    struct Record {
        var header: MessageHeader
        /// Equal for equal topics and payloads.
        var message: Int
        var meaning: Meaning
    }

    private struct Delivery: Hashable {
        var message: Int
        var packetID: UInt16
    }

    init(_ records: [Record], city: City, visits: [Visit]) {
        self.city = city
        // Without a stamp, topic, payload and packet identifier of an earlier connection are one message.
        var first: [Delivery: UInt32] = [:]
        for record in records {
            let delivery = Delivery(message: record.message, packetID: record.header.packetID)
            first[delivery] = min(first[delivery] ?? .max, record.header.connection)
        }
        for record in records {
            let delivery = Delivery(message: record.message, packetID: record.header.packetID)
            let isAgain = (first[delivery] ?? 0) < record.header.connection
            take(record, isAgain: isAgain, visits)
        }
    }

    private mutating func take(_ record: Record, isAgain: Bool, _ visits: [Visit]) {
        let header = record.header
        switch record.meaning {
        case .quarantined, .ignored: return
        case .air(let index, let stamp, let readings):
            note(City.sensors[index].borough, header.received)
            if stamp == nil, isAgain { return }
            lastOfSensor[index] = max(lastOfSensor[index] ?? header.received, header.received)
            takeAir(header, index, stamp, readings)
        case .charger(let borough): note(borough, header.received)
        case .started(let number):
            note(visits[number].borough, header.received)
            guard isAdmitted(header, visits[number].plugIn) else { return }
            starts[number] = min(starts[number] ?? header.received, header.received)
        case .numbered(let number):
            note(visits[number].borough, header.received)
            numbers[number, default: []].append(header.received)
        case .stopped(let number):
            note(visits[number].borough, header.received)
            if isAdmitted(header, visits[number].unplug) { stops.insert(number) }
        }
    }

    private mutating func note(_ borough: String, _ received: Instant) {
        newest[borough] = max(newest[borough] ?? received, received)
    }

    private static let firstBelievable = Instant(microseconds: 946_771_200_000_000)

    private mutating func takeAir(
        _ header: MessageHeader, _ index: Int, _ stamp: Instant?, _ readings: [Meaning.Reading]
    ) {
        var observed = header.received
        if City.sensors[index].clock != .arrival, let stamp, stamp >= Self.firstBelievable {
            observed = stamp
        } else if header.isRetained {
            return
        }
        let age = header.received.microseconds - observed.microseconds
        let horizon = city.horizon
        guard age <= horizon, age >= -5 * 60_000_000, observed >= city.from else { return }
        for reading in readings where reading.isInRange {
            let cell = Cell(sensor: index, quantity: reading.quantity, start: observed.microseconds)
            let new = (received: header.received, value: reading.millionths)
            if let old = standing[cell], (old.received, old.value) <= new { continue }
            standing[cell] = new
        }
    }

    /// A charge point's event by its own time; retained ones hold from their receipt on.
    private func isAdmitted(_ header: MessageHeader, _ stamp: Instant) -> Bool {
        let age = header.received.microseconds - stamp.microseconds
        return !header.isRetained && age <= city.chargingHorizon && age >= -5 * 60_000_000
    }

    /// Readings that must stand in windows, each once.
    var standingCount: Int { standing.count }

    // MARK: air/hour

    private static let hour: Int64 = 3_600_000_000

    /// The rows of air/hour up to the column `max`, by the file's day and borough, in the order of the file.
    func airHours(_ closing: Corridor.Closing) -> [String: [String]] {
        var rows: [String: [String]] = [:]
        var values: [Cell: [Int64]] = [:]
        var covered: [Cell: [(Int64, Int64)]] = [:]
        for (cell, said) in standing {
            var group = cell
            group.start = Self.floor(cell.start)
            values[group, default: []].append(said.value)
            let end = cell.start + City.sensors[cell.sensor].period
            covered[group, default: []].append((cell.start, end))
            if end > group.start + Self.hour {
                group.start += Self.hour
                covered[group, default: []].append((group.start, end))
            }
        }
        for (borough, newest) in newest {
            var end = Instant.distantFuture
            if case .behindNewest(let grace) = closing { end = newest.advanced(byMicroseconds: -grace) }
            var start = Self.floor(city.from.microseconds)
            while start <= newest.microseconds + Self.hour, start + Self.hour <= end.microseconds {
                for (index, sensor) in sensors(of: borough) {
                    for quantity in sensor.quantities.sorted(by: { $0.name < $1.name }) {
                        let cell = Cell(sensor: index, quantity: quantity, start: start)
                        guard hasRow(cell, values[cell] != nil, newest) else { continue }
                        rows[Self.file(borough, start), default: []].append(
                            row(cell, sensor, values[cell] ?? [], covered[cell] ?? []))
                    }
                }
                start += Self.hour
            }
        }
        return rows
    }

    /// Silence shows up to seven days past a device's last record, and never past the borough's newest.
    private func hasRow(_ cell: Cell, _ hasReadings: Bool, _ newest: Instant) -> Bool {
        if hasReadings { return true }
        let end = cell.start + Self.hour
        let last = max(lastOfSensor[cell.sensor] ?? city.from, city.from).microseconds + 7 * 86_400_000_000
        return end > city.from.microseconds && end <= min(newest.microseconds, last)
    }

    private func sensors(of borough: String) -> [(Int, City.Sensor)] {
        City.sensors.enumerated().filter { $0.element.borough == borough }
            .sorted { ($0.element.site, $0.element.device) < ($1.element.site, $1.element.device) }
            .map { ($0.offset, $0.element) }
    }

    private func row(_ cell: Cell, _ sensor: City.Sensor, _ values: [Int64], _ covered: [(Int64, Int64)]) -> String {
        var seconds: Int64 = 0
        var reach = cell.start
        for (start, end) in covered.sorted(by: { $0 < $1 }) {
            let stop = min(end, cell.start + Self.hour)
            seconds += max(0, stop - max(start, reach))
            reach = max(reach, stop)
        }
        let unit = ["co2": "ppm", "temperature": "degC"][cell.quantity.name] ?? "ug/m3"
        var fields = [
            Self.stamp(cell.start), Self.stamp(cell.start + Self.hour), sensor.borough, sensor.site, sensor.device,
            cell.quantity.name, unit, "\(values.count)",
            Self.decimal(Self.rounded(Int128(seconds) * 1_000_000, over: Int128(Self.hour)), places: 4),
            !values.isEmpty && seconds * 4 >= Self.hour * 3 ? "true" : "false",
        ]
        if let least = values.min(), let most = values.max() {
            let sum = values.reduce(Int128(0)) { $0 + Int128($1) }
            fields += [
                Self.decimal(Self.rounded(sum, over: Int128(values.count)), places: 6),
                Self.decimal(Int128(least), places: 6), Self.decimal(Int128(most), places: 6),
            ]
        } else {
            fields += ["", "", ""]
        }
        return fields.joined(separator: ",")
    }

    // MARK: charging/session

    /// `plug_in,unplug,kwh` of each visit whose start, number and stop are in the journal, by its session's name; nil for
    /// a visit of which something was refused. A reply that was received more than a day before its start, or five weeks
    /// after it, is not taken for that start's: message ids begin anew after a reboot.
    func sessions(_ visits: [Visit]) -> [String: String?] {
        var rows: [String: String?] = [:]
        for (number, started) in starts {
            let visit = visits[number]
            let plugIn = Self.stamp(visit.plugIn.microseconds)
            let isNumbered = (numbers[number] ?? []).contains {
                (-86_400_000_000...35 * 86_400_000_000).contains($0.microseconds - started.microseconds)
            }
            let isWhole = isNumbered && stops.contains(number)
            let energy = Self.decimal(Int128(visit.meterStop - visit.meterStart), places: 3)
            rows["\(visit.chargePoint)-\(visit.connector)-\(plugIn)"] = .some(
                isWhole ? "\(plugIn),\(Self.stamp(visit.unplug.microseconds)),\(energy)" : nil)
        }
        return rows
    }

    // MARK: Text

    private static func floor(_ microseconds: Int64) -> Int64 {
        microseconds - (microseconds % hour + hour) % hour
    }

    private static func file(_ borough: String, _ start: Int64) -> String {
        let day = stamp(start).prefix(10)
        return "summaries/air/hour/area=\(borough)/day=\(day)/air-hour_\(borough)_\(day).csv"
    }

    /// Half away from zero.
    static func rounded(_ numerator: Int128, over denominator: Int128) -> Int128 {
        let magnitude = numerator < 0 ? -numerator : numerator
        let rounded = (2 * magnitude + denominator) / (2 * denominator)
        return numerator < 0 ? -rounded : rounded
    }

    /// A decimal with trailing zeros cut.
    static func decimal(_ value: Int128, places: Int) -> String {
        var digits = String(value < 0 ? -value : value)
        while digits.count <= places { digits = "0" + digits }
        let whole = digits.dropLast(places)
        var fraction = digits.suffix(places)
        while fraction.last == "0" { fraction = fraction.dropLast() }
        return (value < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// `2026-03-02T08:00:00Z`, for whole seconds, by counting years and months.
    static func stamp(_ microseconds: Int64) -> String {
        var day = microseconds / 86_400_000_000
        let second = microseconds / 1_000_000 % 86_400
        var year: Int64 = 1970
        func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        while day >= (isLeap(year) ? 366 : 365) {
            day -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 0
        let lengths: [Int64] = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        while day >= lengths[month] {
            day -= lengths[month]
            month += 1
        }
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = [second / 3600, second / 60 % 60, second % 60].map(two).joined(separator: ":")
        return "\(year)-\(two(Int64(month + 1)))-\(two(day + 1))T\(time)Z"
    }
}
