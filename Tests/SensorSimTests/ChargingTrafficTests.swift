import Readings
import SensorSim
import Testing

@Suite("Simulated charge points")
struct ChargingTrafficTests {
    static let calls = SimulatedDay.twoDays.compactMap(Call.init)
    static let answers = SimulatedDay.twoDays.compactMap(Answer.init)
    static let ratings = Dictionary(
        uniqueKeysWithValues: City.twoBoroughs.chargePoints.map { ($0.id, Double($0.kind.ratedKilowatts)) })

    @Test("Every OCPP message is a call on up or an answer on down")
    func frames() {
        let charging = SimulatedDay.twoDays.of(dialect: "ocpp16")
        for message in charging {
            #expect((Call(message) == nil) != (Answer(message) == nil))
        }
        let actions = Set(Self.calls.map(\.action))
        #expect(
            actions == [
                "BootNotification", "Heartbeat", "StatusNotification", "StartTransaction", "MeterValues",
                "StopTransaction",
            ])
    }

    @Test("Each call is answered once, after it was received")
    func answered() {
        let calls = Set(Self.calls.map { $0.chargePoint + $0.id })
        let answers = Self.answers.map { $0.chargePoint + $0.id }
        #expect(Set(answers) == calls)
        #expect(answers.count == calls.count)
        #expect(calls.count == Self.calls.count)
        var asked: Set<String> = []
        for message in SimulatedDay.messages {
            if let call = Call(message) { asked.insert(call.chargePoint + call.id) }
            if let answer = Answer(message) { #expect(asked.contains(answer.chargePoint + answer.id)) }
        }
    }

    @Test("The calls have the members of the examples")
    func members() {
        for call in Self.calls {
            switch call.action {
            case "StatusNotification":
                #expect(call.members == ["connectorId", "errorCode", "status", "timestamp"])
            case "StartTransaction":
                #expect(call.members == ["connectorId", "idTag", "meterStart", "timestamp"])
                #expect(call.meterStart != nil)
            case "StopTransaction":
                #expect(call.members == ["transactionId", "idTag", "meterStop", "timestamp", "reason"])
            case "MeterValues":
                #expect(call.members == ["connectorId", "transactionId", "meterValue"])
                let value = call.sampledValues.first
                #expect(value?["measurand"] == "Energy.Active.Import.Register")
                #expect(value?["unit"] == "Wh")
                #expect(value?["value"].flatMap(Int.init) != nil)
            default: break
            }
        }
    }

    @Test("Each connector's states follow OCPP's cycle: available, preparing, charging, perhaps suspended, finishing")
    func cycle() {
        let followers: [String: Set<String>] = [
            "Available": ["Preparing"], "Preparing": ["Charging"], "Charging": ["SuspendedEV", "Finishing"],
            "SuspendedEV": ["Finishing"], "Finishing": ["Available"],
        ]
        var last: [String: String] = [:]
        for call in Self.calls where call.action == "StatusNotification" {
            guard let connector = call.connector, connector > 0, let status = call.status
            else { continue }
            let key = "\(call.chargePoint) \(connector)"
            if let before = last[key] { #expect(followers[before]?.contains(status) == true, "\(key)") }
            last[key] = status
        }
        #expect(last.count == 60)
    }

    @Test("Each stop follows its start, and the energy fits the rating and the time")
    func sessions() throws {
        var transactions: [String: Int] = [:]
        for answer in Self.answers {
            transactions[answer.chargePoint + answer.id] = answer.transaction
        }
        var starts: [Int: Call] = [:]
        var stops = 0
        var lastRegister: [String: Int] = [:]
        for call in Self.calls {
            if call.action == "StartTransaction" {
                let number = try #require(transactions[call.chargePoint + call.id])
                #expect(starts.updateValue(call, forKey: number) == nil)
                let connector = try #require(call.connector)
                let meter = try #require(call.meterStart)
                let key = "\(call.chargePoint) \(connector)"
                if let before = lastRegister[key] { #expect(meter == before) }
            }
            guard call.action == "StopTransaction" else { continue }
            stops += 1
            let number = try #require(call.transaction)
            let start = try #require(starts[number])
            let began = try #require(start.stamp)
            let ended = try #require(call.stamp)
            #expect(start.chargePoint == call.chargePoint && start.received < call.received && began < ended)
            #expect(start.idTag != nil && start.idTag == call.idTag)
            let meterStart = try #require(start.meterStart)
            let meterStop = try #require(call.meterStop)
            let hours = Double(ended.microseconds(since: began)) / Double(Microseconds.hour)
            let rating = try #require(Self.ratings[call.chargePoint])
            let energy = Double(meterStop - meterStart) / 1000
            #expect(energy >= 0 && energy <= rating * hours, "\(call.chargePoint) \(number)")
            let connector = try #require(start.connector)
            lastRegister["\(call.chargePoint) \(connector)"] = meterStop
        }
        // 56 EVSEs over two days: about one session a day and EVSE, several a day at the four rapids.
        #expect(stops > 50 && stops < 300)
        #expect(Set(Self.calls.compactMap(\.idTag)).count >= starts.count * 9 / 10)
    }

    @Test("A register never falls during a transaction, and samples come every five minutes")
    func registers() throws {
        var last: [Int: (Int, Instant)] = [:]
        for call in Self.calls where call.action == "MeterValues" {
            let number = try #require(call.transaction)
            let stamp = try #require(call.stamp)
            let register = try #require(call.sampledValues.first?["value"].flatMap(Int.init))
            if let (before, at) = last[number] {
                #expect(register >= before)
                #expect(stamp.microseconds(since: at) == 5 * Microseconds.minute)
            }
            last[number] = (register, stamp)
        }
        #expect(!last.isEmpty)
    }

    @Test("Some cars are charging when the day begins, with the time at which they were plugged in")
    func startState() {
        let begin = SimulatedDay.start
        let before = Self.calls.filter { call in
            call.action == "StartTransaction" && (call.stamp.map { $0 < begin } ?? false)
        }
        #expect(before.count >= 3)
        let firstMinutes = begin.advanced(byMicroseconds: 2 * Microseconds.minute)
        #expect(before.allSatisfy { $0.received < firstMinutes })
    }
}
