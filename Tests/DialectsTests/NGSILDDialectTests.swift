import Readings
import Testing

@testable import Dialects

@Suite("ngsi-ld dialect")
struct NGSILDDialectTests {
    @Test("The normalized example: wrapped dates, a fraction for humidity, the stamp in the id is not the device")
    func normalized() {
        let decoding = Decoding(Fixture.bytes("ngsi-ld-airqualityobserved.jsonld"), .ngsiLD)
        #expect(decoding.device == "aq-school-01")
        let stamp = at("2026-03-02T08:00:00Z")
        #expect(
            decoding.samples == [
                Sample(quantity: .pm2_5, value: Millionths(9_800_000), stamp: stamp),
                Sample(quantity: .no2, value: Millionths(40_900_000), stamp: stamp),
                Sample(quantity: .humidity, value: Millionths(78_200_000), stamp: stamp),
            ])
    }

    @Test("The NGSI v2 example, whose units stand in metadata, means the same; its hour is the values' interval")
    func versionTwo() {
        let decoding = Decoding(Fixture.bytes("ngsiv2-airqualityobserved-normalized.json"), .ngsiLD)
        #expect(decoding.device == "aq-school-01")
        #expect(
            decoding.values == [
                .pm2_5: 9_800_000, .pm10: 16_700_000, .no2: 40_900_000, .temperature: 11_600_000, .humidity: 78_200_000,
            ])
        let hour = at("2026-03-02T07:00:00Z")..<at("2026-03-02T08:00:00Z")
        #expect(decoding.samples.allSatisfy { $0.covers == hour && $0.stamp == hour.upperBound })
    }

    private static let spellings = [
        // Normalized.
        #"""
        {"id":"urn:ngsi-ld:AirQualityObserved:MY1","type":"AirQualityObserved",
        "dateObservedFrom":{"type":"Property","value":{"@type":"DateTime","@value":"2022-03-01T00:00:00Z"}},
        "dateObservedTo":{"type":"Property","value":{"@type":"DateTime","@value":"2022-03-01T01:00:00Z"}},
        "co":{"type":"Property","value":0.25,"unitCode":"GP","observedAt":"2022-03-01T01:00:00Z"},
        "no2":{"observedAt":"2022-03-01T01:00:00Z","unitCode":"GQ","value":59.5,"type":"Property"}}
        """#,
        // Concise.
        #"""
        {"no2":{"value":59.5},"co":{"value":0.25},"dateObservedTo":{"value":"2022-03-01T01:00:00Z"},
        "dateObservedFrom":{"value":"2022-03-01T00:00:00"},"type":"AirQualityObserved",
        "id":"urn:ngsi-ld:AirQualityObserved:MY1"}
        """#,
        // Key-values.
        #"""
        {"id":"MY1","type":["Device","https://smartdatamodels.org/dataModel.Environment/AirQualityObserved"],
        "dateObserved":"2022-03-01T00:00:00Z/2022-03-01T01:00:00Z","co":0.25,"no2":"59.5"}
        """#,
        // A batch of one, its attribute an array of one.
        #"""
        [{"@id":"AirQualityObserved:MY1","dateObserved":{"value":"2022-03-01T00:00:00/2022-03-01T01:00:00"},
        "co":[{"value":0.25}],"no2":59.5}]
        """#,
    ]

    @Test("Normalized, concise, key-values and a batch of one say the same", arguments: spellings)
    func forms(_ text: String) {
        let decoding = Decoding(text, .ngsiLD)
        let hour = at("2022-03-01T00:00:00Z")..<at("2022-03-01T01:00:00Z")
        #expect(decoding.device == "MY1")
        #expect(decoding.values == [.co: 250_000, .no2: 59_500_000])
        #expect(decoding.samples.count == 2)
        #expect(decoding.samples.allSatisfy { $0.covers == hour && $0.stamp == hour.upperBound })
    }

    @Test("Key-values without id and type serve, because the topic names the device")
    func bareKeyValues() {
        let decoding = Decoding(#"{"dateObserved":"2026-03-02T08:00:00Z","pm25":9.8}"#, .ngsiLD)
        #expect(
            decoding.samples == [
                Sample(quantity: .pm2_5, value: Millionths(9_800_000), stamp: at("2026-03-02T08:00:00Z"))
            ])
        #expect(decoding.device == nil)
    }

    @Test("An attribute's own stamp goes before dateObserved; the interval goes before both")
    func whichStamp() {
        let attributes =
            #""no2":{"value":1,"observedAt":"2026-03-02T08:00:00Z"},"o3":2,"dateObserved":"2026-03-02T09:00:00Z""#
        let samples = Decoding("{\(attributes)}", .ngsiLD).samples
        #expect(samples.map(\.stamp) == [at("2026-03-02T08:00:00Z"), at("2026-03-02T09:00:00Z")])
        let interval = #","dateObservedFrom":"2026-03-02T05:00:00Z","dateObservedTo":"2026-03-02T06:00:00Z""#
        let covered = Decoding("{\(attributes)\(interval)}", .ngsiLD).samples
        #expect(covered.map(\.stamp) == [at("2026-03-02T06:00:00Z"), at("2026-03-02T06:00:00Z")])
        #expect(Decoding(#"{"no2":1}"#, .ngsiLD).samples.map(\.stamp) == [nil])
    }

    @Test(
        "An id names the device by its last part, a stamp at its end taken off",
        arguments: [
            ("urn:ngsi-ld:AirQualityObserved:MY1", "MY1"), ("MY1", "MY1"),
            ("urn:ngsi-ld:AirQualityObserved:WCC:aq-school-01:2026-03-02T08:00:00Z", "aq-school-01"),
            ("urn:ngsi-ld:AirQualityObserved:WCC:aq-school-01:2026-03-02T08:00:00.000+00:00", "aq-school-01"),
            ("Madrid-AmbientObserved-28079004-2016-03-15T11:00:00", "Madrid-AmbientObserved-28079004"),
            ("urn:ngsi-ld:AirQualityObserved:aq:1", "1"), ("urn:", ""), ("", ""),
        ])
    func identity(_ id: String, _ device: String) {
        #expect(Decoding("{\"id\":\"\(id)\",\"no2\":1}", .ngsiLD).device == device)
    }

    @Test("A batch holds entities of one device, each with its own times; of two devices it is refused")
    func batch() {
        let decoding = Decoding(
            #"""
            [{"id":"a","dateObserved":"2026-03-02T08:00:00Z","no2":1},
            {"id":"a","dateObserved":"2026-03-02T09:00:00Z","no2":2}]
            """#,
            .ngsiLD)
        #expect(decoding.samples.map(\.stamp) == [at("2026-03-02T08:00:00Z"), at("2026-03-02T09:00:00Z")])
        #expect(decoding.samples.map(\.value.count) == [1_000_000, 2_000_000])
        #expect(Decoding(#"[{"id":"a","no2":1},{"id":"b","no2":2}]"#, .ngsiLD).refusal == .deviceMismatch)
        #expect(Decoding("[]", .ngsiLD) == Decoding())
    }

    @Test(
        "Units are converted exactly; the gases by the UK's factors at 20 degC",
        arguments: [
            // 31.2 ppb * 1.9125 = 59.67; 24.2 * 1.2473 = 30.18466; 7.9 * 1.9957 = 15.76603; 0.4 * 2.6609 = 1.06436.
            ("no2", "31.2", "61", 59_670_000), ("no", "24.2", "61", 30_184_660), ("nox", "55.4", "61", 105_952_500),
            ("o3", "7.9", "61", 15_766_030), ("so2", "0.4", "61", 1_064_360), ("no2", "0.0312", "59", 59_670_000),
            ("no2", "0.05967", "GP", 59_670_000), ("pm10", "0.0185", "GP", 18_500_000), ("no2", "-0.4", "61", -765_000),
            // 0.08 ppm * 1.1642 = 0.093136 mg/m3.
            ("co", "0.08", "59", 93_136), ("co", "80", "61", 93_136), ("co", "93.136", "GQ", 93_136),
            ("co", "500", "GP", 500_000_000),
            ("co2", "415.5", "59", 415_500_000), ("co2", "415500", "61", 415_500_000),
            ("temperature", "11.6", "CEL", 11_600_000), ("temperature", "284.75", "KEL", 11_600_000),
            ("temperature", "52.88", "FAH", 11_600_000), ("relativeHumidity", "78.2", "P1", 78_200_000),
            ("relativeHumidity", "0.782", "C62", 78_200_000), ("atmosphericPressure", "1013.25", "A97", 1_013_250_000),
            ("atmosphericPressure", "1013.25", "MBR", 1_013_250_000),
            ("atmosphericPressure", "101325", "PAL", 1_013_250_000),
            ("atmosphericPressure", "101.325", "KPA", 1_013_250_000), ("windSpeed", "18", "KMH", 5_000_000),
            ("windSpeed", "5", "MTS", 5_000_000), ("windDirection", "225", "DD", 225_000_000),
        ] as [(String, String, String, Int64)])
    func units(_ name: String, _ value: String, _ unit: String, _ millionths: Int64) {
        let decoding = Decoding("{\"\(name)\":{\"unitCode\":\"\(unit)\",\"value\":\(value)}}", .ngsiLD)
        #expect(decoding.samples.map(\.value.count) == [millionths])
        #expect(decoding.rejected.isEmpty)
    }

    @Test("Without a unit code CO is in mg/m3 and the wind, pressure and temperature are in our units")
    func defaultUnits() {
        let text =
            #"{"co":0.25,"windSpeed":3.5,"windDirection":225,"atmosphericPressure":1013.2,"temperature":-4,"co2":415}"#
        #expect(
            Decoding(text, .ngsiLD).values == [
                .co: 250_000, .windSpeed: 3_500_000, .windDirection: 225_000_000, .pressure: 1_013_200_000,
                .temperature: -4_000_000, .co2: 415_000_000,
            ])
    }

    @Test(
        "A unit that nobody knows, or that cannot measure the quantity, makes the value malformed",
        arguments: [
            ("no2", "\"XYZ\""), ("no2", "\"CEL\""), ("pm25", "\"61\""), ("co2", "\"GP\""),
            ("relativeHumidity", "\"GQ\""),
            ("windDirection", "\"MTS\""), ("no2", "17"), ("no2", "\"GQ \""), ("no2", "\"\""),
        ])
    func unknownUnits(_ name: String, _ unit: String) {
        let decoding = Decoding("{\"\(name)\":{\"value\":1,\"unitCode\":\(unit)}}", .ngsiLD)
        #expect(decoding.samples.isEmpty)
        #expect(decoding.rejected.map(\.reason) == [.malformedValue])
    }

    @Test("A sentinel is one in the sender's unit; null and an attribute without a value are not there")
    func missing() {
        let text = #"""
            {"no2":{"value":-999,"unitCode":"61"},"relativeHumidity":-999,"o3":{"value":null},"so2":null,
            "no":{"unitCode":"GQ"},"pm10":"x"}
            """#
        let decoding = Decoding(text, .ngsiLD)
        #expect(decoding.samples.isEmpty)
        #expect(decoding.rejections == [.no2: .sentinel, .humidity: .sentinel, .pm10: .malformedValue])
    }

    @Test(
        "Another entity is refused, and so is a time that names no instant",
        arguments: [
            (#"{"id":"x","type":"EVChargingStation","no2":1}"#, .wrongShape),
            (#"{"type":"Notification","data":[]}"#, .wrongShape),
            (#"{"id":"x"}"#, .wrongShape), ("{}", .wrongShape), ("7", .wrongShape), ("[7]", .wrongShape),
            (#"{"type":"AirQualityObserved","id":7}"#, .wrongShape),
            (#"{"no2":1,"type":"airqualityobserved"}"#, .wrongShape),
            (#"{"no2":1,"dateObserved":"yesterday"}"#, .malformedStamp),
            (#"{"no2":1,"dateObserved":5}"#, .malformedStamp),
            (#"{"no2":{"value":1,"observedAt":"2026-03-02"}}"#, .malformedStamp),
            (#"{"no2":1,"dateObserved":"2026-03-02T08:00:00Z/"}"#, .malformedStamp),
            (#"{"no2":1,"dateObserved":"2026-03-02T09:00:00Z/2026-03-02T08:00:00Z"}"#, .malformedStamp),
            (
                #"{"no2":1,"dateObservedFrom":"2026-03-02T08:00:00Z","dateObservedTo":"2026-03-02T08:00:00Z"}"#,
                .malformedStamp
            ),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        #expect(Decoding(text, .ngsiLD).refusal == reason)
    }

    @Test("An entity of the right type without a quantity is context")
    func context() {
        let decoding = Decoding(
            #"{"id":"urn:x:a","type":"AirQualityObserved","location":{"coordinates":[0.1,51]}}"#, .ngsiLD)
        #expect(decoding.refusal == nil)
        #expect(decoding.samples.isEmpty && decoding.rejected.isEmpty)
        #expect(decoding.device == "a")
    }

    @Test("The gas factors are those of the golden table, and its molar masses over 24.0518 L to four decimals")
    func gasFactors() throws {
        let gases: [String: Quantity] = ["NO2": .no2, "O3": .o3, "SO2": .so2, "NO": .no, "CO": .co, "NOx as NO2": .nox]
        let rows = String(decoding: Fixture.bytes("unit_conversion.csv"), as: UTF8.self)
            .split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",").map(String.init) }
        #expect(rows.count == 6)
        for row in rows {
            guard let quantity = gases[row[0]], let mass = Int128(row[1]) else {
                Issue.record("unknown gas \(row)")
                continue
            }
            let published = Array(row[2].utf8)
            let factor = GasFactor.perTenThousand(of: quantity) ?? 0
            let expected = try Millionths(decimal: published.span)
            #expect(expected.count == Int64(factor * 100))
            // M / (22.41 * 293/273) in ten-thousandths is M * 273 * 1,000,000 / (2241 * 293).
            #expect(Millionths.rounded(mass * 273 * 1_000_000, over: 2241 * 293) == factor)
        }
    }
}
