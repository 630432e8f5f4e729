import Dialects
import Foundation
import Intake
import Readings
import Registry
import Testing

/// The mapping files that ship, and what they make of payloads.
enum ShippedMappings {
    /// Of air sensors.
    static let names = ["tasmota", "zigbee2mqtt", "esphome", "zephyr", "clarity", "libelium"]
    static let chargers = ["openwb", "go-e", "zappi", "twcmanager", "shelly", "tasmota-energy"]
    static let all = names + chargers

    /// The folder of Package.swift, found upwards from this file.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func file(_ name: String) throws -> MappingFile {
        let bytes = try Data(contentsOf: root.appending(path: "Mappings/\(name).yaml"))
        return MappingFile(
            file: "mappings/\(name).yaml", bytes: [UInt8](bytes), builtIn: Dialect.allCases.map(\.name))
    }

    static func mapping(_ name: String) throws -> Mapping {
        let file = try file(name)
        return try #require(file.mapping, "\(file.problems)")
    }

    /// A payload example, written for this project.
    static func payload(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: "Tests/DialectsTests/Fixtures/\(name)")))
    }

    static func topics(_ name: String) throws -> [(topic: String, payload: String)] {
        String(decoding: try payload(name), as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            let parts = $0.split(separator: "\t", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        }
    }
}

@Suite("Mapping files")
struct MappingFileTests {
    @Test(
        "each that ships has its file's name, and its examples come to what they say", arguments: ShippedMappings.all)
    func shipped(name: String) throws {
        let file = try ShippedMappings.file(name)
        #expect(file.problems.map(\.description) == [])
        let mapping = try #require(file.mapping)
        #expect(mapping.name == name && file.name == name)
        try #require(file.examples.count >= 3)
        for example in file.examples {
            #expect(example.difference(of: mapping) == [], "line \(example.line ?? 0)")
        }
    }

    @Test("no two that ship are ignored by, or take away, each other's readings")
    func together() throws {
        let mappings = try ShippedMappings.all.map(ShippedMappings.mapping)
        for name in ShippedMappings.all {
            for example in try ShippedMappings.file(name).examples where example.gives != ["ignored"] {
                let topic = Array((example.topic ?? "none").utf8)
                for mapping in mappings where mapping.name != name {
                    #expect(!mapping.ignoredTopics.contains { TopicFilter($0)?.matches(topic.span) ?? false })
                }
            }
        }
    }

    /// The figures stand in the payloads; 08:17:31 in March is London's time and UTC.
    @Test(
        "the payload examples come to their quantities, values, units and times",
        arguments: [
            (
                "tasmota", "tasmota-sensor.json",
                [
                    "pm1 6 ug/m3", "pm2_5 10 ug/m3", "pm10 12 ug/m3", "temperature 11.6 degC", "humidity 78.2 pct",
                    "pressure 1012.3 hPa",
                ].map { $0 + " at 2026-03-02T08:17:31Z" }
            ),
            (
                "tasmota", "tasmota-sensor-sds0x1.json",
                ["pm2_5 9.8 ug/m3 at 2026-03-02T08:17:31Z", "pm10 16.7 ug/m3 at 2026-03-02T08:17:31Z"]
            ),
            (
                "zigbee2mqtt", "zigbee2mqtt-e2112.json",
                [
                    "pm2_5 9 ug/m3 at 2026-03-02T08:17:31Z", "temperature 19 degC at 2026-03-02T08:17:31Z",
                    "humidity 61 pct at 2026-03-02T08:17:31Z",
                ]
            ),
            (
                "clarity", "clarity-v2-json-long.json",
                ["pm2_5 9.84 ug/m3 from 2026-03-02T08:00:00Z to 2026-03-02T09:00:00Z"]
            ),
            ("libelium", "libelium-meshlium-template.json", ["pm2_5 9.8 ug/m3 at 2026-03-02T08:17:31Z"]),
            // A discovery message of Home Assistant under a sensor's topic is none of its readings.
            ("tasmota", "homeassistant-discovery-config.json", ["refused: wrong_shape"]),
        ])
    func payloads(name: String, payload: String, expected: [String]) throws {
        let example = MappingExample(payload: try ShippedMappings.payload(payload))
        #expect(example.outcome(of: try ShippedMappings.mapping(name)).sorted() == expected.sorted())
    }

    @Test("one-scalar topics come to a quantity each, and the rest to nothing")
    func scalars() throws {
        let esphome = try ShippedMappings.mapping("esphome")
        let zephyr = try ShippedMappings.mapping("zephyr")
        func outcomes(_ file: String, _ device: String, _ mapping: Mapping) throws -> [String] {
            try ShippedMappings.topics(file).map { topic, payload in
                var example = MappingExample(payload: Array(payload.utf8))
                example.topic = topic
                example.device = device
                return example.outcome(of: mapping).joined(separator: "; ")
            }
        }
        #expect(
            try outcomes("esphome-topics.txt", "aq-school-01", esphome) == [
                "ignored", "pm2_5 9.8 ug/m3 on arrival", "pm10 16.7 ug/m3 on arrival", "no2 rejected: sentinel",
            ])
        #expect(
            try outcomes("zapi2mqtt-topics.txt", "1234", zephyr) == [
                "no 11 ug/m3 on arrival", "no2 41 ug/m3 on arrival", "o3 36 ug/m3 on arrival", "pm1 6 ug/m3 on arrival",
                "pm2_5 10 ug/m3 on arrival", "pm10 17 ug/m3 on arrival", "context", "context",
            ])
    }

    @Test("an example that comes to something else tells both")
    func difference() throws {
        var example = MappingExample(payload: Array(#"{"pm25":9}"#.utf8))
        example.gives = ["pm2_5 9.5 ug/m3 on arrival"]
        #expect(
            example.difference(of: try ShippedMappings.mapping("zigbee2mqtt")) == [
                "expected, and not found: pm2_5 9.5 ug/m3 on arrival",
                "found, and not expected: pm2_5 9 ug/m3 on arrival",
            ])
    }
}
