import Foundation
import Readings
import SensorSim
import Testing

@Suite("Simulated air sensors")
struct AirTrafficTests {
    @Test("A plain payload has the design's members and stamps that rise by a minute")
    func plain() throws {
        let messages = SimulatedDay.messages.of(dialect: "plain")
        var last: [String: Instant] = [:]
        for message in messages {
            let json = try #require(message.json as? [String: Any])
            #expect(Set(json.keys) == ["device", "ts", "readings"])
            #expect(json["device"] as? String == message.levels[3])
            let readings = try #require(json["readings"] as? [String: Double])
            #expect(Set(readings.keys) == ["pm2_5", "pm10", "no2", "o3", "temperature", "humidity"])
            let stamp = try #require((json["ts"] as? String).flatMap { Instant(iso8601: $0) })
            if let before = last[message.levels[3]] {
                #expect(stamp.microseconds(since: before) == Microseconds.minute)
            }
            last[message.levels[3]] = stamp
        }
        // 14 devices x 1,440 minutes: each minute is sent, some late, but for what a sensor without a link still keeps.
        #expect(messages.count <= 14 * 1440 && messages.count > 14 * 1440 - 240)
    }

    @Test("An AirGradient payload carries the topic's serial number, whole particles and no stamp")
    func airGradient() throws {
        let messages = SimulatedDay.messages.of(dialect: "airgradient")
        for message in messages {
            let json = try #require(message.json as? [String: Any])
            #expect(json["serialno"] as? String == message.levels[3])
            for key in ["pm01", "pm02", "pm10", "rco2", "rhum"] { #expect(json[key] is Int) }
            #expect(json["atmp"] is Double)
            #expect(json["ts"] == nil)
        }
        #expect(messages.count > 4 * 1440 * 9 / 10 && messages.count <= 4 * 1440)
    }

    @Test("An airrohr payload has its values as strings, pressure in Pa, every 145 s")
    func airrohr() throws {
        let messages = SimulatedDay.messages.of(dialect: "airrohr")
        for message in messages {
            let json = try #require(message.json as? [String: Any])
            #expect(json["esp8266id"] as? String == message.levels[3])
            let values = try #require(json["sensordatavalues"] as? [[String: String]])
            let pairs = values.compactMap { value in value["value_type"].map { ($0, value["value"] ?? "") } }
            let byType = Dictionary(uniqueKeysWithValues: pairs)
            let pressure = try #require(byType["BME280_pressure"].flatMap(Double.init))
            #expect(pressure > 95_000 && pressure < 106_000)
            for type in ["SDS_P1", "SDS_P2", "BME280_temperature", "BME280_humidity"] {
                #expect(byType[type].flatMap(Double.init) != nil)
            }
        }
        // 86,400 / 145 = 595.9 a day and device, less what outages lose.
        #expect(messages.count > 4 * 595 * 9 / 10 && messages.count <= 4 * 596)
    }

    @Test("A station's NGSI-LD payload covers the hour that ends at its stamp, one an hour, minutes after it")
    func stations() throws {
        let messages = SimulatedDay.messages.of(dialect: "ngsi-ld")
        #expect(messages.count == 2 * 24)
        for message in messages {
            let json = try #require(message.json as? [String: Any])
            #expect(json["id"] as? String == "urn:ngsi-ld:AirQualityObserved:" + message.levels[3])
            let from = try #require(Self.time(json["dateObservedFrom"]))
            let to = try #require(Self.time(json["dateObservedTo"]))
            #expect(to.microseconds(since: from) == Microseconds.hour)
            #expect(message.received.microseconds(since: to) >= Microseconds.minute)
            let gases = try ["no2", "no", "nox", "o3"].map { try #require(Self.value(json[$0])) }
            // NOx as NO2: NO counts 46.0055 / 30.006 times.
            #expect(abs(gases[0] + gases[1] * 46.0055 / 30.006 - gases[2]) < 0.01)
            #expect(gases.allSatisfy { $0 > 0 })
        }
    }

    private static func time(_ property: Any?) -> Instant? {
        let value = (property as? [String: Any])?["value"] as? [String: String]
        return value?["@value"].flatMap { Instant(iso8601: $0) }
    }

    private static func value(_ property: Any?) -> Double? {
        guard let property = property as? [String: Any], property["unitCode"] as? String == "GQ" else { return nil }
        return property["value"] as? Double
    }

    /// Means over all plain sensors and two weekdays, by UTC hour of the stamp (London is at UTC).
    private static func means(_ quantity: String) throws -> [Double] {
        var sums = [Double](repeating: 0, count: 24)
        var counts = [Double](repeating: 0, count: 24)
        for message in SimulatedDay.twoDays where message.levels[2] == "plain" {
            let json = try #require(message.json as? [String: Any])
            let stamp = try #require((json["ts"] as? String).flatMap { Instant(iso8601: $0) })
            let hour = Int(stamp.microseconds / Microseconds.hour % 24)
            sums[hour] += try #require((json["readings"] as? [String: Double])?[quantity])
            counts[hour] += 1
        }
        return zip(sums, counts).map { $0 / $1 }
    }

    @Test("The day has its shape: NO2 peaks with the traffic, ozone falls where NO2 rises, nights are cool and moist")
    func dailyShape() throws {
        let no2 = try Self.means("no2")
        let o3 = try Self.means("o3")
        let temperature = try Self.means("temperature")
        let humidity = try Self.means("humidity")
        #expect(no2[8] > no2[3] * 1.2)
        #expect(o3[8] < o3[3])
        #expect(temperature[14] > temperature[4] + 2)
        #expect(humidity[14] < humidity[4] - 10)
        // London's roadside NO2 lies between 10 and 60 ug/m3 nowadays.
        #expect(no2.allSatisfy { $0 > 8 && $0 < 80 })
    }

    @Test("Sensors that lost their link send what they kept when it returns")
    func lateMessages() throws {
        let late = try SimulatedDay.messages.of(dialect: "plain").filter { message in
            let json = try #require(message.json as? [String: Any])
            let stamp = try #require((json["ts"] as? String).flatMap { Instant(iso8601: $0) })
            return message.received.microseconds(since: stamp) > Microseconds.minute
        }
        #expect(!late.isEmpty)
        #expect(late.count < SimulatedDay.messages.count / 20)
    }
}
