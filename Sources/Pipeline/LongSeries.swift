import AirQuality
import Quality
import Readings
import Registry
import Tables
import TimeWindows

/// One quantity of one device at one site over a long period.
struct LongSeries {
    let site: String
    let device: String
    let quantity: Quantity
    private(set) var hours: HoursOfSpan
    /// Of the newest row.
    private(set) var deviceClass: DeviceClass = .indicative
    /// Days of the period that have a row, and those with a reading, counted from the first.
    private(set) var daysWithRows: Set<Int> = []
    private(set) var daysWithReadings: Set<Int> = []
    /// In order of time.
    private(set) var corrections: [String] = []
    private(set) var flags: Set<String> = []
    private(set) var hasQuarterHours = false
    /// Any of its hours says so.
    private(set) var isSimulated = false
    /// Valid means of the hours in which a drift is looked for, in millionths; empty where none is.
    private(set) var driftHours: [Int64?] = []

    private let name: [UInt8]
    private var rawSum: Int128 = 0
    private var rawCount = 0
    private var dayHours = [HourlyMean?](repeating: nil, count: 24)
    private var dayQuarters: [HourlyMean?] = []
    private var flaggedHours = 0
    private var isTouched = false
    private var lastCorrection: [UInt8] = []
    private var lastFlags: [UInt8] = []

    init(name: [UInt8], site: String, device: String, quantity: Quantity, dates: Range<CivilDate>) {
        self.name = name
        self.site = site
        self.device = device
        self.quantity = quantity
        hours = HoursOfSpan(dates: dates)
    }

    func isNamed(_ file: [UInt8], _ range: Range<Int>) -> Bool {
        guard range.count == name.count else { return false }
        for (place, byte) in zip(range, name) where file[place] != byte { return false }
        return true
    }

    /// - Parameter day: counted from the first of the period.
    mutating func take(_ row: AirHourRows.Row, _ file: [UInt8], isInside: Bool, day: Int) {
        isTouched = true
        if let mean = row.mean {
            dayHours[row.hour] = HourlyMean(
                mean: Picounits(Int128(mean.count) * Picounits.perMillionth), isValid: row.isValid)
        }
        guard isInside else { return }
        daysWithRows.insert(day)
        deviceClass = DeviceClass(rawValue: String(decoding: file[row.deviceClass], as: UTF8.self)) ?? .indicative
        if row.n > 0 { daysWithReadings.insert(day) }
        if file[row.status].elementsEqual(FiguresStatus.simulated.rawValue.utf8) { isSimulated = true }
        if row.isValid, let raw = row.rawMean {
            rawSum += Int128(raw.count)
            rawCount += 1
        }
        if row.flaggedCount > 0 { flaggedHours += 1 }
        // Most rows have the words of the row before.
        if !file[row.correction].elementsEqual(lastCorrection) {
            lastCorrection = Array(file[row.correction])
            for label in Self.words(lastCorrection) where !corrections.contains(label) { corrections.append(label) }
        }
        if !file[row.flags].elementsEqual(lastFlags) {
            lastFlags = Array(file[row.flags])
            flags.formUnion(Self.words(lastFlags))
        }
    }

    mutating func takeForDrift(_ row: AirHourRows.Row, hour: Int) {
        if driftHours.isEmpty { driftHours = [Int64?](repeating: nil, count: DriftCheck.hours) }
        if row.isValid { driftHours[hour] = row.mean?.count }
    }

    /// Adds the word of a check of the whole period.
    mutating func add(flag: String) { flags.insert(flag) }

    private static func words(_ cell: [UInt8]) -> [String] {
        cell.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }

    mutating func takeQuarter(_ row: AirHourRows.Row) {
        guard quantity == .so2 || quantity == .co, let mean = row.mean else { return }
        if dayQuarters.isEmpty { dayQuarters = [HourlyMean?](repeating: nil, count: 96) }
        hasQuarterHours = true
        dayQuarters[row.hour * 4 + row.minute / 15] = HourlyMean(
            mean: Picounits(Int128(mean.count) * Picounits.perMillionth), isValid: row.isValid)
    }

    mutating func endDay(_ date: CivilDate) {
        guard isTouched else { return }
        hours.put(DayOfMeans(date: date, hours: dayHours, quarters: dayQuarters, flaggedHours: flaggedHours))
        for hour in dayHours.indices { dayHours[hour] = nil }
        dayQuarters = []
        flaggedHours = 0
        isTouched = false
    }

    /// The mean of the valid hours before corrections; nil where none was applied.
    var rawMean: Picounits? {
        guard !corrections.isEmpty, rawCount > 0 else { return nil }
        return Picounits(Millionths.rounded(rawSum * Picounits.perMillionth, over: Int128(rawCount)))
    }
}
