import Pipeline
import Readings
import Tables
import Testing

@Suite("Humidity of a little more than 100 %")
struct SaturatedHumidityTests {
    private static func city(_ values: [String]) throws -> AmendedCity {
        let minutes = ["00", "15", "30", "45"]
        return try AmendedCity(
            messages: zip(minutes, values).map { minute, value in
                AmendedCity.Message(
                    device: "aq-1", stamp: "2026-03-02T10:\(minute):00Z", readings: "\"humidity\":\(value)")
            })
    }

    @Test(
        "100.x counts as 100, in means and extremes; 101 is out of range",
        arguments: [
            // (98 + 99 + 100 + 100) / 4.
            (["98", "99", "100.4", "100.999999"], "4 99.25 100", [:]),
            (["98", "99", "100", "101"], "3 99 100", [.range: 1]),
        ] as [([String], String, [RejectionReason: Int])])
    func hour(values: [String], expected: String, rejected: [RejectionReason: Int]) throws {
        let city = try Self.city(values)
        #expect(city.row(.airHour, "humidity", at: "10:00", "n mean max") == expected)
        #expect(city.balance.rejected == rejected)
    }

    @Test("two copies of a reading that both count as 100 are one")
    func copies() throws {
        let city = try AmendedCity(
            messages: ["100.2", "100.4"].map {
                AmendedCity.Message(device: "aq-1", stamp: "2026-03-02T10:00:00Z", readings: "\"humidity\":\($0)")
            })
        #expect(city.row(.airHour, "humidity", at: "10:00", "n mean") == "1 100")
        #expect((city.balance.duplicateReadings, city.balance.conflicts) == (1, 0))
    }
}
