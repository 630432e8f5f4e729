import Disk
import Foundation
import Pipeline
import Readings

/// One run of the simulation: the seed decides everything that happens.
struct FaultRun: ~Copyable {
    struct Outcome: Sendable {
        var seed: UInt64
        /// What does not hold; empty when all is well.
        var findings: [String]
        var counts: FaultCounts
        /// Of everything that happened, to compare two runs of one seed.
        var digest: UInt64
        var trace: [String]
    }

    /// Ends a run: what was promised does not hold.
    struct Broken: Error { var findings: [String] }

    let city: City
    let traffic: Traffic
    let disk: SimulatedDisk
    let messages: Messages
    var broker: SimulatedBroker
    var counts = FaultCounts()
    var ledger: Ledger
    var chance: Chance
    var pipeline: PipelineUnderTest?
    private var arrived = 0
    var trueTime: Instant
    /// Our clock is wrong by so much.
    private var clockOffset: Int64 = 0
    /// It makes ten years of windows due, which takes long: few seeds have it.
    private let hasYearsBack: Bool
    private var trace: [String]?
    let closing: Corridor.Closing
    let segmentBytes: Int64
    let turnRecords: Int
    /// What found no room on the disk, and is done again before anything else.
    var heldUp: PipelineUnderTest.Work?
    /// A stop publishes windows that are open still, so that only the end can be compared.
    var hasStopped = false

    static func run(seed: UInt64, isTraced: Bool = false) -> Outcome {
        do {
            var run = try FaultRun(seed: seed, isTraced: isTraced)
            var findings: [String] = []
            do {
                try DiskWitness.$current.withValue(run.disk.witness) { try run.live() }
            } catch let broken as Broken {
                findings = broken.findings
            }
            var counts = run.counts
            counts.add(run.disk.counts)
            counts.add(run.traffic.counts)
            let digest = run.ledger.digest ^ run.disk.digest
            run.note("")
            return Outcome(
                seed: seed, findings: findings, counts: counts, digest: digest, trace: run.trace ?? [])
        } catch {
            return Outcome(seed: seed, findings: ["\(error)"], counts: FaultCounts(), digest: 0, trace: [])
        }
    }

    private init(seed: UInt64, isTraced: Bool) throws {
        var chance = Chance(seed: seed)
        let city = City(&chance)
        let traffic = Traffic(city, chance.fork())
        self.city = city
        self.traffic = traffic
        messages = Messages(traffic.publications)
        ledger = Ledger(messages: messages.count)
        broker = SimulatedBroker(window: chance.pick([1, 4, 20, 100]))
        let parent = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        let name = "kerbside-faults-\(ProcessInfo.processInfo.processIdentifier)-\(seed)"
        disk = try SimulatedDisk(root: parent + "/" + name, chance: chance.fork(), isTraced: isTraced)
        trueTime = city.start
        closing = .behindNewest(graceMicroseconds: chance.pick([0, Microseconds.minute]))
        segmentBytes = Int64(chance.pick([200, 900, 900, 4000, 4000, 64 << 20, 64 << 20, 64 << 20]))
        turnRecords = chance.pick([3, 17, 20_000, 20_000])
        trace = isTraced ? [] : nil
        hasYearsBack = seed % 250 == 57
        self.chance = chance
    }

    private var now: Instant { trueTime.advanced(byMicroseconds: clockOffset) }

    mutating func note(_ line: @autoclosure () -> String) {
        guard trace != nil else { return }
        let calls = disk.takeTrace()
        let line = "\(now.iso8601) " + line()
        trace? += calls + [line]
    }

    // MARK: The run

    private mutating func live() throws {
        try start()
        let steps = chance.within(25...70)
        let stride = 2 * Int(city.length / 1000) / steps
        let yearsBack = hasYearsBack ? chance.below(steps) : -1
        for step in 0..<steps {
            trueTime.microseconds += Int64(chance.below(stride)) * 1000
            stepClock(isYearsBack: step == yearsBack)
            arrive()
            if chance.oneIn(9) { disk.plan(plan()) }
            switch chance.below(30) {
            case 0: cut()
            case 1: try crash("killed between two steps")
            case 2...4: try publishTwice()
            case 5, 6: _ = try perform(.checkpoint)
            case 7...9: for _ in 0..<chance.within(1...6) { _ = try perform(.background) }
            case 10: try askForDays()
            case 11 where chance.oneIn(2): try stop()
            default: try receive()
            }
        }
        try settle()
    }

    /// No more faults: everything that waits comes, is published, and is looked at.
    private mutating func settle() throws {
        disk.plan(.nothing)
        if clockOffset < -Microseconds.day { clockOffset = 0 }
        trueTime = max(trueTime, traffic.publications.last?.arrival ?? trueTime)
        arrive()
        while !broker.isDrained || !broker.isConnected {
            trueTime.microseconds += Microseconds.second
            try receive()
        }
        try finish()
        try check(.endOfInput)
        if let lost = messages.all.first(where: { ledger.journalled[$0.id] == 0 }) {
            throw Broken(findings: ["never journalled: \(lost.topic) \(lost.payload)"])
        }
        let unseen = try disk.unseenChanges()
        if !unseen.isEmpty { throw Broken(findings: ["files changed unseen: \(unseen)"]) }
        guard chance.oneIn(4) else { return }
        let before = disk.files
        if chance.oneIn(2) { _ = try perform(.checkpoint) }
        pipeline = nil
        disk.restartAfterKill()
        ledger.forgetJournal()
        try start()
        disk.plan(.nothing)
        try finish()
        let changed = Self.changed(before, disk.files)
        guard changed.isEmpty else {
            throw Broken(findings: ["a restart without a new message changed \(changed)"])
        }
    }

    /// Everything is read, made again and written.
    private mutating func finish() throws {
        repeat {
            while try perform(.read) {}
            while try perform(.background) {}
            _ = try perform(.publish(.endOfInput))
        } while pipeline?.isSettled == false
        disk.notePublished()
    }

    /// What arrived at the broker until now.
    private mutating func arrive() {
        while arrived < traffic.publications.count, traffic.publications[arrived].arrival <= trueTime {
            let publication = traffic.publications[arrived]
            broker.publish(
                arrived, topic: publication.topic, isRetained: publication.isRetained,
                isEmpty: publication.payload.isEmpty)
            arrived += 1
        }
        broker.send()
    }

    mutating func plan() -> SimulatedDisk.Plan {
        let after = chance.oneIn(2) ? chance.below(8) : chance.below(200)
        let times = chance.oneIn(2) ? 1 : chance.within(2...12)
        return switch chance.below(8) {
        case 0...3: .crash(after: after)
        case 4: .refuse(code: EIO, after: after / 4)
        case 5: .refuse(code: ENOSPC, after: after / 4, times: times)
        default: .shorten(after: after / 8)
        }
    }

    private mutating func stepClock(isYearsBack: Bool) {
        if isYearsBack {
            counts.note(.clockTenYearsBack)
            clockOffset = -3652 * Microseconds.day
        } else if clockOffset < -Microseconds.day {
            // Somebody sees that soon.
            if chance.oneIn(3) { clockOffset = 0 }
        } else if chance.oneIn(40) {
            let back = chance.oneIn(2)
            counts.note(back ? .clockBack : .clockForward)
            clockOffset += back ? -Microseconds.hour : Microseconds.hour
        }
    }

    private mutating func cut() {
        if broker.isConnected { counts.note(.linkCut) }
        broker.cut()
        note("link cut")
    }

    // MARK: The pipeline's steps

    private mutating func receive() throws {
        if !broker.isConnected {
            let isPresent = broker.connect(&counts)
            pipeline?.noteConnection(isSessionPresent: isPresent)
            note("connected")
        }
        broker.send()
        let deliveries = broker.take(chance.oneIn(3) ? 1 : chance.within(1...30))
        let received = deliveries.map { messages.delivered($0) }
        for delivery in deliveries { ledger.delivered[messages.id(delivery)] += 1 }
        note("received \(deliveries.count) messages")
        let now = now
        do {
            try pipeline?.receive(received, at: now)
        } catch let error as DiskError where error.isOutOfSpace && disk.takeLackOfRoom() {
            // The link ends without a word, and what was not acknowledged comes again.
            broker.cut()
            return note("\(error): the link is down")
        } catch {
            return try fall(error)
        }
        guard !disk.isDown else { return try crash("crashed while receiving") }
        // From here on the PUBACKs may leave at any time.
        for delivery in deliveries { ledger.acknowledged[messages.id(delivery)] += 1 }
        var leaving = deliveries[...]
        let isCut = chance.oneIn(15)
        if isCut { leaving = leaving.prefix(chance.below(leaving.count + 1)) }
        for delivery in leaving { broker.acknowledge(delivery.packetID) }
        if isCut {
            counts.note(.cutBeforeAcknowledgement)
            cut()
        }
        try follow()
    }

    mutating func follow() throws {
        do {
            guard let records = try pipeline?.records() else { return }
            for record in records {
                guard let message = messages.id(topic: record.topic, journalled: record.payload) else {
                    throw Broken(findings: ["nobody sent \(record.topic) \(record.payload)"])
                }
                ledger.note(record, message)
            }
        } catch let broken as Broken {
            throw broken
        } catch {
            return try fall(error)
        }
        let findings = ledger.findings.map { "\($0): \(messages.all[$1].topic) \(messages.all[$1].payload)" }
        if !findings.isEmpty { throw Broken(findings: findings) }
        // The journal is ahead of the corridor now and then.
        if chance.oneIn(3) { return }
        _ = try perform(.read)
    }

    /// Does some of the corridor's work. False when there is no more of it now, or it did not come to its end.
    mutating func perform(_ work: PipelineUnderTest.Work) throws -> Bool {
        if let heldUp {
            self.heldUp = nil
            _ = try perform(heldUp)
            guard self.heldUp == nil else { return false }
        }
        note("\(work)")
        let now = now
        var result = false
        do {
            result = try pipeline?.perform(work, at: now, &counts) ?? false
        } catch let error as DiskError where error.isOutOfSpace && disk.takeLackOfRoom() {
            heldUp = work
            counts.note(.heldUp)
            note("\(error): again when there is room")
            return false
        } catch {
            try fall(error)
            return false
        }
        guard !disk.isDown else {
            try crash("crashed at \(work)")
            return false
        }
        if case .publish = work { disk.notePublished() }
        return result
    }

    /// Somebody wants some days made again, whatever they hold.
    private mutating func askForDays() throws {
        let days = Int((city.horizon + city.length) / Microseconds.day) + 1
        let first = CivilDate(of: city.from).adding(days: chance.below(days))
        var asked: Set<DayToRebuild> = []
        for day in 0..<chance.within(1...3) {
            let date = first.adding(days: day)
            asked.formUnion(
                ["west", "east"].flatMap { area in
                    [DayToRebuild(.air, area: area, date: date), DayToRebuild(.charging, area: area, date: date)]
                })
            asked.insert(DayToRebuild(.received, area: "", date: date))
        }
        try pipeline?.ask(for: asked)
        note("asked for \(first.text) and later")
    }

    /// What came since the last window closed must show as well: it reaches rows that are published already.
    private mutating func publishTwice() throws {
        _ = try perform(.publish(closing))
        guard chance.oneIn(2) else { return }
        let crashes = disk.counts[.kill] + disk.counts[.powerLoss]
        for _ in 0..<4 { try receive() }
        // What was written a moment ago is held back for up to a quarter of an hour.
        trueTime.microseconds += Microseconds.quarterHour
        while try perform(.read) {}
        while try perform(.background) {}
        _ = try perform(.publish(closing))
        guard crashes == disk.counts[.kill] + disk.counts[.powerLoss], !hasStopped, heldUp == nil,
            pipeline?.isSettled == true
        else {
            return
        }
        try check(closing)
    }

    private mutating func check(_ closing: Corridor.Closing) throws {
        var findings = disk.takeFindings()
        findings += pipeline?.imbalance(messages: ledger.records.count) ?? []
        var rebuilt: [String: [UInt8]]?
        if closing == .endOfInput {
            let output = disk.root + "-rebuilt"
            defer { try? FileManager.default.removeItem(atPath: output) }
            rebuilt = try DiskWitness.$current.withValue(nil) { try pipeline?.rebuilt(city, into: output) }
        }
        findings += FileCheck(run: self, closing: closing, rebuilt: rebuilt).findings
        if !findings.isEmpty { throw Broken(findings: findings) }
    }

    private static func changed(_ before: [String: [UInt8]], _ after: [String: [UInt8]]) -> [String] {
        Set(before.keys).union(after.keys).filter {
            PublicationHistory.isInFamily(String($0.dropFirst(PublicationHistory.dataFolder.count)))
                && before[$0] != after[$0]
        }.sorted()
    }
}
