import Readings
import SensorSim
import Testing

@Suite("The word that a car takes no more, as the truth has it")
struct ToldFlowTests {
    private static func words(_ dialect: ChargerDialect) -> [(truth: ChargingTruth, at: Instant)] {
        var city = City.twoBoroughs(chargerDialects: [dialect])
        city.airDevices = []
        return ChargingFaultTests.run(days: 1, city: city, reading: false) { _ in }.truths.flatMap { truth in
            (truth.emitted?.samples ?? []).filter { !$0.isOfMeter }.map { (truth, $0.taken) }
        }
    }

    @Test("OCPI tells it in the bill, as a length from the start on; its CHARGING says that a car is there")
    func ocpi() throws {
        let words = Self.words(.ocpi)
        #expect(words.count > 20)
        for (truth, at) in words {
            let told = try #require(truth.emitted)
            let (from, to) = (try #require(truth.chargingFrom), try #require(truth.chargingTo))
            // Ten-thousandths of an hour are 0.36 s, and are rounded.
            let length = to.microseconds(since: from)
            #expect(abs(at.microseconds(since: told.start) - length) <= 180_000)
            #expect(at < told.stop ?? .distantPast)
        }
    }

    @Test(
        "EVerest and evcc tell the meter with each word: no part of a visit is without a value for longer than five minutes",
        arguments: [ChargerDialect.everest, .evcc])
    func everyWord(dialect: ChargerDialect) throws {
        var city = City.twoBoroughs(chargerDialects: [dialect])
        city.airDevices = []
        let told = ChargingFaultTests.run(days: 1, city: city, reading: false) { _ in }.truths.compactMap(\.emitted)
        let ended = told.filter { $0.stop != nil }
        #expect(ended.count > 20)
        for session in ended {
            let steps = zip(session.samples, session.samples.dropFirst())
            // Half a second is the longest way.
            #expect(steps.allSatisfy { $1.at.microseconds(since: $0.at) <= 300_500_000 })
            #expect(steps.allSatisfy { $0.energyWh <= $1.energyWh })
            #expect(
                abs((session.samples.last?.at ?? .distantPast).microseconds(since: session.stop ?? .distantFuture))
                    < 501_000)
        }
    }

    @Test("a visit of EVerest begins with the word that shows the car: AuthRequired may be a card at a free cable")
    func shownStart() throws {
        var city = City.twoBoroughs(chargerDialects: [.everest])
        city.airDevices = []
        let truths = ChargingFaultTests.run(days: 1, city: city, reading: false) { _ in }.truths
        let fresh = truths.filter { $0.pluggedIn > SimulatedDay.start && $0.emitted != nil && $0.energyWh > 0 }
        #expect(fresh.count > 20)
        #expect(fresh.allSatisfy { $0.emitted?.start == $0.chargingFrom })
    }

    @Test(
        "what names no plug tells of the first one of its EVSE, whichever the car took",
        arguments: [
            (ChargerDialect.everest, true), (.ngsiLDStation, true), (.evcc, false), (.ocpi, false), (.ocpp16, false),
        ])
    func plug(dialect: ChargerDialect, isFirst: Bool) {
        var city = City.twoBoroughs(chargerDialects: [dialect])
        city.airDevices = []
        let truths = ChargingFaultTests.run(days: 1, city: city, reading: false) { _ in }.truths
        let points = Dictionary(uniqueKeysWithValues: city.chargePoints.map { ($0.id, $0) })
        for truth in truths {
            let plugs = points[truth.chargePoint]?.evses.first { $0.contains(truth.connector) } ?? []
            #expect(truth.toldConnector == (isFirst ? plugs.first : truth.connector))
        }
        #expect(truths.contains { $0.toldConnector != $0.connector } == isFirst)
    }

    @Test("OCPP 2.0.1 tells it inside of a transaction, at once; a car that was full when the unit woke is Occupied")
    func ocpp201() {
        let words = Self.words(.ocpp201)
        #expect(words.count > 20 && words.allSatisfy { $0.at == $0.truth.chargingTo })
    }

    @Test("OCPP 1.6 tells it at once, and since when it holds as soon as the unit wakes")
    func ocpp16() {
        let words = Self.words(.ocpp16)
        let early = words.filter { $0.at != $0.truth.chargingTo }
        #expect(words.count > early.count && !early.isEmpty)
        #expect(early.allSatisfy { $0.at == SimulatedDay.start && ($0.truth.chargingTo ?? .distantFuture) < $0.at })
    }
}
