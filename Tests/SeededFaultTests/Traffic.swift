import Readings

/// What the devices of a run send, with their disorder: in the order in which it reaches the broker.
struct Traffic {
    private(set) var publications: [Publication] = []
    private(set) var visits: [Visit] = []
    private(set) var counts = FaultCounts()

    private let city: City
    private var chance: Chance
    private var messageID = 0
    /// Of each publisher, the arrival of its latest message: they keep their order.
    private var arrivals: [String: Instant] = [:]
    private let clocks: [DeviceClock]

    private enum DeviceClock: CaseIterable {
        case right, from1970, in2099, hourFast, hourSlow, dayFast, secondsForMilliseconds

        func stamp(_ now: Instant) -> Instant {
            switch self {
            case .right: now
            case .from1970: Instant(microseconds: now.microseconds % Microseconds.day)
            case .in2099: Instant(iso8601: "2099-12-31T23:00:00Z") ?? now
            case .hourFast: now.advanced(byMicroseconds: Microseconds.hour)
            case .hourSlow: now.advanced(byMicroseconds: -Microseconds.hour)
            case .dayFast: now.advanced(byMicroseconds: Microseconds.day)
            case .secondsForMilliseconds: Instant(microseconds: now.microseconds / 1000)
            }
        }
    }

    init(_ city: City, _ chance: Chance) {
        self.city = city
        var chance = chance
        clocks = City.sensors.map { _ in chance.oneIn(4) ? chance.pick(DeviceClock.allCases) : .right }
        self.chance = chance
        for _ in 0..<self.chance.within(20...90) { addAir() }
        for _ in 0..<self.chance.below(3) { addStore() }
        for connector in City.connectors { addVisits(connector) }
        for _ in 0..<self.chance.below(8) { addStray() }
        deliver()
    }

    /// Sorts by arrival; sending was in the order of making within a publisher.
    private mutating func deliver() {
        let order = publications.indices.sorted {
            (publications[$0].arrival, $0) < (publications[$1].arrival, $1)
        }
        counts.note(.reordering, zip(order, order.dropFirst()).filter { $0 > $1 }.count)
        publications = order.map { publications[$0] }
    }

    private mutating func moment() -> Instant {
        // Whole half minutes, so that stamps meet.
        let halves = Int(city.length / (Microseconds.minute / 2))
        return city.start.advanced(byMicroseconds: Int64(chance.below(halves)) * Microseconds.minute / 2)
    }

    /// Puts a message on its way, sometimes twice.
    private mutating func send(
        _ topic: String, _ payload: String, journalled: String? = nil, at sent: Instant, _ meaning: Meaning
    ) {
        let slow = chance.oneIn(10) ? chance.below(20 * 60_000) : chance.below(1500)
        let arrival = sent.advanced(byMicroseconds: Int64(slow) * 1000)
        let publication = Publication(
            arrival: arrival, topic: topic, payload: payload, journalled: journalled ?? payload,
            isRetained: chance.oneIn(15) && meaning.canBeRetained, meaning: meaning)
        publications.append(publication)
        guard chance.oneIn(12) else { return }
        counts.note(.duplicate)
        publications.append(publication)
        publications[publications.count - 1].arrival.microseconds += Int64(chance.below(90_000_000))
    }

    // MARK: Air

    private mutating func addAir() {
        let index = chance.below(City.sensors.count)
        let sensor = City.sensors[index]
        let sent = moment()
        var measured = sent
        if chance.oneIn(7) {
            counts.note(.late)
            let seconds = Int(city.latest / Microseconds.second)
            measured = sent.advanced(byMicroseconds: -Int64(chance.below(seconds) / 30 * 30) * Microseconds.second)
        }
        var stamp: Instant? = measured
        if sensor.clock == .arrival || chance.oneIn(14) {
            stamp = nil
            counts.note(.withoutStamp)
        } else if clocks[index] != .right {
            stamp = clocks[index].stamp(measured)
            counts.note(.wrongDeviceClock)
        }
        var readings = sensor.quantities.filter { _ in !chance.oneIn(4) }.map { reading($0) }
        if readings.isEmpty { readings = [reading(sensor.quantities[0])] }
        send(sensor, index, stamp, readings, at: sent)
        guard chance.oneIn(8) else { return }
        // The same once more with another value, right behind it.
        counts.note(.conflict)
        readings[0].millionths += readings[0].isInRange ? Int64(chance.within(1...999)) : 0
        send(sensor, index, stamp, readings, at: sent)
    }

    /// A device that was offline sends what it stored: an hour a reading, as old as the horizon allows.
    private mutating func addStore() {
        guard let index = City.sensors.firstIndex(where: { $0.period == Microseconds.hour }) else { return }
        let sent = moment()
        let hours = Int(min(city.horizon, 2 * Microseconds.day) / Microseconds.hour)
        let last = sent.advanced(byMicroseconds: -Int64(chance.below(hours / 2)) * Microseconds.hour)
        for hour in 0..<chance.within(1...hours) where !chance.oneIn(6) {
            let stamp = last.advanced(byMicroseconds: -Int64(hour) * Microseconds.hour)
            send(City.sensors[index], index, stamp, [reading(.pm2_5)], at: sent)
        }
    }

    private mutating func send(
        _ sensor: City.Sensor, _ index: Int, _ stamp: Instant?, _ readings: [Meaning.Reading], at sent: Instant
    ) {
        let members = readings.map { "\"\($0.quantity.name)\":\(Self.decimal($0.millionths))" }
        let time = stamp.map { ",\"ts\":\"\($0.iso8601)\"" } ?? ""
        send(
            "\(sensor.borough)/air/plain/\(sensor.device)",
            "{\"device\":\"\(sensor.device)\"\(time),\"readings\":{\(members.joined(separator: ","))}}", at: sent,
            .air(sensor: index, stamp: stamp, readings: readings))
    }

    /// Six decimals, so that means end in half a millionth now and then.
    private mutating func reading(_ quantity: Quantity) -> Meaning.Reading {
        let range: ClosedRange<Int> =
            switch quantity {
            case .co2: 400_000_000...9_990_000_000
            case .temperature: -9_000_000...30_000_000
            default: 0...60_000_000
            }
        if quantity == .pm2_5, chance.oneIn(20) {
            return Meaning.Reading(quantity: quantity, millionths: 5_000_000_000, isInRange: false)
        }
        return Meaning.Reading(quantity: quantity, millionths: Int64(chance.within(range)))
    }

    static func decimal(_ millionths: Int64) -> String {
        let digits = String(millionths.magnitude % 1_000_000)
        let fraction = String(repeating: "0", count: 6 - digits.count) + digits
        return "\(millionths < 0 ? "-" : "")\(millionths.magnitude / 1_000_000).\(fraction)"
    }

    // MARK: Charging

    private mutating func addVisits(_ place: (chargePoint: String, connector: Int, site: String)) {
        let borough = City.sites[place.site] ?? ""
        let up = "\(borough)/ev/ocpp16/\(place.chargePoint)"
        var at = city.start.advanced(byMicroseconds: Int64(chance.below(40)) * Microseconds.minute)
        var meter = 1000 * chance.below(5000)
        for _ in 0..<chance.below(4) {
            let minutes = Int(city.length / Microseconds.minute)
            // A car that stays for most of the run ends a session that began on a forgotten day.
            let longest = chance.oneIn(4) ? min(minutes, 30 * 24 * 60) : minutes / 4
            let unplug = at.advanced(byMicroseconds: Int64(chance.within(1...longest)) * Microseconds.minute)
            let visit = Visit(
                chargePoint: place.chargePoint, connector: place.connector, borough: borough, plugIn: at,
                unplug: unplug, meterStart: meter, meterStop: meter + chance.below(20_000))
            visits.append(visit)
            meter = visit.meterStop
            sendVisit(visit, number: visits.count - 1, up)
            at = unplug.advanced(byMicroseconds: Int64(chance.within(1...20)) * Microseconds.minute)
        }
    }

    private mutating func sendVisit(_ visit: Visit, number: Int, _ up: String) {
        let (begin, end) = (visit.plugIn, visit.unplug)
        // A charge point that was offline tells a visit when it is back.
        var delay: Int64 = 0
        if chance.oneIn(5) {
            counts.note(.late)
            let most = min(city.chargingHorizon + city.chargingHorizon / 8, city.length)
            delay = Int64(chance.below(Int(most / Microseconds.minute))) * Microseconds.minute
        }
        let (beginSent, endSent) = (begin.advanced(byMicroseconds: delay), end.advanced(byMicroseconds: delay))
        let other = Meaning.charger(borough: visit.borough)
        let start = """
            "connectorId":\(visit.connector),"meterStart":\(visit.meterStart),"timestamp":"\(begin.iso8601)"}]
            """
        send(
            up, "[2,\"s\(number)\",\"StartTransaction\",{\"idTag\":\"CARD-\(number)\",\(start)",
            journalled: "[2,\"s\(number)\",\"StartTransaction\",{\"idTag\":\"\",\(start)", at: beginSent,
            .started(transaction: number))
        send(
            up + "/down",
            "[3,\"s\(number)\",{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":\(500 + number)}]",
            at: beginSent, .numbered(transaction: number))
        if chance.oneIn(2) {
            messageID += 1
            send(
                up,
                """
                [2,"m\(messageID)","StatusNotification",{"connectorId":\(visit.connector),"errorCode":"NoError",\
                "status":"Charging","timestamp":"\(begin.iso8601)"}]
                """, at: beginSent, other)
        }
        if chance.oneIn(3) {
            messageID += 1
            send(up, "[2,\"h\(messageID)\",\"Heartbeat\",{}]", at: moment(), other)
        }
        send(
            up,
            """
            [2,"e\(number)","StopTransaction",{"transactionId":\(500 + number),"meterStop":\(visit.meterStop),\
            "timestamp":"\(end.iso8601)","reason":"EVDisconnected"}]
            """, at: endSent, .stopped(transaction: number))
    }

    // MARK: Messages that count nowhere

    static let strayTopic = "north"

    private mutating func addStray() {
        let strays: [(String, String, Meaning)] = [
            ("west/air/plain/aq-1", "{not json", .quarantined),
            ("east/air/plain/aq-1", "{\"readings\":{\"no2\":1}}", .quarantined),
            ("west/air/plain/aq-1", "{\"device\":\"aq-3\",\"readings\":{\"no2\":1}}", .quarantined),
            ("west/air/plain/nobody", "{\"readings\":{\"no2\":1}}", .quarantined),
            ("west/ev/ocpp16/cp-1", "[2,\"1\"]", .quarantined),
            (Self.strayTopic, "1", .quarantined),
            ("west/air/plain/aq-1", "", .ignored),
        ]
        counts.note(.poison)
        let (topic, payload, meaning) = chance.pick(strays)
        let isDigest = topic.hasPrefix("west/ev") || topic == Self.strayTopic
        send(
            topic, payload, journalled: isDigest ? "not decoded: \(payload.utf8.count) bytes" : nil, at: moment(),
            meaning)
    }
}
