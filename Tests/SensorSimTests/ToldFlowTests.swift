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

    @Test("OCPI never tells it: its CHARGING says that a car is there")
    func ocpi() { #expect(Self.words(.ocpi).isEmpty) }

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
