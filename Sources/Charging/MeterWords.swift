import Readings

/// The words that a contactor stands for, of units that know no status words: a cable joined, a current flows.
///
/// Where a unit has status words too, those stand that tell more than that it works; a contactor then says nothing new.
struct MeterWords {
    /// What was told of the cable or of the current; of one instant and kind the last received stands.
    struct Sign {
        enum Kind: Int {
            case plugged, charging
        }

        var at: Instant
        var received: Instant
        var kind: Kind
        var isTrue: Bool
        var isRetained: Bool
        var flags: StatusFlags
    }

    /// The words with those of the signs among them, ascending, one for each instant.
    static func joined(_ words: [ConnectorEvidence.Word], _ signs: [Sign]) -> [ConnectorEvidence.Word] {
        let sorted = signs.sorted { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.received != right.received { return left.received < right.received }
            if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
            if left.isTrue != right.isTrue { return right.isTrue }
            return !left.isRetained && right.isRetained
        }
        var joined: [ConnectorEvidence.Word] = []
        var (isPlugged, isCharging): (Bool?, Bool?) = (nil, nil)
        var status: ConnectorWord?
        var (next, index) = (0, 0)
        while index < sorted.count || next < words.count {
            if next < words.count, index == sorted.count || words[next].at <= sorted[index].at {
                status = words[next].status
                joined.append(words[next])
                next += 1
                continue
            }
            let sign = sorted[index]
            switch sign.kind {
            case .plugged:
                isPlugged = sign.isTrue
                if !sign.isTrue { isCharging = isCharging.map { _ in false } }
            case .charging:
                isCharging = sign.isTrue
                if sign.isTrue { isPlugged = isPlugged.map { _ in true } }
            }
            index += 1
            if let status, status != .inService, status != .unknown { continue }
            if joined.last?.at == sign.at { joined.removeLast() }
            joined.append(
                ConnectorEvidence.Word(
                    at: sign.at, status: word(isPlugged, isCharging), isRetained: sign.isRetained, errorCode: "",
                    flags: sign.flags, isMeter: true, received: sign.received))
        }
        return joined
    }

    /// A cable without a current stands for a car that takes none; no current and no word of a cable for a unit that works.
    private static func word(_ isPlugged: Bool?, _ isCharging: Bool?) -> ConnectorWord {
        switch (isPlugged, isCharging) {
        case (_, true?): .charging
        case (true?, false?): .suspendedEV
        case (true?, nil): .inUse
        case (false?, _): .available
        case (nil, _): .inService
        }
    }
}
