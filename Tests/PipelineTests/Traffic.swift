import SeededRandom
import Pipeline
import Readings
import Registry

/// Made-up messages of all dialects: mostly what devices do, often what they should not do.
struct Traffic {
    /// Ordered by receive time.
    private(set) var records: [Record] = []
    let settings: CorridorSettings
    private var numbers: SplitMix64
    let start: Instant
    let length: Int64
    /// The longest delay of a message in microseconds, beside the few that come after more than a week.
    private let longestDelay: Int64
    private var messageID = 0
    private let isAmended: Bool

    /// Three lengths: some hours with every window, a day with quarter-hours, and twelve days.
    init(seed: UInt64) {
        var numbers = SplitMix64(seed: seed)
        isAmended = seed / 3 % 2 == 1
        let starts = [
            "2026-03-28T22:00:00Z", "2026-03-31T20:00:00Z", "2026-03-27T05:00:00Z", "2026-10-24T21:30:00Z",
            "2026-04-30T23:10:00Z",
        ]
        start = Instant(iso8601: starts[Int(seed / 3) % starts.count]) ?? .distantPast
        let count: Int
        switch seed % 3 {
        case 0:
            (length, longestDelay, count) = (3 * Microseconds.hour, Microseconds.hour, 80)
            settings = CorridorSettings(windows: WindowName.allCases)
        case 1:
            (length, longestDelay, count) = (Microseconds.day, 8 * Microseconds.hour, 100)
            settings = CorridorSettings(windows: [.quarterHour, .hour, .day, .schoolDay])
        default:
            (length, longestDelay, count) = (12 * Microseconds.day, 9 * Microseconds.day, 100)
            settings = CorridorSettings()
        }
        self.numbers = numbers
        let quiet = Set(["aq-1", "aq-2", "aq-9", "ref-1", "ag-1"].filter { _ in numbers.next() % 3 == 0 })
        for _ in 0..<count { addAir(quiet) }
        for connector in [("cp-1", 1, "west"), ("cp-1", 2, "west"), ("cp-2", 1, "east")] { addCharging(connector) }
        for _ in 0..<10 { addStray() }
        if seed % 3 == 2 || numbers.next() % 3 == 0 { addSteady() }
        addOtherChargers()
        records.sort { ($0.received, $0.topic, $0.payload) < ($1.received, $1.topic, $1.payload) }
    }

    /// Every other three seeds, people have corrected and reviewed readings.
    func registry() throws -> RegistryTables {
        try CityRegistry.tables(
            start: start, move: start.advanced(byMicroseconds: length / 2),
            sheets: (isAmended ? amendments : [:]).merging(otherChargers) { $1 })
    }

    private var amendments: [String: String] {
        let quarters = (0...4).map { start.advanced(byMicroseconds: length / 4 * $0).iso8601 }
        return [
            "corrections.csv": """
            device,quantity,method,slope,offset,from,to
            aq-1,pm2_5,linear,0.8,-1.5,\(quarters[1]),\(quarters[2])
            aq-1,pm2_5,linear,1.234567,0.1,\(quarters[2]),\(quarters[3])
            aq-1,pm2_5,kappa-koehler,0.35,,\(quarters[3]),
            aq-4,temperature,linear,1,-0.5,,
            7654321,pm10,linear,0.5,0,,\(quarters[3])
            ref-1,no2,linear,1.1,0,\(quarters[1]),
            aq-9,so2,linear,9,0,,\(quarters[2])
            """,
            "reviews.csv": """
            device,quantity,from,to,action,reason
            aq-1,no2,\(quarters[1]),\(quarters[3]),invalid,works
            aq-1,,\(quarters[0]),,ratified,
            aq-4,,\(quarters[1]),\(quarters[2]),invalid,fell down
            ref-1,o3,\(quarters[2]),\(quarters[3]),suspect,works
            ref-1,,\(quarters[0]),\(quarters[3]),ratified,
            """,
        ]
    }

    // MARK: Times

    mutating func below(_ bound: Int) -> Int { Int(numbers.next() % UInt64(max(1, bound))) }

    private mutating func moment() -> Instant {
        // Whole half minutes, so that stamps meet.
        let halves = Int(length / (Microseconds.minute / 2))
        return start.advanced(byMicroseconds: Int64(below(halves)) * Microseconds.minute / 2)
    }

    /// When a message with that stamp is received: soon, sometimes late, before its stamp, or not in time.
    private mutating func receipt(of stamp: Instant) -> Instant {
        let delay: Int64
        switch below(24) {
        case 0: delay = -4 * Microseconds.minute
        case 1: delay = -6 * Microseconds.minute
        case 2, 3: delay = Int64(below(Int(longestDelay / Microseconds.second))) * Microseconds.second
        default: delay = Int64(below(3_000_000))
        }
        return stamp.advanced(byMicroseconds: delay)
    }

    // MARK: Air

    private mutating func addAir(_ quiet: Set<String>) {
        let stamp = moment()
        var record = Record(received: receipt(of: stamp), topic: "", payload: "")
        let devices = [
            "aq-1", "aq-1", "aq-1", "aq-2", "aq-3", "aq-4", "aq-4", "ag-1", "7654321", "ref-1", "ref-1", "aq-9",
        ]
        let device = devices[below(devices.count)]
        // Some devices fall silent early.
        if quiet.contains(device), stamp > start.advanced(byMicroseconds: length / 8), below(6) > 0 { return }
        record.isRetained = below(12) == 0
        switch device {
        case "ag-1":
            record.topic = "west/air/airgradient/ag-1"
            record.payload =
                "{\"serialno\":\"ag-1\",\"pm02\":\(value()),\"rco2\":\(400 + below(99)),\"atmp\":\(value())}"
        case "7654321":
            record.topic = "west/air/airrohr/7654321"
            record.payload = """
                {"esp8266id":"7654321","sensordatavalues":[{"value_type":"SDS_P1","value":"\(value())"},\
                {"value_type":"SDS_P2","value":"\(value())"}]}
                """
        case "ref-1":
            let to = stamp.floored(toMicroseconds: Microseconds.hour)
            let from = to.advanced(byMicroseconds: -Microseconds.hour * (below(9) == 0 ? 2 : 1))
            record.topic = "west/air/ngsi-ld/ref-1"
            record.payload = """
                {"id":"urn:ngsi-ld:AirQualityObserved:ref-1","type":"AirQualityObserved","dateObservedFrom":\
                "\(from.iso8601)","dateObservedTo":"\(to.iso8601)",\
                "no2":{"value":\(value()),"unitCode":"GQ"},"o3":{"value":\(value()),"unitCode":"GQ"}}
                """
        default:
            record.topic = "\(device == "aq-9" ? "east" : "west")/air/plain/\(device)"
            record.payload =
                "{\"device\":\"\(device)\"\(stampMember(device, stamp)),\"readings\":{\(readings(device))}}"
        }
        records.append(record)
        // The same once more, with another value: a conflict.
        guard below(10) == 0 else { return }
        record.received = record.received.advanced(byMicroseconds: Int64(below(5)) * Microseconds.minute)
        record.payload = record.payload.replacing("1", with: "2")
        records.append(record)
    }

    private mutating func stampMember(_ device: String, _ stamp: Instant) -> String {
        switch below(16) {
        case 0: return ""
        case 1: return ",\"ts\":\"1970-01-01T00:00:10Z\""
        default:
            // The clock of aq-3 is an hour behind.
            let behind = device == "aq-3" ? -Microseconds.hour : 0
            return ",\"ts\":\"\(stamp.advanced(byMicroseconds: behind).iso8601)\""
        }
    }

    private mutating func readings(_ device: String) -> String {
        let names =
            switch device {
            case "aq-1": ["pm2_5", "no2", "humidity"]
            case "aq-2": ["pm10"]
            case "aq-3": ["co2", "pm1", "temperature"]
            case "aq-4": ["wind_direction", "temperature"]
            default: ["so2", "o3"]
            }
        let kept = names.filter { _ in below(4) > 0 }
        let chosen = kept.isEmpty ? [names[0]] : kept
        return chosen.map { "\"\($0)\":\($0 == "co2" ? "\(400 + below(50))" : value())" }.joined(separator: ",")
    }

    /// Mostly tens with a digit or three; now and then out of range, or a word for no value.
    private mutating func value() -> String {
        switch below(40) {
        case 0: "-999"
        case 1: "5000"
        case 2: "0.\(100_000 + below(899_999))"
        default: "\(below(40)).\(below(10))"
        }
    }

    /// An hourly reading of three devices for up to four days, as checks of windows flag them: one stands still about each
    /// midnight, one has spikes, and one reads four times what the others do and has exactly the 54 hours in three days
    /// that such a judgement needs, so that a late one decides.
    private mutating func addSteady() {
        let hours = Int(min(length, 100 * Microseconds.hour) / Microseconds.hour)
        let spare = Int(length / Microseconds.hour) - hours
        let first = start.floored(toMicroseconds: Microseconds.hour)
            .advanced(byMicroseconds: Int64(1 + below(spare)) * Microseconds.hour)
        for hour in 0..<hours {
            let stamp = first.advanced(byMicroseconds: Int64(hour) * Microseconds.hour)
            let weather = 80 + below(90)
            // 21:00 to 03:00, six hours and more: the hours before midnight are published before anybody knows.
            let hourOfDay = stamp.microseconds / Microseconds.hour % 24
            let isNight = hourOfDay >= 21 || hourOfDay < 4
            let tenths = [
                isNight ? 115 : weather, below(10) == 0 ? weather + 900 : weather + below(20), 4 * weather,
            ]
            for (number, value) in tenths.enumerated() where number == 2 ? hour % 4 < 3 : below(20) > 0 {
                let text = "\(value / 10).\(value % 10)"
                records.append(
                    Record(
                        received: receipt(of: stamp), topic: "west/air/plain/st-\(number + 1)",
                        payload: "{\"ts\":\"\(stamp.iso8601)\",\"readings\":{\"pm2_5\":\(text),\"no2\":\(text)}}"))
            }
        }
    }

    // MARK: Charging

    private mutating func addCharging(_ place: (chargePoint: String, connector: Int, borough: String)) {
        let (chargePoint, connector, borough) = place
        var at = start.advanced(byMicroseconds: Int64(below(60)) * Microseconds.minute)
        let end = start.advanced(byMicroseconds: length)
        var meter = 1000 * below(5000)
        var sessions = 0
        // Its registers count for life, since plug-in, or in kWh that it calls Wh.
        let meaning = below(3)
        while at < end, sessions < 8 {
            sessions += 1
            let unit = max(Microseconds.minute, length / 64)
            let topic = "\(borough)/ev/ocpp16/\(chargePoint)"
            let transaction = 100 * connector + sessions
            messageID += 1
            let id = "s\(messageID)"
            add(topic, status("Charging", connector, at), at)
            add(
                topic,
                """
                [2,"\(id)","StartTransaction",{"connectorId":\(connector),"idTag":"A","meterStart":\(meter),\
                "timestamp":"\(at.iso8601)"}]
                """, at)
            if below(6) > 0 {
                let reply = "[3,\"\(id)\",{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":\(transaction)}]"
                add(topic + "/down", reply, at.advanced(byMicroseconds: Microseconds.second), isOnTime: true)
            }
            let meterStart = meter
            for _ in 0..<below(3) {
                at = at.advanced(byMicroseconds: unit)
                meter += below(4000)
                let register = [meter, meter - meterStart, meter / 1000][meaning]
                add(topic, meterValues(connector, transaction, register, at), at)
            }
            if below(2) == 0 { add(topic, status("SuspendedEV", connector, at), at) }
            at = at.advanced(byMicroseconds: Int64(below(9)) * unit / 2)
            meter += below(3000)
            let isReboot = below(6) == 0
            if below(8) > 0 {
                add(
                    topic,
                    """
                    [2,"x\(id)","StopTransaction",{"transactionId":\(below(9) == 0 ? -1 : transaction),\
                    "meterStop":\(meter),"timestamp":"\(at.iso8601)","reason":"\(isReboot ? "Reboot" : "EVDisconnected")"}]
                    """, at)
            }
            if isReboot {
                at = at.advanced(byMicroseconds: 2 * Microseconds.minute)
                continue
            }
            if below(3) > 0 { add(topic, status(below(5) == 0 ? "Faulted" : "Available", connector, at), at) }
            at = at.advanced(byMicroseconds: Int64(below(12)) * unit)
            if below(3) == 0 { add(topic, "[2,\"h\(messageID)\",\"Heartbeat\",{}]", at) }
        }
    }

    mutating func add(_ topic: String, _ payload: String, _ at: Instant, isOnTime: Bool = false) {
        let received = isOnTime ? at : receipt(of: at)
        records.append(Record(received: received, topic: topic, payload: payload, isRetained: below(15) == 0))
    }

    private mutating func status(_ word: String, _ connector: Int, _ at: Instant) -> String {
        let stamp = below(10) == 0 ? "" : ",\"timestamp\":\"\(at.iso8601)\""
        messageID += 1
        return """
            [2,"m\(messageID)","StatusNotification",{"connectorId":\(connector),"errorCode":"NoError",\
            "status":"\(word)"\(stamp)}]
            """
    }

    private func meterValues(_ connector: Int, _ transaction: Int, _ meter: Int, _ at: Instant) -> String {
        """
        [2,"v\(messageID)","MeterValues",{"connectorId":\(connector),"transactionId":\(transaction),"meterValue":\
        [{"timestamp":"\(at.iso8601)","sampledValue":[{"value":"\(meter)"},{"value":"7.2","unit":"kW","measurand":\
        "Power.Active.Import"},{"value":"1","unit":"parsecs","measurand":"Power.Active.Import"}]}]}]
        """
    }

    // MARK: Messages that count nowhere

    private mutating func addStray() {
        let strays = [
            ("west/air/plain/aq-1", "{not json"), ("east/air/plain/aq-1", "{\"readings\":{\"no2\":1}}"),
            ("west/air/plain/aq-1", "{\"device\":\"aq-2\",\"readings\":{\"no2\":1}}"),
            ("west/air/plain/nobody", "{\"readings\":{\"no2\":1}}"), ("west/air/plain/aq-2", ""),
            ("west/air/plain/aq-2", "{\"readings\":{}}"), ("north", "1"), ("west/ev/ocpp16/cp-1", "[2,\"1\"]"),
            ("west/air/morse/aq-1", "..."), ("west/ev/ocpp16/cp-1", "[4,\"1\",\"InternalError\",\"\",{}]"),
        ]
        let (topic, payload) = strays[below(strays.count)]
        records.append(Record(received: moment(), topic: topic, payload: payload))
    }
}
