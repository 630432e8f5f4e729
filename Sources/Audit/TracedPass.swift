internal import Disk
internal import Intake
internal import Journal
internal import Pipeline
internal import Readings
internal import Recordings
internal import Registry
internal import Tables

/// Reads the records on which the rows of a window rest into a corridor that notes what becomes of one device.
struct TracedPass {
    let source: RecordSource
    let registry: RegistryTables
    let progress: Inquiry.Progress

    /// What has to be known of a window.
    struct Asked {
        var name: WindowName
        var family: Dataset.Family
        var area: String
        var window: Range<Instant>
        var trace: ReadingTrace
        /// How much earlier to begin than the figures need.
        var lookBack: Int64 = 0
    }

    private static let turnRecords = 20_000

    /// What was read.
    struct Outcome {
        /// Settled as at the end of input.
        var corridor: Corridor
        /// The newest receive time of the borough; of the whole journal where the part that was read has none.
        var newest: Instant?
        /// Damaged places of the journal that were passed over.
        var damaged = 0
    }

    func read(_ asked: Asked) throws -> Outcome {
        let kind = asked.family == .air ? DayToRebuild.Kind.air : .charging
        let days = Self.days(of: asked.window)
        var settings = CorridorSettings(windows: [asked.name])
        settings.memory = kind.memory(forDays: days, settings, [])
        var corridor = Corridor(registry: registry, settings: settings)
        var outcome = Outcome(corridor: corridor)
        switch source {
        case .journal(let path):
            let end = try JournalReader.end(ofJournalAt: path)
            corridor.lateAdmissions = try Self.lateAdmissions(in: path, upTo: end)
            let received = kind.received(forDays: days, settings, corridor.lateAdmissions)
            let first = received.lowerBound.advanced(byMicroseconds: -asked.lookBack)
            let stretch = try JournalStretch(path, received: first..<received.upperBound, committed: end)
            corridor.trace = asked.trace
            var reader = try JournalReader(path: path, from: stretch.start)
            var records = 0
            while true {
                let count = try take(&corridor, from: &reader, upTo: stretch.end)
                if count == 0 { break }
                records += count
                progress(.records(records))
            }
            // How far a row is known depends on the newest record of the borough, which may come much later.
            while corridor.newest(inArea: asked.area).map({ $0 < asked.window.upperBound }) ?? true,
                try take(&corridor, from: &reader, upTo: end) > 0
            {}
            outcome.damaged = reader.damaged.count
            outcome.newest = try JournalReader.segments(ofJournalAt: path).compactMap(\.latest).max()
        case .feeds(let feeds):
            corridor.trace = asked.trace
            for (number, feed) in feeds.enumerated() { try take(&corridor, feed, UInt64(number)) }
        }
        corridor.settle(.endOfInput)
        outcome.newest = corridor.newest(inArea: asked.area) ?? outcome.newest
        outcome.corridor = corridor
        return outcome
    }

    /// The UTC days that a window touches.
    private static func days(of window: Range<Instant>) -> Range<Instant> {
        let last = CivilDate(of: window.upperBound.advanced(byMicroseconds: -1))
        return CivilDate(of: window.lowerBound).startUTC..<last.adding(days: 1).startUTC
    }

    /// What people admitted from the late ledger, from the journal's notes: they decide how earlier records are read.
    private static func lateAdmissions(in path: String, upTo end: JournalPosition) throws -> [LateAdmission] {
        var admissions: [LateAdmission] = []
        var reader = try JournalReader(path: path, from: .start)
        _ = try reader.next(upTo: end, atMost: .max) { record, subject, text in
            guard record.kind == .note,
                let admission = JournalNote.lateAdmission(
                    subject: subject, text: text, decided: record.header.received),
                !admissions.contains(admission)
            else { return }
            admissions.append(admission)
        }
        return admissions
    }

    private func take(
        _ corridor: inout Corridor, from reader: inout JournalReader, upTo end: JournalPosition
    ) throws -> Int {
        let count = try reader.next(upTo: end, atMost: Self.turnRecords) { record, topic, payload in
            guard record.kind == .message else { return }
            corridor.trace?.place = RecordPlace(source: record.position.segment, offset: record.position.offset)
            corridor.take(record.header, topic: topic, payload: payload)
        }
        forgetReceipts(&corridor)
        return count
    }

    private func take(_ corridor: inout Corridor, _ feed: RecordSource.Feed, _ number: UInt64) throws {
        let file = try InputFile(namedByPerson: feed.path)
        let total = try file.size()
        var read: Int64 = 0
        var reader = FeedReader { buffer in
            let piece = try file.bytes(at: read, count: 1 << 18)
            buffer.append(contentsOf: piece)
            read += Int64(piece.count)
            progress(.bytes(read, of: total))
            return piece.count
        }
        func next() throws -> Bool {
            do {
                return try reader.next()
            } catch let error as FeedLineError {
                throw WhyError("\(feed.path) cannot be read as recorded messages: \(error).")
            }
        }
        while try next() {
            let line = reader.line
            let header = MessageHeader(
                received: line.received, isRetained: line.isRetained, packetID: line.packetID)
            corridor.trace?.place = RecordPlace(source: number, offset: Int64(reader.lineNumber))
            reader.withMessage { topic, payload in corridor.take(header, topic: topic, payload: payload) }
            if reader.lineNumber % Self.turnRecords == 0 { forgetReceipts(&corridor) }
        }
        forgetReceipts(&corridor)
    }

    /// What was received by day is not asked for.
    private func forgetReceipts(_ corridor: inout Corridor) {
        if let newest = corridor.newest { corridor.forgetReceivedDays(before: CivilDate(of: newest)) }
    }
}
