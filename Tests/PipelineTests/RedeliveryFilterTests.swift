import Readings
import Registry
import Tables
import Testing

@testable import Pipeline

/// One delivery of a message.
private struct Delivery {
    var connection: UInt32
    var packetID: UInt16 = 7
    var topic = "west/air/plain/aq-1"
    var payload = #"{"readings":{"pm2_5":12.4}}"#
    var received = "2026-03-02T08:15:30Z"
    var isRetained = false

    var header: MessageHeader {
        MessageHeader(
            received: Instant(iso8601: received) ?? .distantPast, isRetained: isRetained, packetID: packetID,
            connection: connection)
    }
}

extension RedeliveryFilter {
    fileprivate mutating func isSecond(_ delivery: Delivery) -> Bool {
        let topic = Array(delivery.topic.utf8)
        let payload = Array(delivery.payload.utf8)
        noteRecord()
        return isSecondDelivery(delivery.header, topic: topic.span, payload: payload.span)
    }
}

extension Corridor {
    fileprivate mutating func take(_ delivery: Delivery) {
        let topic = Array(delivery.topic.utf8)
        let payload = Array(delivery.payload.utf8)
        take(delivery.header, topic: topic.span, payload: payload.span)
    }
}

@Suite("Second deliveries of messages without a stamp")
struct RedeliveryFilterTests {
    private static func corridor() -> Corridor {
        let sensors = ["aq-1", "aq-2"].map {
            AirSensor(device: $0, site: "school", dialect: "plain", periodMicroseconds: 60 * 1_000_000)
        }
        let connector = ChargePointConnector(
            chargePoint: "cp-1", connector: 1, site: "school", ratedKilowatts: Millionths(7_400_000))
        let tables = RegistryTables(
            boroughs: [Borough(borough: "west", name: "West", timeZoneName: "UTC", timeZone: .utc)],
            sites: [Site(site: "school", name: "School", kind: .school, borough: "west")], airSensors: sensors,
            connectors: [connector])
        return Corridor(registry: tables, settings: CorridorSettings())
    }

    private static func balance(after deliveries: [Delivery]) -> MessageBalance {
        var corridor = corridor()
        for delivery in deliveries { corridor.take(delivery) }
        return corridor.balance
    }

    @Test("a message that comes again after a reconnection counts once, whenever it comes")
    func afterReconnection() {
        let balance = Self.balance(after: [
            Delivery(connection: 1), Delivery(connection: 2, received: "2026-03-02T08:15:42Z"),
            Delivery(connection: 5, received: "2026-03-02T09:00:00Z"),
        ])
        #expect(balance.messages == 3)
        #expect(balance.decoded == 1)
        #expect(balance.duplicateMessages == 2)
        #expect(balance.readings == 1 && balance.accepted == 1)
    }

    @Test("a charge point's status without a stamp counts once too")
    func charger() {
        let status = #"[2,"m1","StatusNotification",{"connectorId":1,"status":"Available","errorCode":"NoError"}]"#
        let first = Delivery(connection: 3, topic: "west/ev/ocpp16/cp-1/up", payload: status)
        var second = first
        second.connection = 4
        let balance = Self.balance(after: [first, second])
        #expect(balance.decoded == 1 && balance.duplicateMessages == 1)
    }

    @Test("two equal messages of one connection are two: the broker never repeats within a connection")
    func sameConnection() {
        let balance = Self.balance(after: [
            Delivery(connection: 1), Delivery(connection: 1, received: "2026-03-02T08:16:30Z"),
        ])
        #expect(balance.decoded == 2 && balance.duplicateMessages == 0)
        #expect(balance.accepted == 2)
    }

    @Test(
        "neither QoS 0 nor a feed is ever sent again",
        arguments: [(packetID: 0, connections: [1, 2]), (packetID: 7, connections: [0, 0])] as [(UInt16, [UInt32])])
    func neverRepeated(packetID: UInt16, connections: [UInt32]) {
        let balance = Self.balance(
            after: connections.map { Delivery(connection: $0, packetID: packetID) })
        #expect(balance.decoded == 2 && balance.duplicateMessages == 0)
    }

    @Test("another packet identifier, topic or payload is another message")
    func differences() {
        var filter = RedeliveryFilter()
        let deliveries = [
            Delivery(connection: 1), Delivery(connection: 2, packetID: 8),
            Delivery(connection: 2, topic: "west/air/plain/aq-2"),
            Delivery(connection: 2, payload: #"{"readings":{"pm2_5":12.5}}"#),
            // What stands in the topic's last bytes and in the payload's first must not run together.
            Delivery(connection: 2, topic: "a/bc", payload: "d"), Delivery(connection: 3, topic: "a/b", payload: "cd"),
            Delivery(connection: 2),
        ]
        #expect(deliveries.map { filter.isSecond($0) } == [false, false, false, false, false, false, true])
    }

    @Test("65,535 messages are remembered, and the one before them is forgotten")
    func memory() {
        #expect(RedeliveryFilter.memory == 65_535)
        for (others, isRemembered) in [(65_534, true), (65_535, false)] {
            var filter = RedeliveryFilter()
            _ = filter.isSecond(Delivery(connection: 1))
            for number in 0..<others { _ = filter.isSecond(Delivery(connection: 1, payload: "\(number)")) }
            let isSecond = filter.isSecond(Delivery(connection: 2))
            #expect(isSecond == isRemembered, "after \(others) others")
        }
    }

    @Test("the memory turns over: after three times as many messages the newest 65,535 are still known")
    func turnover() {
        var filter = RedeliveryFilter()
        let sent = 3 * RedeliveryFilter.memory
        for number in 0..<sent { _ = filter.isSecond(Delivery(connection: 1, payload: "\(number)")) }
        for number in [sent - 1, sent - 30_000, sent - RedeliveryFilter.memory] {
            let isSecond = filter.isSecond(Delivery(connection: 2, payload: "\(number)"))
            #expect(isSecond, "\(number)")
        }
    }

    @Test("a stamped message is told by its reading, not by this memory: twice decoded, once in the window")
    func stamped() {
        let payload = #"{"ts":"2026-03-02T08:15:30Z","readings":{"pm2_5":12.4}}"#
        var corridor = Self.corridor()
        corridor.take(Delivery(connection: 1, payload: payload))
        corridor.take(Delivery(connection: 2, payload: payload, received: "2026-03-02T08:20:00Z"))
        #expect(corridor.balance.decoded == 2)
        #expect(corridor.balance.duplicateMessages == 0)
        #expect(Self.countsOfHours(&corridor) == ["1"])
    }

    @Test("two messages of one connection are two readings of the window")
    func bothInTheWindow() {
        var corridor = Self.corridor()
        corridor.take(Delivery(connection: 1))
        corridor.take(Delivery(connection: 1, received: "2026-03-02T08:16:30Z"))
        corridor.take(Delivery(connection: 2, received: "2026-03-02T08:17:30Z"))
        #expect(Self.countsOfHours(&corridor) == ["2"])
    }

    /// The column `n` of the rows of air/hour.
    private static func countsOfHours(_ corridor: inout Corridor) -> [String] {
        corridor.settle(.endOfInput)
        var counts: [String] = []
        for partition in corridor.takeDirtyPartitions() where partition.dataset == .airHour {
            var bytes: [UInt8] = []
            _ = corridor.write(partition, .endOfInput, into: &bytes) { _ in }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
            counts += lines.map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                return String(fields[7])
            }
        }
        return counts
    }
}
