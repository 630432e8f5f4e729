import Readings
import Registry
import Testing

@Suite("Which device a topic means")
struct TopicRoutingTests {
    private static let ocpp = KnownDialect(name: "ocpp16", family: .ev)
    private static let plain = KnownDialect(name: "plain", family: .air)

    private func route(
        _ filter: String, _ borough: String, _ dialect: KnownDialect, _ part: Int, _ direction: TopicDirection? = nil
    ) throws -> Route {
        Route(
            topic: try #require(TopicFilter(filter)), borough: borough, dialect: dialect, devicePart: part,
            direction: direction)
    }

    private func routing() throws -> TopicRouting {
        TopicRouting(
            routes: [
                try route("ocpp/cp/+/#", "westminster", Self.ocpp, 3, .up),
                try route("ocpp/cs/+", "westminster", Self.ocpp, 3, .down),
                try route("sensors/special/+", "camden", Self.plain, 3),
                try route("sensors/#", "westminster", Self.plain, 2),
            ], knownDialects: SampleRegistry.dialects)
    }

    private func answer(_ topic: String) throws -> String {
        let bytes = Array(topic.utf8)
        do {
            let routed = try routing().route(bytes.span)
            #expect(String(decoding: bytes[routed.deviceBytes], as: UTF8.self) == routed.device)
            let rest = String(decoding: bytes[routed.restBytes], as: UTF8.self)
            let family = routed.dialect.family.rawValue
            return "\(routed.borough) \(family) \(routed.dialect.name) \(routed.device) \(routed.direction) [\(rest)]"
        } catch let reason as QuarantineReason {
            return reason.rawValue
        }
    }

    @Test(
        "a topic is read by the layout borough/family/dialect/device",
        arguments: [
            ("westminster/air/plain/aq-1", "westminster air plain aq-1 other []"),
            ("dundee/ev/ocpp16/50692/up", "dundee ev ocpp16 50692 up [up]"),
            ("dundee/ev/ocpp16/50692/down", "dundee ev ocpp16 50692 down [down]"),
            ("dundee/ev/ocpp16/GB*ABC*E1/x/up", "dundee ev ocpp16 GB*ABC*E1 other [x/up]"),
            ("westminster/air/ngsi-ld/MY1/", "westminster air ngsi-ld MY1 other []"),
            ("nowhere/air/plain/aq-1", "nowhere air plain aq-1 other []"),
            ("westminster/air/plain", "unknown_topic"), ("", "unknown_topic"), ("////", "unknown_topic"),
            ("westminster/water/plain/aq-1", "unknown_topic"), ("$SYS/broker/uptime", "unknown_topic"),
            ("westminster/air/senml/aq-1", "unknown_dialect"), ("westminster/air/ocpp16/aq-1", "unknown_dialect"),
            ("westminster/air/plain/", "invalid_identifier"), ("westminster/air/plain/..", "invalid_identifier"),
            ("Westminster/air/plain/aq-1", "invalid_identifier"), ("../air/plain/aq-1", "invalid_identifier"),
            ("westminster/air/plain/=1+1", "invalid_identifier"),
        ])
    func layout(topic: String, expected: String) throws {
        #expect(try answer(topic) == expected)
    }

    @Test(
        "a route goes before the layout, and the first that matches before the others",
        arguments: [
            ("ocpp/cp/CP1", "westminster ev ocpp16 CP1 up []"),
            ("ocpp/cp/CP1/Reply", "westminster ev ocpp16 CP1 up [Reply]"),
            ("ocpp/cp/CP1/down", "westminster ev ocpp16 CP1 up [down]"),
            ("ocpp/cs/CP1", "westminster ev ocpp16 CP1 down []"),
            ("sensors/special/s9", "camden air plain s9 other []"),
            ("sensors/s1/pm2_5", "westminster air plain s1 other [pm2_5]"),
            ("sensors/air/plain/aq-1", "westminster air plain air other [plain/aq-1]"),
            // `#` matches its parent, which has no second level to name a device.
            ("sensors", "unknown_topic"), ("sensors/ x", "invalid_identifier"),
        ])
    func routes(topic: String, expected: String) throws {
        #expect(try answer(topic) == expected)
    }
}
