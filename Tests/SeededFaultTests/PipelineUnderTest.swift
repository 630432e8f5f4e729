import BrokerLink
import Disk
import Journal
import Publication
import Readings
import Registry
import Tables
import Testing

@testable import Intake
@testable import Pipeline

/// The real pipeline from the acknowledgement to the files, one step at a time on the test's thread: what `kerbside run`
/// starts, without its link and its threads. After an error it is thrown away, as the process ends. A class, because the
/// compiler takes minutes over a noncopyable value of so many parts.
final class PipelineUnderTest {
    /// A record of the journal as the reader gave it back.
    struct Record {
        var header: MessageHeader
        var topic: String
        var payload: String
    }

    struct Message {
        var topic: String
        var payload: String
        var packetID: UInt16
        var isRetained: Bool
    }

    /// What the corridor's thread does; a disk without room lets it do the same again later.
    enum Work {
        case read
        case publish(Corridor.Closing)
        case checkpoint
        /// A slice of a rebuild.
        case background
    }

    private var journal: JournalWriter
    private var intake: JournalIntake
    /// The bookkeeping's; what is published has its own.
    private var reader: JournalReader
    private(set) var live: LiveSummaries
    /// As the service's loop knows it after reading.
    private var hasCaughtUp = false
    private let start: Instant
    /// Connections since the last batch: the journal notes them before it.
    private var connections: [Bool] = []

    /// Starts on whatever the folder holds.
    init(folder: String, city: City, segmentBytes: Int64, turnRecords: Int, closing: Corridor.Closing) throws {
        _ = try Directory(makingIfMissing: folder, readers: .everyone)
        let journal = try JournalWriter(path: folder + "/journal", segmentBytes: segmentBytes)
        let reader = try JournalReader(path: folder + "/journal", from: .start)
        let plan = Self.plan(folder: folder, output: folder, city: city, closing: closing, turnRecords: turnRecords)
        live = try LiveSummaries(plan, registry: city.registry, committed: journal.committed)
        start = city.from
        intake = JournalIntake(registry: city.registry, isVirtualTime: true)
        self.journal = consume journal
        self.reader = consume reader
    }

    private static func plan(
        folder: String, output: String, city: City, closing: Corridor.Closing, turnRecords: Int
    ) -> LiveSummaries.Plan {
        LiveSummaries.Plan(
            data: DataFolder(folder), output: output, windows: city.windows, closing: closing,
            keepsCheckpoints: folder == output, rules: city.settings, turnRecords: turnRecords)
    }

    /// Whether it began where a checkpoint was made.
    var isResumed: Bool { live.position > .start }

    func noteConnection(isSessionPresent: Bool) { connections.append(isSessionPresent) }

    /// Journals a batch. When it returns, the messages may be acknowledged.
    func receive(_ messages: [Message], at now: Instant) throws {
        for isPresent in connections {
            intake.connection = try journal.appendConnection(at: now, isSessionPresent: isPresent)
        }
        var batch = InboxBatch.simulated()
        let received = Array(now.iso8601.utf8)
        for message in messages {
            let (topic, payload) = (Array(message.topic.utf8), Array(message.payload.utf8))
            batch.append(
                topic: topic.span, payload: payload.span, received: received.span, packetID: message.packetID, qos: 1,
                isRetained: message.isRetained)
        }
        try intake.append(batch, to: &journal)
        _ = try journal.commit()
        connections = []
    }

    /// Returns the committed messages that it has not returned.
    func records() throws -> [Record] {
        var records: [Record] = []
        _ = try reader.next(upTo: journal.committed, atMost: .max) { record, topic, payload in
            guard record.kind == .message else { return }
            records.append(Record(header: record.header, topic: Self.text(topic), payload: Self.text(payload)))
        }
        return records
    }

    /// Does what the service's loop would do. Returns false where there is nothing more of it to do now.
    func perform(_ work: Work, at now: Instant, _ counts: inout FaultCounts) throws -> Bool {
        switch work {
        case .read:
            let before = live.daysLetGo(since: start)
            let count = try live.read(upTo: journal.committed, at: now)
            counts.note(.forgotten, live.daysLetGo(since: start) - before)
            hasCaughtUp = live.position >= journal.committed || count == 0
            return count > 0
        case .publish(let closing):
            guard live.hasCaughtUp || hasCaughtUp else { return false }
            try live.publish(closing, at: now)
            return true
        case .checkpoint:
            guard hasCaughtUp else { return false }
            try live.checkpoint()
            counts.note(.checkpoint)
            return true
        case .background:
            guard hasCaughtUp else { return false }
            let before = live.daysLeft.count
            let hasMore = try live.workInBackground(upTo: journal.committed, at: now)
            counts.note(.rebuilt, before - live.daysLeft.count)
            return hasMore
        }
    }

    /// Somebody asks for days to be made again.
    func ask(for days: Set<DayToRebuild>) throws { _ = try live.add(days) }

    /// Nothing is held back, and nothing is to be made again: the files are those of the records.
    var isSettled: Bool {
        hasCaughtUp && live.position >= journal.committed && !live.isWaiting && !live.isRebuilding
    }

    /// Bytes without a sound record that were found at the start.
    var damaged: [String] { journal.recovery.sentences }

    /// What the balance says of so many messages; empty when it adds up.
    func imbalance(messages: Int) -> [String] {
        let balance = live.corridor.balance
        var findings: [String] = []
        if balance.messages != messages || balance.messagesDifference != 0 {
            findings.append("\(messages) messages, but the balance has \(balance)")
        }
        if balance.readings != balance.accepted + balance.rejectedCount {
            findings.append("\(balance.readings) readings: \(balance.accepted) accepted, \(balance.rejectedCount) not")
        }
        if balance.standing < 0 || balance.duplicateReadings < 0 || balance.conflicts < 0 {
            findings.append("readings are counted below zero: \(balance)")
        }
        return findings
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        return String(decoding: copy, as: UTF8.self)
    }

    /// The files of a fresh corridor that takes the records in one sorted pass, by their path below the data folder.
    static func files(of records: [Record], city: City, _ closing: Corridor.Closing) throws -> [String: [UInt8]] {
        var corridor = Corridor(registry: city.registry, settings: city.settings)
        let sorted = records.sorted {
            ($0.header.connection, $0.header.received, $0.topic, $0.payload, $0.header.packetID)
                < ($1.header.connection, $1.header.received, $1.topic, $1.payload, $1.header.packetID)
        }
        for record in sorted {
            let (topic, payload) = (Array(record.topic.utf8), Array(record.payload.utf8))
            corridor.take(record.header, topic: topic.span, payload: payload.span)
        }
        corridor.settle(closing)
        var files: [String: [UInt8]] = [:]
        let partitions = corridor.takeDirtyPartitions()
        for partition in partitions {
            var bytes: [UInt8] = []
            if corridor.write(partition, closing, into: &bytes, flush: { _ in }) > 0 { files[partition.path] = bytes }
        }
        let hours = files
        var kept = ReliabilityMonths()
        try corridor.longPeriodFiles(
            partitions.filter(\.dataset.restsOnFiles), closing, days: PublishedDays(paths: hours.keys),
            keeping: &kept, digest: { _ in nil }, published: { hours[$0] },
            damaged: { Issue.record("\($0)") }
        ) { if $0.rows > 0 { files[$0.partition.path] = $0.bytes } }
        return files
    }

    /// The files of a service that begins with nothing but this journal, by their path below `output`.
    func rebuilt(_ city: City, into output: String) throws -> [String: [UInt8]] {
        let committed = journal.committed
        let plan = Self.plan(
            folder: live.plan.output, output: output, city: city, closing: live.plan.closing, turnRecords: 20_000)
        var live = try LiveSummaries(plan, registry: city.registry, committed: committed)
        repeat {
            while try live.read(upTo: committed, at: city.start) > 0 {}
            while try live.workInBackground(upTo: committed, at: city.start) {}
            try live.publish(.endOfInput, at: city.start)
        } while live.isRebuilding
        return try SimulatedDisk.files(below: output).filter { PublicationHistory.isInFamily($0.key) }
    }
}

extension LiveSummaries {
    /// Days since the run's beginning that memory let go of, over boroughs and kinds.
    fileprivate func daysLetGo(since start: Instant) -> Int {
        let first = CivilDate(of: start).daysSince1970
        return corridor.settlement.held.reduce(0) { sum, held in
            [held.air.lowerBound, held.charging.lowerBound].reduce(sum) {
                $1 <= start ? $0 : $0 + Int(CivilDate(of: $1).daysSince1970 - first)
            }
        }
    }
}
