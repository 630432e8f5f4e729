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
    /// What was received, by UTC day, and what became of it.
    var received = ReceivedDays()
    var sources = BalanceSources()
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
    /// The row of the balance of a device whose borough no topic names.
    private var sourceOfSensor: [Int] = []
    var chargePoints: [ChargePointState] = []
    var chargePointNames = ByteInterner()
    /// The charge points by the names and public identifiers of their EVSEs.
    var chargePointsOfEVSE: [String: [Int]] = [:]
    var routes = TopicRoutes()
    var settlement: Settlement
    /// Reused: what a message changes in the numbers of copies.
    var copies = CopyTally()
    var eventCopies = EventTally()
    /// What people admitted from the late ledger.
    package var lateAdmissions: [LateAdmission] = []
    /// Records are taken for the second time, from a checkpoint on: the files show figures of which nobody knows, made in
    /// between. Everything that such a record can reach is written again, whether it changed since the checkpoint or not.
    package var isRereading = false
    /// Notes what becomes of one device's readings; nil for all but explanations.
    package var trace: ReadingTrace?
    var scratch = DeviceHour.Scratch()
    var decoder = Decoder()
    /// Of the registry's mappings, by the same index.
    var mappingDecoders: [MappingDecoder]
    var decoded = Decoded()
    let ranges = ReadingRange()
    var redeliveries = RedeliveryFilter()
    /// Reused: the samples of one message that may enter a window.
    var admitted: [Sample] = []

    package init(registry: RegistryTables, settings: CorridorSettings) {
        self.registry = registry
        self.settings = settings
        routing = TopicRouting(registry, builtIn: Dialect.known)
        mappingDecoders = registry.mappings.map { MappingDecoder($0) }
        settlement = Settlement(
            datasets: settings.datasets, areas: registry.boroughs.map(\.borough), memory: settings.memory)
        boroughs = registry.boroughs.map { BoroughState(borough: $0) }
        addSensors()
        addChargePoints()
    }

    /// All messages and readings so far.
    package var balance: MessageBalance { received.total }

    /// Takes one journal record. Every record ends in exactly one column of the balance.
    package mutating func take(_ header: MessageHeader, topic: Span<UInt8>, payload: Span<UInt8>) {
        redeliveries.noteRecord()
        do throws(Fault) {
            guard Self.believableReceipts.contains(header.received) else {
                throw Fault(.withoutReceiveTime, prefix(of: topic))
            }
            received.open(CivilDate(of: header.received).daysSince1970)
            let route = try route(of: topic)
            received[route.source].messages += 1
            guard !payload.isEmpty, route.target != .ignored else {
                // An empty payload clears a retained message (MQTT 5 section 3.3.1.3): nothing was measured.
                received[route.source].ignored += 1
                return
            }
            do throws(QuarantineReason) {
                switch route.format {
                case .dialect(let dialect):
                    try decoder.decode(
                        payload, behindDevice: topic.extracting(route.tail), dialect: dialect, into: &decoded)
                case .mapping(let index):
                    let wall = WallClock(zone: boroughs[route.borough].borough.timeZone, received: header.received)
                    try mappingDecoders[index].decode(
                        payload, behindDevice: topic.extracting(route.tail), wall: wall, into: &decoded)
                }
                if let named = decoded.device, !Self.isEqual(payload, named, route.device) { throw .deviceMismatch }
            } catch {
                throw Fault(error, route.source, isCounted: true)
            }
            boroughs[route.borough].noteRecord(received: header.received)
            if decoded.hasStampless,
                redeliveries.isSecondDelivery(header, topic: topic, payload: payload)
            {
                received[route.source].duplicateMessages += 1
                noteTracedSecondDelivery(header, route.source)
                return
            }
            switch route.target {
            case .sensors(let deployments): takeAir(header, deployments, route.source)
            case .chargePoint, .namedChargePoints: takeCharging(header, route)
            case .ignored: break
            }
        } catch {
            quarantine(error, header, topic, payload)
        }
    }

    /// Takes a bare payload that names its device and time: its receive time is its own stamp, its borough the
    /// registry's.
    package mutating func takeBare(_ payload: Span<UInt8>, dialect: Dialect) {
        redeliveries.noteRecord()
        var header = MessageHeader(received: .distantPast)
        do throws(Fault) {
            let nowhere = BalanceSources.Source(area: "", name: "*", kind: .topics)
            do throws(QuarantineReason) {
                try decoder.decode(payload, dialect: dialect, into: &decoded)
                guard let stamp = decoded.samples.lazy.compactMap(\.stamp).max(),
                    stamp >= Admission.firstBelievableStamp, Self.believableReceipts.contains(stamp)
                else { throw decoded.device == nil ? .wrongShape : .malformedStamp }
                header = MessageHeader(received: stamp)
                received.open(CivilDate(of: stamp).daysSince1970)
                guard let named = decoded.device else { throw .wrongShape }
                guard let name = sensorNames.index(of: payload.extracting(named)) else { throw .unknownDevice }
                let deployments = deploymentsOfName[name]
                let source = sourceOfSensor[name]
                received[source].messages += 1
                boroughs[sensors[deployments[0]].borough].noteRecord(received: stamp)
                takeAir(header, deployments, source)
            } catch {
                throw Fault(error, sources.number(of: nowhere))
            }
        } catch {
            let none: [UInt8] = []
            let shown = payload.extracting(0..<(Self.isQuotable(payload) ? payload.count : 0))
            quarantine(error, header, none.span, shown)
        }
    }

    /// Whether a message to people may quote a payload that nothing explains: a charger's may have a card in it.
    static func isQuotable(_ payload: Span<UInt8>) -> Bool {
        if case .airSensors = PersonalFieldRedaction().judgeBelowAir(payload) { true } else { false }
    }

    /// Receive times outside of this come from a damaged feed or a hostile publisher in virtual time.
    static let believableReceipts =
        CivilDate(year: 1970, month: 1, day: 1).startUTC..<CivilDate(year: 2100, month: 1, day: 1).startUTC

    // MARK: Finding the device

    private mutating func route(of topic: Span<UInt8>) throws(Fault) -> ResolvedRoute {
        if let known = routes.known(topic) { return routes[known] }
        do throws(QuarantineReason) {
            let route = try resolve(topic)
            routes.keep(route, topic: topic)
            return route
        } catch {
            throw Fault(error, prefix(of: topic))
        }
    }

    private mutating func resolve(_ topic: Span<UInt8>) throws(QuarantineReason) -> ResolvedRoute {
        if routing.ignoring(topic) != nil { return .ignored(prefix(of: topic)) }
        let found = try routing.route(topic)
        guard let format = registry.format(named: found.dialect.name) else { throw .unknownDialect }
        guard let borough = boroughs.firstIndex(where: { $0.borough.borough == found.borough }) else {
            throw .unknownBorough
        }
        let device = Array(found.device.utf8)
        let target: ResolvedRoute.Target
        switch found.dialect.family {
        case .air:
            guard let name = sensorNames.index(of: device.span) else { throw .unknownDevice }
            let deployments = deploymentsOfName[name].filter { sensors[$0].borough == borough }
            guard !deployments.isEmpty else { throw .boroughMismatch }
            target = .sensors(deployments)
        case .ev:
            if let index = chargePointNames.index(of: device.span) {
                guard chargePoints[index].borough == borough else { throw .boroughMismatch }
                target = .chargePoint(index)
            } else {
                guard format.namesDevices else { throw .unknownDevice }
                return ResolvedRoute(
                    borough: borough, format: format, device: device, tail: found.restBytes,
                    direction: found.direction, target: .namedChargePoints, source: prefix(of: topic))
            }
        }
        let source = sources.number(
            of: .init(area: found.borough, name: found.device, kind: found.dialect.family == .air ? .air : .charging))
        return ResolvedRoute(
            borough: borough, format: format, device: device, tail: found.restBytes, direction: found.direction,
            target: target, source: source)
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
            if index == deploymentsOfName.count {
                deploymentsOfName.append([])
                let area = boroughs[borough].borough.borough
                sourceOfSensor.append(sources.number(of: .init(area: area, name: sensor.device, kind: .air)))
            }
            deploymentsOfName[index].append(sensors.count)
            boroughs[borough].sensors.append(sensors.count)
            let reviews = registry.reviews(of: sensor.device)
            rules.append(TimeRules(sensor, reviews))
            sensors.append(
                SensorDeployment(
                    sensor: sensor, borough: borough, in: boroughs[borough].borough,
                    corrections: registry.corrections(of: sensor.device), reviews: reviews))
        }
        for borough in boroughs.indices {
            boroughs[borough].sensors.sort {
                let (left, right) = (sensors[$0].sensor, sensors[$1].sensor)
                return (left.site, left.device, left.validFrom ?? .distantPast)
                    < (right.site, right.device, right.validFrom ?? .distantPast)
            }
            addSchools(borough)
        }
    }

    private mutating func addSchools(_ borough: Int) {
        let bySite = Dictionary(grouping: boroughs[borough].sensors) { sensors[$0].sensor.site }
        let schools = bySite.sorted { $0.key < $1.key }.compactMap { School($0.key, sensors: $0.value, registry) }
        boroughs[borough].schools = schools
        if !schools.isEmpty {
            settlement.schools[borough] = SchoolTimes(schools, boroughs[borough].borough.timeZone)
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
                let point = ChargePointState(name: connector.chargePoint, borough: borough, connectors: own)
                for name in point.evses.names { chargePointsOfEVSE[name, default: []].append(index) }
                chargePoints.append(point)
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
