import Readings

extension MessageBalance {
    func pack(into packer: inout Packer) {
        packer.put(
            [
                messages, decoded, context, duplicateMessages, ignored, readings, standing, duplicateReadings,
                conflicts, beyondMemory,
            ].map { Int64($0) })
        packer.put(Int64(quarantined.count))
        for (reason, count) in quarantined.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            packer.put(reason.rawValue)
            packer.put(Int64(count))
        }
        packer.put(Int64(rejected.count))
        for (reason, count) in rejected.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            packer.put(reason.rawValue)
            packer.put(Int64(count))
        }
    }

    init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        let counts = try unpacker.numbers(Int64.self).map { Int($0) }
        guard counts.count == 10 else { throw UnpackingError() }
        (messages, decoded, context, duplicateMessages) = (counts[0], counts[1], counts[2], counts[3])
        (ignored, readings, standing, duplicateReadings) = (counts[4], counts[5], counts[6], counts[7])
        (conflicts, beyondMemory) = (counts[8], counts[9])
        for _ in 0..<(try unpacker.count(ofAtLeast: 16)) {
            guard let reason = QuarantineReason(rawValue: try unpacker.text()) else { throw UnpackingError() }
            quarantined[reason] = Int(try unpacker.number(Int64.self))
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 16)) {
            guard let reason = RejectionReason(rawValue: try unpacker.text()) else { throw UnpackingError() }
            rejected[reason] = Int(try unpacker.number(Int64.self))
        }
    }
}

extension ReceivedDays {
    func pack(into packer: inout Packer) {
        forgotten.pack(into: &packer)
        packer.put(firstHeld)
        packer.put(beyond.sorted())
        packer.put(Int64(days.count))
        for day in days { day.pack(into: &packer) }
    }

    mutating func restore(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        let forgotten = try MessageBalance(unpacking: &unpacker)
        let firstHeld = try unpacker.number(Int32.self)
        let beyond = Set(try unpacker.numbers(Int32.self))
        var days: [ReceivedDay] = []
        for _ in 0..<(try unpacker.count(ofAtLeast: 16)) {
            let day = try ReceivedDay(unpacking: &unpacker)
            guard days.last.map({ $0.day < day.day }) ?? true else { throw UnpackingError() }
            days.append(day)
        }
        self = ReceivedDays(days: days, forgotten: forgotten, firstHeld: firstHeld, beyond: beyond)
    }
}

extension ReceivedDay {
    func pack(into packer: inout Packer) {
        packer.put(day)
        packer.put(isLeftToRebuild)
        packer.put(isChanged)
        packer.put(Int64(balances.count))
        for balance in balances { balance.pack(into: &packer) }
        packer.put(Int64(quarantined.count))
        for message in quarantined {
            packer.put(message.received)
            packer.put(message.reason.rawValue)
            packer.put(message.topic)
            packer.put(message.payload)
            packer.put(Int64(message.payloadBytes))
        }
        packer.put(Int64(late.count))
        for reading in late {
            packer.put(reading.received)
            packer.put(reading.observed)
            packer.put(Int64(reading.source))
            packer.put(reading.what)
            packer.put(reading.unit)
            packer.put(reading.value != nil)
            packer.put(reading.value ?? 0)
            packer.put(reading.isAdmitted)
        }
        packer.put(Int64(unknown.count))
        for (key, device) in unknown.sorted(by: { $0.key.device < $1.key.device }) {
            packer.put(key.area)
            packer.put(key.isCharger)
            packer.put(key.dialect)
            packer.put(key.device)
            packer.put(device.firstSeen)
            packer.put(device.lastSeen)
            packer.put(Int64(device.messages))
            packer.put(device.quantities.map(\.rawValue).sorted())
            packer.put(device.connectors.sorted().map { Int64($0) })
        }
    }

    init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        self.init(day: try unpacker.number())
        isLeftToRebuild = try unpacker.flag()
        isChanged = try unpacker.flag()
        for _ in 0..<(try unpacker.count(ofAtLeast: 96)) { balances.append(try MessageBalance(unpacking: &unpacker)) }
        for _ in 0..<(try unpacker.count(ofAtLeast: 40)) {
            let received = try unpacker.instant()
            guard let reason = QuarantineReason(rawValue: try unpacker.text()) else { throw UnpackingError() }
            let (topic, payload) = (try unpacker.numbers(UInt8.self), try unpacker.numbers(UInt8.self))
            let bytes = Int(try unpacker.number(Int64.self))
            quarantine(
                QuarantinedMessage(
                    received: received, reason: reason, topic: topic, payload: payload, payloadBytes: bytes))
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 50)) {
            let (received, observed) = (try unpacker.instant(), try unpacker.instant())
            let source = Int(clamping: try unpacker.number(Int64.self))
            let (what, unit) = (try unpacker.text(), try unpacker.text())
            let (hasValue, value) = (try unpacker.flag(), try unpacker.number(Int64.self))
            note(
                late: LateReading(
                    received: received, observed: observed, source: source, what: what, unit: unit,
                    value: hasValue ? value : nil, isAdmitted: try unpacker.flag()))
        }
        for _ in 0..<(try unpacker.count(ofAtLeast: 50)) {
            let area = try unpacker.text()
            let isCharger = try unpacker.flag()
            let key = UnknownDevice.Key(
                area: area, isCharger: isCharger, dialect: try unpacker.text(), device: try unpacker.text())
            var device = UnknownDevice(firstSeen: try unpacker.instant(), lastSeen: try unpacker.instant())
            device.messages = Int(try unpacker.number(Int64.self))
            device.quantities = Set(try unpacker.numbers(UInt8.self).compactMap(Quantity.init(rawValue:)))
            device.connectors = Set(try unpacker.numbers(Int64.self).map { Int($0) })
            restore(unknown: key, device)
        }
    }
}

extension RedeliveryFilter {
    func pack(into packer: inout Packer) {
        packer.put(keys.0)
        packer.put(keys.1)
        packer.put(record)
        packer.put(connection)
        packer.put(connectionStart)
        packer.put(Int64(order.count - next))
        for entry in order[next...] {
            packer.put(entry.record)
            packer.put(entry.print.digest)
            packer.put(entry.print.other)
            packer.put(entry.print.packetID)
            packer.put(entry.connection)
        }
    }

    mutating func restore(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        var restored = RedeliveryFilter(keys: (try unpacker.number(), try unpacker.number()))
        restored.record = try unpacker.number()
        restored.connection = try unpacker.number()
        restored.connectionStart = try unpacker.number()
        for _ in 0..<(try unpacker.count(ofAtLeast: 30)) {
            let record = try unpacker.number(UInt64.self)
            let print = Fingerprint(
                digest: try unpacker.number(), other: try unpacker.number(), packetID: try unpacker.number())
            restored.note(print, Sight(connection: try unpacker.number(), record: record))
        }
        self = restored
    }
}
