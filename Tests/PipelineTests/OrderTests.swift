import SeededRandom
import Foundation
import Pipeline
import Readings
import Registry
import Tables
import Testing

/// The promise of the design: the same set of records, shuffled, duplicated, cut into other batches or interrupted by
/// restarts, gives byte-identical files.
@Suite("Order does not matter")
struct OrderTests {
    /// KERBSIDE_SEEDS counts the seeds, KERBSIDE_SEED picks a single one.
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let one = environment["KERBSIDE_SEED"].flatMap({ UInt64($0) }) { return [one] }
        return Array(0..<(environment["KERBSIDE_SEEDS"].flatMap { UInt64($0) } ?? 40))
    }()

    @Test(
        "shuffled, repeated, in any batches and with restarts: the files are those of one sorted pass", arguments: seeds
    )
    func anyOrder(seed: UInt64) throws {
        let traffic = Traffic(seed: seed)
        let registry = try traffic.registry()
        var numbers = SplitMix64(seed: ~seed)
        let expected = Self.singlePass(traffic.records, registry, traffic.settings, .endOfInput)
        try #require(expected.files.files.count > 5)

        var service = LiveService(registry: registry, settings: traffic.settings, numbers: numbers)
        let order = Self.disturbed(traffic.records, &numbers)
        for record in order {
            service.receive(record)
        }
        #expect(service.tooEarly == nil, "seed \(seed)")
        let live = Self.singlePass(service.journal, registry, traffic.settings, service.closing)
        service.publish()
        try #require(service.files.files.count > 0)
        #expect(service.files.differences(from: live.files) == "", "seed \(seed), live")
        service.finish()
        #expect(service.files.differences(from: expected.files) == "", "seed \(seed), at the end")

        let balance = service.corridor.balance
        #expect(balance.messages == order.count)
        #expect(balance.messagesAddUp && balance.readingsAddUp, "seed \(seed): \(balance)")
        #expect(balance == live.balance, "seed \(seed)")
        let once = expected.balance
        #expect(once.messagesAddUp && once.readingsAddUp)
    }

    /// All records in the order of their receipt, settled and written once.
    static func singlePass(
        _ records: [Record], _ registry: RegistryTables, _ settings: CorridorSettings, _ closing: Corridor.Closing
    ) -> (files: PublishedFiles, balance: MessageBalance) {
        var corridor = Corridor(registry: registry, settings: settings)
        for record in records.sorted(by: { $0.received < $1.received }) { corridor.take(record) }
        var files = PublishedFiles()
        files.publish(&corridor, closing)
        return (files, corridor.balance)
    }

    /// Each record one to four times; fully shuffled, or in the order of receipt with some displaced.
    static func disturbed(_ records: [Record], _ numbers: inout SplitMix64) -> [Record] {
        var order: [Record] = []
        for record in records {
            let copies = Int.random(in: 0..<4, using: &numbers)
            for _ in 0..<(numbers.next() % 4 == 0 ? copies + 1 : 1) { order.append(record) }
        }
        if Bool.random(using: &numbers) {
            order.shuffle(using: &numbers)
        } else {
            for _ in 0..<(order.count / 10) {
                order.swapAt(
                    Int.random(in: order.indices, using: &numbers), Int.random(in: order.indices, using: &numbers))
            }
        }
        return order
    }
}

/// What the service does: take records, publish now and then, start anew from the journal after a crash.
private struct LiveService {
    let registry: RegistryTables
    let settings: CorridorSettings
    let closing: Corridor.Closing
    private let grace: Int64
    private(set) var corridor: Corridor
    private(set) var journal: [Record] = []
    private(set) var files = PublishedFiles()
    /// A row of a window that was still open when it was written.
    private(set) var tooEarly: String?
    private var numbers: SplitMix64
    private let restartAt: Int
    private let publishOneIn: UInt64

    init(registry: RegistryTables, settings: CorridorSettings, numbers: SplitMix64) {
        self.registry = registry
        self.settings = settings
        self.numbers = numbers
        grace = Int64([0, 60, 600][Int(self.numbers.next() % 3)]) * Microseconds.second
        closing = .behindNewest(graceMicroseconds: grace)
        restartAt = Int(self.numbers.next() % 600)
        // Months and exceedances are read from whole files of hours each time, which days of traffic need less often.
        let often: UInt64 = settings.datasets.contains(.airMonth) ? 12 : 4
        publishOneIn = [often, 15, 90][Int(self.numbers.next() % 3)]
        corridor = Corridor(registry: registry, settings: settings)
    }

    mutating func receive(_ record: Record) {
        journal.append(record)
        corridor.take(record)
        if journal.count == restartAt {
            corridor = Corridor(registry: registry, settings: settings)
            // As the service does: a session that came to nothing meanwhile is not there any more to be noticed.
            corridor.isRereading = true
            for record in journal { corridor.take(record) }
            corridor.settle(closing)
            corridor.isRereading = false
        }
        if numbers.next() % publishOneIn == 0 { publish() }
    }

    mutating func publish() {
        let paths = files.publish(&corridor, closing)
        guard let horizon = corridor.newest?.advanced(byMicroseconds: -grace) else { return }
        // Windows end at whole seconds; such stamps are in order as text is.
        let last = horizon.floored(toMicroseconds: Microseconds.second).iso8601
        for path in paths where files.files[path] != nil {
            let dataset = path.split(separator: "/")[2]
            if dataset == "session" || dataset == "profile" { continue }
            // Windows of different lengths are mixed in running means, at schools, and in what has no grid.
            let isMixed = ["running", "school-day", "status", "outage", "reliability"].contains(String(dataset))
            let rows = isMixed ? files.lines(path).dropFirst() : [Substring(files.lastLine(path))]
            for row in rows where Self.windowEnd(row, dataset) > last {
                tooEarly = "\(row) is written while \(horizon.iso8601) is the horizon"
            }
        }
    }

    /// The second of two stamps: the first columns, but in the table of schools, which begins with six others.
    private static func windowEnd(_ row: Substring, _ dataset: Substring) -> Substring {
        if dataset == "exceedance" { return row.dropFirst(5).prefix(20) }
        if dataset == "reliability" { return row.suffix(20) }
        return row.split(separator: ",", omittingEmptySubsequences: false)[dataset == "school-day" ? 7 : 1]
    }

    mutating func finish() { files.publish(&corridor, .endOfInput) }
}
