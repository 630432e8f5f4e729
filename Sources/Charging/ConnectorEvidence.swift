import Readings

/// What one connector said beside its transactions, in order of time.
struct ConnectorEvidence {
    struct Word {
        var at: Instant
        var status: ConnectorWord
        var isRetained: Bool
        var errorCode: String
        var flags: StatusFlags
        /// A contactor stands behind it, and no status.
        var isMeter = false
        /// A fault that is told beside a car, which it does not send away.
        var leavesCar = false
        /// A transaction says it of itself: no status, and told however late.
        var isOfTransaction = false
        var received: Instant
    }

    struct Measurement {
        var at: Instant
        /// Millionths of a watt-hour (a register) or of a watt (power).
        var value: Int64
        var transaction: Int64?
        fileprivate var received: Instant

        fileprivate init(_ value: Int64, of key: TransactionKey?, _ recorded: RecordedEvent) {
            at = recorded.at
            self.value = value
            transaction = key?.joining
            received = recorded.received
        }
    }

    /// One for each instant: where an instant has several, the last received stands, ties by the word.
    private(set) var words: [Word] = []
    /// What transactions say of their own current (OCPP 2.0.1, chargingState), ascending.
    private(set) var phases: [Word] = []
    private var signs: [MeterWords.Sign] = []
    /// What a sensor in the bay says; one for each instant, the last received.
    private(set) var bays: [Bay] = []

    struct Bay {
        var at: Instant
        var received: Instant
        var isOccupied: Bool
    }
    /// One for each instant and transaction: the first received.
    private(set) var registers: [Measurement] = []
    private(set) var powers: [Measurement] = []
    /// Energies of intervals, at their ends.
    private(set) var intervals: [Measurement] = []
    /// Energies since a session began.
    private(set) var counters: [Measurement] = []

    /// The evidence of each connector that has any.
    /// - Parameter owners: tells the connector of what a stop brought of its transaction (`transactionData`).
    static func byConnector(
        _ events: [RecordedEvent], _ owners: TransactionOwners, minimumStatusSeconds: Int64
    ) -> [Int: ConnectorEvidence] {
        var found: [Int: ConnectorEvidence] = [:]
        for recorded in events {
            guard let connector = recorded.event.connector ?? owners.connector(of: recorded) else { continue }
            switch recorded.event.kind {
            case .status(let status, let errorCode):
                found[connector, default: ConnectorEvidence()].words.append(
                    Word(
                        at: recorded.holdsFrom, status: status, isRetained: recorded.isRetained,
                        errorCode: Self.column(errorCode), flags: StatusFlags(recorded.stampFate),
                        received: recorded.received))
            case .register(let meter, let key):
                found[connector, default: ConnectorEvidence()].registers.append(
                    Measurement(meter.millionths, of: key, recorded))
            case .power(let microwatts, let key):
                found[connector, default: ConnectorEvidence()].powers.append(Measurement(microwatts, of: key, recorded))
            case .interval(let energy, let key):
                found[connector, default: ConnectorEvidence()].intervals.append(
                    Measurement(energy.millionths, of: key, recorded))
            case .sessionEnergy(let energy, let key):
                found[connector, default: ConnectorEvidence()].counters.append(
                    Measurement(energy.millionths, of: key, recorded))
            case .bay(let isOccupied):
                found[connector, default: ConnectorEvidence()].bays.append(
                    Bay(at: recorded.holdsFrom, received: recorded.received, isOccupied: isOccupied))
            case .plugged(let isTrue):
                found[connector, default: ConnectorEvidence()].add(recorded, .plugged, isTrue)
            case .chargingNow(let isTrue):
                found[connector, default: ConnectorEvidence()].add(recorded, .charging, isTrue)
            case .fault(let isTrue):
                found[connector, default: ConnectorEvidence()].add(recorded, .fault, isTrue)
            case .transaction(let update):
                guard let state = update.chargingState else { continue }
                found[connector, default: ConnectorEvidence()].phases.append(
                    Word(
                        at: recorded.at, status: state.word, isRetained: false, errorCode: "", flags: [],
                        isOfTransaction: true, received: recorded.received))
            case .sessionRecord(let record): found[connector, default: ConnectorEvidence()].add(record, recorded)
            default: break
            }
        }
        let isMetered = found.contains { $0.key > 0 && !($0.value.registers.isEmpty && $0.value.powers.isEmpty) }
        let told = isMetered ? MeterStretches.told(events) : nil
        for connector in found.keys {
            found[connector]?.order(minimumStatusSeconds, told: connector > 0 ? told : nil)
        }
        return found
    }

    private mutating func add(_ recorded: RecordedEvent, _ kind: MeterWords.Sign.Kind, _ isTrue: Bool) {
        signs.append(
            MeterWords.Sign(
                at: recorded.holdsFrom, received: recorded.received, kind: kind, isTrue: isTrue,
                isRetained: recorded.isRetained, flags: StatusFlags(recorded.stampFate)))
    }

    /// A session of OCPI tells its energy so far, and a charge detail record all of it.
    private mutating func add(_ record: SessionRecord, _ recorded: RecordedEvent) {
        guard let energy = record.energy, !record.isDetailRecord, let updated = record.lastUpdated else { return }
        var counter = Measurement(energy.millionths, of: .text(record.session), recorded)
        counter.at = updated
        counters.append(counter)
    }

    /// An error's word as the unit has it; what no identifier may hold is left out of it.
    private static func column(_ errorCode: String) -> String {
        let kept = errorCode.utf8.lazy.filter { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                true
            default: [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-")].contains(byte)
            }
        }
        let word = String(decoding: kept.prefix(64), as: UTF8.self)
        return String(word.drop { !$0.isLetter && !$0.isNumber })
    }

    /// - Parameter told: when others than its meter tell of it; nil where a meter shows no visits.
    private mutating func order(_ minimumStatusSeconds: Int64, told: [Range<Instant>]?) {
        registers = Self.firstOfEachInstant(registers)
        powers = Self.firstOfEachInstant(powers)
        intervals = Self.firstOfEachInstant(intervals)
        counters = Self.firstOfEachInstant(counters)
        orderWords(minimumStatusSeconds, told)
        bays.sort { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.received != right.received { return left.received < right.received }
            return !left.isOccupied && right.isOccupied
        }
    }

    private mutating func orderWords(_ minimumStatusSeconds: Int64, _ told: [Range<Instant>]?) {
        words.sort { left, right in
            if left.at != right.at { return left.at < right.at }
            if left.received != right.received { return left.received < right.received }
            if left.status != right.status { return left.status.rawValue < right.status.rawValue }
            if left.isRetained != right.isRetained { return right.isRetained }
            return left.errorCode < right.errorCode
        }
        var standing: [Word] = []
        for word in words {
            if standing.last?.at == word.at { standing.removeLast() }
            standing.append(word)
        }
        if !signs.isEmpty { standing = MeterWords.joined(standing, signs) }
        if let told {
            standing = MeterStretches(registers: registers, powers: powers, told: told).words(among: standing)
        }
        phases.sort { ($0.at, $0.received, $0.status.rawValue) < ($1.at, $1.received, $1.status.rawValue) }
        words = StatusSettling(standing, minimumSeconds: minimumStatusSeconds).words
    }

    private static func firstOfEachInstant(_ measurements: [Measurement]) -> [Measurement] {
        let sorted = measurements.sorted { left, right in
            if left.at != right.at { return left.at < right.at }
            let (mine, theirs) = (left.transaction ?? .min, right.transaction ?? .min)
            if mine != theirs { return mine < theirs }
            if left.received != right.received { return left.received < right.received }
            return left.value < right.value
        }
        var kept: [Measurement] = []
        for measurement in sorted {
            if let last = kept.last, last.at == measurement.at, last.transaction == measurement.transaction { continue }
            kept.append(measurement)
        }
        return kept
    }

    /// When its meter was told, in no order.
    var measuredInstants: [Instant] {
        [registers, powers, intervals, counters].flatMap { $0.map(\.at) }
    }

    /// When a contactor was told.
    var currentInstants: [Instant] { signs.filter { $0.kind == .charging }.map(\.at) }

    /// When a vehicle stood in the bay: from a sensor's word to its next one, at most 24 hours; united.
    var occupiedBay: [Range<Instant>] {
        bays.indices.compactMap { index -> Range<Instant>? in
            let next = index + 1 < bays.count ? bays[index + 1].at : .distantFuture
            let end = min(next, bays[index].at.advanced(byMicroseconds: Liveness.carry))
            return bays[index].isOccupied && bays[index].at < end ? bays[index].at..<end : nil
        }.united()
    }
}
