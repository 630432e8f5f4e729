import SeededRandom
import Foundation
import Pipeline
import Readings
import Registry
import Tables

/// Made-up messages of two to three months: few, with long silences, and with everything that devices do wrong.
struct LiveTraffic {
    /// In the order in which they reach the journal.
    private(set) var records: [LiveRecord] = []
    let windows: [WindowName]
    let start: Instant
    let length: Int64
    let order: Order
    private var numbers: SplitMix64
    private var messages = 0
    private var quiet: [String: Range<Instant>] = [:]

    enum Order: CaseIterable {
        case ofReceipt, withinDays, within40Days, someDisplaced, none
    }

    init(seed: UInt64) {
        numbers = SplitMix64(seed: seed)
        order = Order.allCases[numbers.below(5)]
        let starts = ["2026-02-20T05:00:00Z", "2026-03-27T22:00:00Z", "2026-08-20T12:00:00Z", "2026-12-01T00:00:00Z"]
        start = Instant(iso8601: starts[numbers.below(4)]) ?? .distantPast
        switch numbers.below(12) {
        case 0: (windows, length) = ([.minute, .day, .schoolDay], 16 * Microseconds.day)
        case 1: (windows, length) = ([.quarterHour, .hour, .day, .schoolDay], 25 * Microseconds.day)
        default: (windows, length) = (WindowName.standard, Int64(60 + numbers.below(41)) * Microseconds.day)
        }
        for device in ["aq-1", "aq-2", "aq-3", "aq-4", "ref-1", "aq-9", "cp-1", "cp-2"] where numbers.chance(in: 3) {
            let from = moment()
            quiet[device] = from..<from.advanced(byMicroseconds: Int64(8 + numbers.below(40)) * Microseconds.day)
        }
        for _ in 0..<(2 + numbers.below(20)) { addAirBurst() }
        for _ in 0..<numbers.below(12) { addVisit() }
        for _ in 0..<numbers.below(12) { addStray() }
        if numbers.chance(in: 3) { addSteady() }
        repeatSome()
        if numbers.chance(in: 4) { for _ in 0..<(1 + numbers.below(2)) { addAdmission() } }
        arrange()
        // In another order nobody could tell a second delivery from a second reading.
        if order == .ofReceipt, numbers.chance(in: 2) { deliverAgain() }
    }

    func registry(without device: String? = nil) throws -> RegistryTables {
        try LiveRegistry.tables(
            start: start, move: start.advanced(byMicroseconds: length / 2), without: device)
    }

    // MARK: Times

    private mutating func moment() -> Instant { start.advanced(byMicroseconds: numbers.span(below: length)) }

    /// When a message with that stamp is received.
    private mutating func receipt(of stamp: Instant, horizonDays: Int) -> Instant {
        let horizon = Int64(horizonDays) * Microseconds.day
        let delay: Int64
        switch numbers.below(30) {
        case 0: delay = -4 * Microseconds.minute
        case 1: delay = -6 * Microseconds.minute
        case 2...7: delay = numbers.span(below: horizon)
        case 8: delay = horizon - Int64(numbers.below(2)) * Microseconds.hour
        case 9: delay = horizon + 1 + numbers.span(below: 20 * Microseconds.day)
        default: delay = Int64(numbers.below(3_000_000))
        }
        return stamp.advanced(byMicroseconds: delay)
    }

    private func isQuiet(_ device: String, _ instant: Instant) -> Bool { quiet[device]?.contains(instant) ?? false }

    // MARK: Air

    private mutating func addAirBurst() {
        let devices = ["aq-1", "aq-1", "aq-2", "aq-3", "aq-4", "aq-4", "ref-1", "aq-9", "aq-9"]
        let device = devices[numbers.below(devices.count)]
        var stamp = moment()
        for _ in 0..<(1 + numbers.below(5)) {
            if !isQuiet(device, stamp) { addReading(device, stamp) }
            stamp = stamp.advanced(byMicroseconds: Microseconds.hour / 2 * Int64(1 + numbers.below(3)))
        }
    }

    private mutating func addReading(_ device: String, _ stamp: Instant) {
        var record = LiveRecord(received: receipt(of: stamp, horizonDays: 7), topic: "", payload: "")
        record.isRetained = numbers.chance(in: 15)
        if device == "ref-1" {
            let to = stamp.floored(toMicroseconds: Microseconds.hour)
            let from = to.advanced(byMicroseconds: -Microseconds.hour)
            record.topic = "west/air/ngsi-ld/ref-1"
            record.payload = """
                {"id":"urn:ngsi-ld:AirQualityObserved:ref-1","type":"AirQualityObserved","dateObservedFrom":\
                "\(from.iso8601)","dateObservedTo":"\(to.iso8601)","no2":{"value":\(value()),"unitCode":"GQ"},\
                "o3":{"value":\(value()),"unitCode":"GQ"}}
                """
        } else {
            record.topic = "\(device == "aq-9" ? "east" : "west")/air/plain/\(device)"
            let member =
                switch numbers.below(14) {
                case 0: ""
                case 1: ",\"ts\":\"1970-01-01T00:00:10Z\""
                default: ",\"ts\":\"\(stamp.iso8601)\""
                }
            record.payload = "{\"device\":\"\(device)\"\(member),\"readings\":{\(readings(device))}}"
        }
        records.append(record)
        // Another value for the same instant, received days later or earlier.
        guard numbers.chance(in: 8) else { return }
        record.received = receipt(of: stamp, horizonDays: 7)
        record.payload = record.payload.replacing("1", with: "2")
        records.append(record)
    }

    private mutating func readings(_ device: String) -> String {
        let names =
            switch device {
            case "aq-1": ["pm2_5", "no2", "humidity"]
            case "aq-2": ["pm10", "temperature"]
            case "aq-3": ["pm10"]
            case "aq-4": ["so2", "wind_direction"]
            default: ["o3", "no2"]
            }
        var kept = names.filter { _ in numbers.below(3) > 0 }
        if kept.isEmpty { kept = [names[0]] }
        return kept.map { "\"\($0)\":\(value())" }.joined(separator: ",")
    }

    private mutating func value() -> String {
        switch numbers.below(30) {
        case 0: "-999"
        case 1: "0.\(100_000 + numbers.below(899_999))"
        default: "\(numbers.below(40)).\(numbers.below(10))"
        }
    }

    /// An hourly reading of three devices for four days, as checks of windows flag them: one stands still about each
    /// midnight, one has spikes, and one reads four times what the others do and has exactly the 54 hours in three days
    /// that such a judgement needs, so that a late one decides.
    private mutating func addSteady() {
        let first = moment().floored(toMicroseconds: Microseconds.hour)
        for hour in 0..<100 {
            let stamp = first.advanced(byMicroseconds: Int64(hour) * Microseconds.hour)
            let weather = 80 + numbers.below(90)
            let hourOfDay = stamp.microseconds / Microseconds.hour % 24
            let isNight = hourOfDay >= 21 || hourOfDay < 4
            let tenths = [
                isNight ? 115 : weather, numbers.chance(in: 10) ? weather + 900 : weather, 4 * weather,
            ]
            for (number, value) in tenths.enumerated() where number == 2 ? hour % 4 < 3 : !numbers.chance(in: 25) {
                records.append(
                    LiveRecord(
                        received: receipt(of: stamp, horizonDays: 7), topic: "west/air/plain/st-\(number + 1)",
                        payload:
                            "{\"ts\":\"\(stamp.iso8601)\",\"readings\":{\"pm2_5\":\(value / 10).\(value % 10)}}"))
            }
        }
    }

    // MARK: Charging

    private mutating func addVisit() {
        let places = [("cp-1", 1, "west"), ("cp-1", 2, "west"), ("cp-2", 1, "east"), ("cp-3", 1, "west")]
        let (point, connector, borough) = places[numbers.below(4)]
        let topic = "\(borough)/ev/ocpp16/\(point)"
        var at = moment()
        guard !isQuiet(point, at) else { return }
        messages += 1
        let (transaction, id) = (100 + messages, "s\(messages)")
        var meter = 1000 * numbers.below(50)
        // Hours mostly, sometimes weeks.
        let unit = numbers.chance(in: 4) ? 5 * Microseconds.day : Microseconds.hour
        add(topic, status("Charging", connector, at), at)
        add(
            topic,
            """
            [2,"\(id)","StartTransaction",{"connectorId":\(connector),"idTag":"","meterStart":\(meter),\
            "timestamp":"\(at.iso8601)"}]
            """, at)
        if numbers.below(5) > 0 {
            let reply = "[3,\"\(id)\",{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":\(transaction)}]"
            records.append(
                LiveRecord(
                    received: at.advanced(byMicroseconds: Microseconds.second), topic: topic + "/down", payload: reply))
        }
        for _ in 0..<numbers.below(3) {
            at = at.advanced(byMicroseconds: numbers.span(below: unit))
            meter += numbers.below(4000)
            add(topic, register(connector, transaction, meter, at), at)
        }
        at = at.advanced(byMicroseconds: numbers.span(below: 2 * unit))
        meter += numbers.below(3000)
        if numbers.below(6) > 0 {
            add(
                topic,
                """
                [2,"x\(id)","StopTransaction",{"transactionId":\(transaction),"meterStop":\(meter),\
                "timestamp":"\(at.iso8601)","reason":"EVDisconnected"}]
                """, at)
        }
        if numbers.below(3) > 0 {
            add(topic, status(numbers.chance(in: 4) ? "Faulted" : "Available", connector, at), at)
        }
        if numbers.chance(in: 3) {
            records.append(
                LiveRecord(
                    received: at.advanced(byMicroseconds: numbers.span(below: 3 * Microseconds.day)), topic: topic,
                    payload: "[2,\"h\(messages)\",\"Heartbeat\",{}]"))
        }
    }

    private mutating func add(_ topic: String, _ payload: String, _ at: Instant) {
        records.append(
            LiveRecord(
                received: receipt(of: at, horizonDays: 35), topic: topic, payload: payload,
                isRetained: numbers.chance(in: 20)))
    }

    private mutating func status(_ word: String, _ connector: Int, _ at: Instant) -> String {
        let stamp = numbers.chance(in: 10) ? "" : ",\"timestamp\":\"\(at.iso8601)\""
        messages += 1
        return """
            [2,"m\(messages)","StatusNotification",{"connectorId":\(connector),"errorCode":"NoError",\
            "status":"\(word)"\(stamp)}]
            """
    }

    private func register(_ connector: Int, _ transaction: Int, _ meter: Int, _ at: Instant) -> String {
        """
        [2,"v\(messages)","MeterValues",{"connectorId":\(connector),"transactionId":\(transaction),"meterValue":\
        [{"timestamp":"\(at.iso8601)","sampledValue":[{"value":"\(meter)"},{"value":"7.2","unit":"kW","measurand":\
        "Power.Active.Import"}]}]}]
        """
    }

    // MARK: What counts nowhere

    private mutating func addStray() {
        let strays = [
            ("west/air/plain/aq-1", "{not json"), ("east/air/plain/aq-1", "{\"readings\":{\"no2\":1}}"),
            ("west/air/plain/aq-1", "{\"device\":\"aq-2\",\"readings\":{\"no2\":1}}"),
            ("west/air/plain/nobody", "{\"readings\":{\"no2\":1}}"), ("west/air/plain/aq-3", ""),
            ("north", "1"), ("west/ev/ocpp16/cp-1", "[2,\"1\"]"), ("west/air/morse/aq-1", "..."),
            ("west/ev/ocpp16/cp-9", "[2,\"1\",\"Heartbeat\",{}]"),
            ("west/ev/ocpp16/cp-1", "[2,\"1\",\"Heartbeat\",{}]"),
            ("east/ev/ocpp16/cp-2", "[2,\"2\",\"Heartbeat\",{}]"),
        ]
        let (topic, payload) = strays[numbers.below(strays.count)]
        records.append(LiveRecord(received: moment(), topic: topic, payload: payload))
    }

    // MARK: The journal's order

    private mutating func repeatSome() {
        for index in records.indices where numbers.chance(in: 5) {
            for _ in 0...numbers.below(3) {
                var copy = records[index]
                if numbers.chance(in: 2) {
                    copy.received = copy.received.advanced(
                        byMicroseconds: numbers.span(below: 3 * Microseconds.day))
                }
                records.append(copy)
            }
        }
    }

    private mutating func addAdmission() {
        let devices = [nil, "aq-1", "aq-9", "cp-1", "cp-2"]
        let from = moment()
        let observed = from..<from.advanced(byMicroseconds: Int64(1 + numbers.below(40)) * Microseconds.day)
        let decided = observed.lowerBound.advanced(byMicroseconds: numbers.span(below: 60 * Microseconds.day))
        records.append(.note(admitting: devices[numbers.below(5)], observed, decided: decided))
    }

    /// In the order of receipt, shuffled within a day or within 40 days, with some displaced, or without any order.
    private mutating func arrange() {
        let numbered = records.map { record in
            let day = record.received.floored(toMicroseconds: Microseconds.day)
            let later = record.received.advanced(byMicroseconds: numbers.span(below: 40 * Microseconds.day))
            let key =
                switch order {
                case .ofReceipt: record.received
                case .withinDays: day
                case .within40Days: later
                case .someDisplaced: numbers.chance(in: 10) ? later : record.received
                case .none: start
                }
            return (key: key, number: order == .ofReceipt ? 0 : numbers.next(), record: record)
        }
        records = numbered.sorted { ($0.key, $0.number, $0.record) < ($1.key, $1.number, $1.record) }.map(\.record)
    }

    /// After reconnections the broker sends the newest messages again.
    private mutating func deliverAgain() {
        var all: [LiveRecord] = []
        var connection: UInt32 = 1
        for var record in records {
            record.connection = connection
            record.packetID = UInt16(truncatingIfNeeded: all.count + 1)
            all.append(record)
            guard numbers.chance(in: 12) else { continue }
            connection += 1
            for var copy in all.suffix(1 + numbers.below(4)) where !copy.isNote {
                copy.received = record.received
                copy.connection = connection
                all.append(copy)
            }
        }
        records = all
    }
}
