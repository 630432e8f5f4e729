import Charging
package import Dialects
import Quality
package import Readings
package import Registry
import Tables
import TimeWindows

/// The corridor as one value: journal records go in, table rows come out. What it holds is a function of the set of
/// records and the registry; no clock, file or order of records has a say.
package struct Corridor: Sendable {
    package let settings: CorridorSettings
    package internal(set) var balance = MessageBalance()
    /// The first topic or payload that was quarantined for each reason, for messages to people.
    package internal(set) var firstQuarantined: [QuarantineReason: String] = [:]

    let registry: RegistryTables
    let routing: TopicRouting
    var boroughs: [BoroughState] = []
    var sensors: [SensorDeployment] = []
    /// Of `sensors`, by the same index.
    var rules: [TimeRules] = []
    var sensorNames = ByteInterner()
    var deploymentsOfName: [[Int]] = []
    var chargePoints: [ChargePointState] = []
    var chargePointNames = ByteInterner()
    var routes = TopicRoutes()
    var settlement: Settlement
    /// Charger events that came again, and statuses that said something else of the same instant.
    var eventDuplicates = 0
    var eventConflicts = 0
    var scratch = DeviceHour.Scratch()
    private var decoder = Decoder()
    var decoded = Decoded()
    let ranges = ReadingRange()
    private var redeliveries = RedeliveryFilter()
    /// Reused: the samples of one message that may enter a window.
    var admitted: [Sample] = []

    package init(registry: RegistryTables, settings: CorridorSettings) {
        self.registry = registry
        self.settings = settings
        routing = TopicRouting(routes: registry.routes, knownDialects: Dialect.known)
        settlement = Settlement(datasets: settings.datasets)
        boroughs = registry.boroughs.map { BoroughState(borough: $0) }
        addSensors()
        addChargePoints()
    }

    /// Takes one journal record. Every record ends in exactly one column of the balance.
    package mutating func take(_ header: MessageHeader, topic: Span<UInt8>, payload: Span<UInt8>) {
        balance.messages += 1
        do throws(QuarantineReason) {
            guard Self.believableReceipts.contains(header.received) else { throw .withoutReceiveTime }
            let route = try route(of: topic)
            guard !payload.isEmpty else {
                // An empty payload clears a retained message (MQTT 5 section 3.3.1.3): nothing was measured.
                balance.ignored += 1
                return
            }
            try decoder.decode(payload, dialect: route.dialect, into: &decoded)
            if let named = decoded.device, !Self.isEqual(payload, named, route.device) { throw .deviceMismatch }
            boroughs[route.borough].noteRecord(received: header.received)
            if decoded.hasStampless, redeliveries.isSecondDelivery(header, topic: topic, payload: payload) {
                balance.duplicateMessages += 1
                return
            }
            switch route.target {
            case .sensors(let deployments): takeAir(header, deployments)
            case .chargePoint(let index): takeCharging(header, index)
            }
        } catch {
            quarantine(error, topic)
        }
    }

    /// Takes a bare payload that names its device and time: its receive time is its own stamp, its borough the
    /// registry's.
    package mutating func takeBare(_ payload: Span<UInt8>, dialect: Dialect) {
        balance.messages += 1
        do throws(QuarantineReason) {
            try decoder.decode(payload, dialect: dialect, into: &decoded)
            guard let named = decoded.device else { throw .wrongShape }
            guard let name = sensorNames.index(of: payload.extracting(named)) else { throw .unknownDevice }
            guard let stamp = decoded.samples.lazy.compactMap(\.stamp).max(), stamp >= Admission.firstBelievableStamp,
                Self.believableReceipts.contains(stamp)
            else {
                throw .malformedStamp
            }
            let deployments = deploymentsOfName[name]
            boroughs[sensors[deployments[0]].borough].noteRecord(received: stamp)
            takeAir(MessageHeader(received: stamp), deployments)
        } catch {
            quarantine(error, payload)
        }
    }

    /// Receive times outside of this come from a damaged feed or a hostile publisher in virtual time.
    private static let believableReceipts =
        CivilDate(year: 1970, month: 1, day: 1).startUTC..<CivilDate(year: 2100, month: 1, day: 1).startUTC

    private mutating func quarantine(_ reason: QuarantineReason, _ example: Span<UInt8>) {
        balance.quarantined[reason, default: 0] += 1
        if firstQuarantined[reason] == nil {
            var bytes: [UInt8] = []
            // Whoever reads it may sit at a terminal: no byte that could steer one.
            for offset in 0..<min(120, example.count) {
                let byte = example[offset]
                bytes.append(byte >= 0x20 && byte < 0x7F ? byte : UInt8(ascii: "?"))
            }
            firstQuarantined[reason] = String(decoding: bytes, as: UTF8.self)
        }
    }

    // MARK: Finding the device

    private mutating func route(of topic: Span<UInt8>) throws(QuarantineReason) -> ResolvedRoute {
        if let known = routes.known(topic) { return routes[known] }
        let found = try routing.route(topic)
        guard let dialect = Dialect(name: found.dialect.name) else { throw .unknownDialect }
        guard let borough = boroughs.firstIndex(where: { $0.borough.borough == found.borough }) else {
            throw .unknownBorough
        }
        let device = Array(found.device.utf8)
        let route: ResolvedRoute
        switch dialect.family {
        case .air:
            guard let name = sensorNames.index(of: device.span) else { throw .unknownDevice }
            let deployments = deploymentsOfName[name].filter { sensors[$0].borough == borough }
            guard !deployments.isEmpty else { throw .boroughMismatch }
            route = ResolvedRoute(borough: borough, dialect: dialect, device: device, target: .sensors(deployments))
        case .ev:
            guard let index = chargePointNames.index(of: device.span) else { throw .unknownDevice }
            guard chargePoints[index].borough == borough else { throw .boroughMismatch }
            route = ResolvedRoute(borough: borough, dialect: dialect, device: device, target: .chargePoint(index))
        }
        routes.keep(route, topic: topic)
        return route
    }

    private static func isEqual(_ payload: Span<UInt8>, _ range: Range<Int>, _ name: [UInt8]) -> Bool {
        guard range.count == name.count else { return false }
        for offset in 0..<name.count where payload[range.lowerBound + offset] != name[offset] { return false }
        return true
    }

    // MARK: Setting up

    private mutating func addSensors() {
        for sensor in registry.airSensors {
            guard let site = registry.site(sensor.site),
                let borough = boroughs.firstIndex(where: { $0.borough.borough == site.borough })
            else { continue }
            let name = Array(sensor.device.utf8)
            let index = sensorNames.intern(name.span)
            if index == deploymentsOfName.count { deploymentsOfName.append([]) }
            deploymentsOfName[index].append(sensors.count)
            boroughs[borough].sensors.append(sensors.count)
            rules.append(TimeRules(sensor))
            sensors.append(SensorDeployment(sensor: sensor, borough: borough, in: boroughs[borough].borough))
        }
        for borough in boroughs.indices {
            boroughs[borough].sensors.sort {
                let (left, right) = (sensors[$0].sensor, sensors[$1].sensor)
                return (left.site, left.device, left.validFrom ?? .distantPast)
                    < (right.site, right.device, right.validFrom ?? .distantPast)
            }
        }
    }

    private mutating func addChargePoints() {
        for connector in registry.connectors {
            guard let site = registry.site(connector.site),
                let borough = boroughs.firstIndex(where: { $0.borough.borough == site.borough })
            else { continue }
            let name = Array(connector.chargePoint.utf8)
            let index = chargePointNames.intern(name.span)
            if index == chargePoints.count {
                let own = registry.connectors(ofChargePoint: connector.chargePoint)
                chargePoints.append(
                    ChargePointState(name: connector.chargePoint, borough: borough, connectors: own))
            }
            boroughs[borough].connectors.append(.init(chargePoint: index, connector: connector))
        }
        for borough in boroughs.indices {
            boroughs[borough].connectors.sort {
                let (left, right) = ($0.connector, $1.connector)
                return (left.site, left.chargePoint, left.connector, left.validFrom ?? .distantPast)
                    < (right.site, right.chargePoint, right.connector, right.validFrom ?? .distantPast)
            }
        }
    }
}
