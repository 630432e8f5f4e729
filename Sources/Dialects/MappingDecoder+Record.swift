import Readings

extension MappingDecoder {
    /// What the fields of one record come to.
    mutating func takeRecord(
        _ text: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        if !plan.chargerValues.isEmpty { try takeChargerRecord(text, wall, into: &decoded) }
        guard !plan.values.isEmpty else { return }
        let firstSample = decoded.samples.count
        let firstRejected = decoded.rejected.count
        for (index, value) in plan.values.enumerated() where isOnTopic[index] {
            guard value.conditions.allSatisfy({ fields[$0.slot].spells(one: $0.words, text) }) else { continue }
            let field = fields[value.slot]
            guard field.kind != .missing else { continue }
            isFound = true
            // Another of the record's fields has given the quantity already.
            if decoded.samples[firstSample...].contains(where: { $0.quantity == value.quantity }) { continue }
            let reading = reading(value, field, text)
            switch reading {
            case .value: decoded.rejected.removeLast(from: firstRejected, of: value.quantity)
            case .rejected:
                if decoded.rejected[firstRejected...].contains(where: { $0.quantity == value.quantity }) { continue }
            case .absent: continue
            }
            decoded.add(reading, of: value.quantity)
        }
        guard decoded.samples.count > firstSample || decoded.rejected.count > firstRejected else { return }
        try takeDevice(text, into: &decoded)
        let (stamp, covers) = try times(text, wall)
        for index in firstSample..<decoded.samples.count {
            decoded.samples[index].stamp = stamp
            decoded.samples[index].covers = covers
        }
    }

    private func reading(_ value: MappingPlan.Value, _ field: CapturedField, _ text: Span<UInt8>) -> DecodedValue {
        let written = field.written(text)
        if written == .absent { return .absent }
        if field.spells(one: value.sentinelWords, text) { return .rejected(.sentinel) }
        guard value.trustConditions.allSatisfy({ isTrusted($0, text) }) else { return .rejected(.sentinel) }
        if !value.sentinels.isEmpty, case .value(let plain) = written.converted(text, by: .one),
            value.sentinels.contains(plain)
        {
            return .rejected(.sentinel)
        }
        guard let scale = scale(value, text) else { return .rejected(.malformedValue) }
        return written.converted(text, by: scale)
    }

    /// A field that is not there says nothing against the value.
    private func isTrusted(_ condition: MappingPlan.Condition, _ text: Span<UInt8>) -> Bool {
        let field = fields[condition.slot]
        return field.kind == .missing || field.kind == .null || field.spells(one: condition.words, text)
    }

    /// The payload's unit where it names one; nil for one that nobody knows or that cannot measure the quantity.
    private func scale(_ value: MappingPlan.Value, _ text: Span<UInt8>) -> UnitScale? {
        guard let slot = value.unitSlot else { return value.scale }
        switch fields[slot].kind {
        case .missing, .null: return value.scale
        default:
            let field = fields[slot]
            let unit =
                field.hasEscapes && field.kind == .string
                ? UnitCode(word: field.unescaped(text).span) : UnitCode(word: text.extracting(field.range))
            return unit?.scale(for: value.quantity)?.times(value.times)
        }
    }

    /// The payload's device: of several records all must name the same.
    func takeDevice(_ text: Span<UInt8>, into decoded: inout Decoded) throws(QuarantineReason) {
        guard let slot = plan.device else { return }
        let field = fields[slot]
        switch field.kind {
        case .missing, .null: return
        case .other: throw .wrongShape
        case .number, .string, .cell: break
        }
        if let known = decoded.device {
            let name = known.map { text[$0] }
            guard CapturedField.isEqual(text, field.range, name) else { throw .deviceMismatch }
        }
        decoded.device = field.range
    }

    // MARK: Time

    func times(
        _ text: Span<UInt8>, _ wall: WallClock
    ) throws(QuarantineReason) -> (stamp: Instant?, covers: Range<Instant>?) {
        switch plan.stamp {
        case .none: return (nil, nil)
        case .instant(let slot): return (try instant(slot, text, wall), nil)
        case .joined(let date, let clock): return (try instant(date, clock, text, wall), nil)
        case .interval(let from, let to):
            let (start, end) = (try instant(from, text, wall), try instant(to, text, wall))
            guard let start, let end else { return (end ?? start, nil) }
            guard start < end else { throw .malformedStamp }
            return (end, start..<end)
        }
    }

    /// Nil where the payload has no time.
    private func instant(_ slot: Int, _ text: Span<UInt8>, _ wall: WallClock) throws(QuarantineReason) -> Instant? {
        guard let time = plan.mapping.time else { return nil }
        let field = fields[slot]
        switch field.kind {
        case .missing, .null: return nil
        case .cell where field.range.isEmpty: return nil
        case .other: throw .malformedStamp
        case .number, .string, .cell: break
        }
        return try instant(
            field.hasEscapes && field.kind == .string
                ? time.format.read(field.unescaped(text).span) : time.format.read(text.extracting(field.range)),
            time, wall)
    }

    /// Of a date and a time of day.
    private func instant(
        _ date: Int, _ clock: Int, _ text: Span<UInt8>, _ wall: WallClock
    ) throws(QuarantineReason) -> Instant? {
        guard let time = plan.mapping.time else { return nil }
        let parts = [fields[date], fields[clock]]
        if parts.contains(where: { $0.kind == .missing || $0.kind == .null }) { return nil }
        guard parts.allSatisfy({ $0.kind == .string && !$0.hasEscapes }) else { throw .malformedStamp }
        let written = parts.map { $0.range.map { text[$0] } }.joined(separator: [UInt8(ascii: " ")])
        return try instant(time.format.read(Array(written).span), time, wall)
    }

    private func instant(
        _ read: ISO8601Stamp?, _ time: MappedTime, _ wall: WallClock
    ) throws(QuarantineReason) -> Instant {
        switch read {
        case .instant(let instant): return instant
        case .local(let shown):
            switch time.zone {
            case .utc: return shown
            case .local:
                guard let instant = wall.instant(ofWall: shown) else { throw .malformedStamp }
                return instant
            case .none: throw .malformedStamp
            }
        case nil: throw .malformedStamp
        }
    }
}

extension [RejectedSample] {
    /// Takes back a quantity's rejection of this record: another field has its value.
    fileprivate mutating func removeLast(from first: Int, of quantity: Quantity) {
        guard let index = self[first...].firstIndex(where: { $0.quantity == quantity }) else { return }
        remove(at: index)
    }
}
