import Readings

/// The words that a contactor stands for, of units that know no status words, a cable joined, a current flows; and the
/// faults of units that tell them in a field of their own.
///
/// Where a unit has status words too, those stand that tell more than that it works; a contactor then says nothing new. A
/// fault stands above all others until the unit says that it is over; then what the others said last holds again (OCPP 1.6
/// edition 2 section 4.9: a connector returns from Faulted to its state before).
struct MeterWords {
    /// What was told of the cable, the current or a fault; of one instant and kind the last received stands.
    struct Sign {
        enum Kind: Int {
            case plugged, charging, fault
        }

        var at: Instant
        var received: Instant
        var kind: Kind
        var isTrue: Bool
        var isRetained: Bool
        var flags: StatusFlags
    }

    private var joined: [ConnectorEvidence.Word] = []
    private var isPlugged: Bool?
    private var isCharging: Bool?
    private var isFaulty = false
    private var last: ConnectorEvidence.Word?

    /// The words with those of the signs among them, ascending, one for each instant.
    static func joined(_ words: [ConnectorEvidence.Word], _ signs: [Sign]) -> [ConnectorEvidence.Word] {
        let sorted = signs.sorted { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.received != right.received { return left.received < right.received }
            if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
            if left.isTrue != right.isTrue { return right.isTrue }
            return !left.isRetained && right.isRetained
        }
        var state = MeterWords()
        var (next, index) = (0, 0)
        while index < sorted.count || next < words.count {
            if next < words.count, index == sorted.count || words[next].at <= sorted[index].at {
                state.take(words[next])
                next += 1
            } else {
                state.take(sorted[index])
                index += 1
            }
        }
        return state.joined
    }

    private mutating func take(_ word: ConnectorEvidence.Word) {
        last = word
        add(word)
    }

    private mutating func take(_ sign: Sign) {
        let wasFaulty = isFaulty
        switch sign.kind {
        case .plugged:
            isPlugged = sign.isTrue
            if !sign.isTrue { isCharging = isCharging.map { _ in false } }
        case .charging:
            isCharging = sign.isTrue
            if sign.isTrue { isPlugged = isPlugged.map { _ in true } }
        case .fault: isFaulty = sign.isTrue
        }
        let isSilent = isPlugged == nil && isCharging == nil
        // A status word says more than a contactor, and no fault is news after one, or where nothing else is known.
        if sign.kind == .fault {
            guard isFaulty || wasFaulty || last == nil && isSilent else { return }
        } else if tellingWord != nil, !isFaulty {
            return
        }
        var word = ConnectorEvidence.Word(
            at: sign.at, status: Self.word(isPlugged, isCharging), isRetained: sign.isRetained, errorCode: "",
            flags: sign.flags, isMeter: !isSilent, received: sign.received)
        if let told = tellingWord ?? (isSilent ? last : nil) {
            (word.status, word.errorCode, word.isMeter) = (told.status, told.errorCode, told.isMeter)
        }
        add(word)
    }

    /// The last status word where it tells more than that the unit works.
    private var tellingWord: ConnectorEvidence.Word? {
        last.flatMap { $0.status == .inService || $0.status == .unknown ? nil : $0 }
    }

    /// While there is a fault each word stands for it, and tells besides whether the car is still there.
    private mutating func add(_ word: ConnectorEvidence.Word) {
        var word = word
        if isFaulty {
            word.leavesCar = word.status.meaning.occupancy != .free
            (word.status, word.errorCode, word.isMeter) = (.faulted, "", false)
        }
        if joined.last?.at == word.at { joined.removeLast() }
        joined.append(word)
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
