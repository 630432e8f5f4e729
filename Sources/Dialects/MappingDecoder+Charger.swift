import Readings

/// Records of chargers.
extension MappingDecoder {
    /// What the fields of one record say of its connector.
    mutating func takeChargerRecord(
        _ text: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        let first = decoded.events.count
        let firstRejected = decoded.rejected.count
        var taken: Set<MappedTarget> = []
        for (index, value) in plan.chargerValues.enumerated() where isOnChargerTopic[index] {
            guard value.conditions.allSatisfy({ fields[$0.slot].spells(one: $0.words, text) }) else { continue }
            let field = fields[value.slot]
            guard field.kind != .missing else { continue }
            isFound = true
            // Another of the record's fields has said it already.
            guard field.kind != .null, !taken.contains(value.value.target) else { continue }
            switch kind(value, field, text) {
            case .success(let kind?):
                taken.insert(value.value.target)
                decoded.events.append(ChargerEvent(connector: nil, stamp: nil, kind: kind))
            case .success(nil): break
            case .failure(let rejection):
                decoded.rejected.append(RejectedSample(quantity: nil, reason: rejection.reason))
            }
        }
        guard decoded.events.count > first || decoded.rejected.count > firstRejected else { return }
        try takeDevice(text, into: &decoded)
        let stamp = try times(text, wall).stamp
        guard let connector = connector(text) else {
            let count = decoded.events.count - first
            decoded.events.removeLast(count)
            for _ in 0..<count { decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue)) }
            return
        }
        for index in first..<decoded.events.count {
            decoded.events[index].connector = connector
            decoded.events[index].stamp = stamp
        }
    }

    private struct Rejection: Error {
        var reason: RejectionReason
    }

    /// Nil for nothing.
    private func kind(
        _ planned: MappingPlan.ChargerValue, _ field: CapturedField, _ text: Span<UInt8>
    ) -> Result<ChargerEvent.Kind?, Rejection> {
        let value = planned.value
        if field.kind == .cell, field.range.isEmpty { return .success(nil) }
        if field.spells(one: value.sentinelWords, text) { return .failure(Rejection(reason: .sentinel)) }
        let number: Int64? =
            if case .value(let plain) = field.written(text).converted(text, by: .one) { plain.count } else { nil }
        if let number, value.sentinels.contains(Millionths(number)) { return .failure(Rejection(reason: .sentinel)) }
        switch value.target {
        case .status:
            let word = value.words.first { field.spells($0.text, text) }?.meaning
            guard let word = word ?? (number == nil ? nil : value.otherNumbers) else {
                return .failure(Rejection(reason: .malformedValue))
            }
            return .success(.status(word, errorCode: ""))
        case .plugged, .charging, .fault:
            let truths = value.truths.isEmpty ? MappedChargerValue.usualTruths : value.truths
            let told = truths.first { field.spells($0.text, text) }?.meaning
            guard let isTrue = told ?? (number == nil ? nil : value.otherTruth) else {
                return .failure(Rejection(reason: .malformedValue))
            }
            switch value.target {
            case .plugged: return .success(.plugged(isTrue))
            case .charging: return .success(.chargingNow(isTrue))
            default: return .success(.fault(isTrue))
            }
        case .register, .sessionEnergy, .power:
            switch field.written(text).converted(text, by: planned.scale) {
            case .absent: return .success(nil)
            case .rejected(let reason): return .failure(Rejection(reason: reason))
            case .value(let amount):
                let energy = WattHours(millionths: amount.count)
                switch value.target {
                case .register: return .success(.register(energy, transaction: nil))
                case .sessionEnergy: return .success(.sessionEnergy(energy, transaction: nil))
                default: return .success(.power(microwatts: amount.count, transaction: nil))
                }
            }
        }
    }

    /// Nil where the payload names none that can be.
    private func connector(_ text: Span<UInt8>) -> Int? {
        switch plan.connector {
        case .number(let number): return number
        case .slot(let slot):
            guard case .value(let value) = fields[slot].written(text).converted(text, by: .one),
                value.count % Millionths.perUnit == 0, (0...999).contains(value.count / Millionths.perUnit)
            else { return nil }
            return Int(value.count / Millionths.perUnit)
        }
    }
}
