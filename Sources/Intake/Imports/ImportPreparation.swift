package import Dialects
import Disk
import Foundation
import Journal
import Publication
package import Readings
import Recordings
package import Registry

/// Makes journal records of files, in a small journal of its own, which is then taken into the data folder's.
///
/// A record's receive time is the end of its row's interval, or the recorded one of a feed: as when it was new. So each row is
/// admitted by its own record alone, a rebuild finds the same, and a row that is there already is dropped as a duplicate. What
/// says who charged is left out before anything is written.
package struct ImportPreparation: ~Copyable {
    package let name: String
    private let imports: ImportFolder
    private let registry: RegistryTables
    private let dialect: Dialect?
    private let topic: String?
    private let device: String?
    private let now: Instant
    private let firstWholeDay: CivilDate?
    private var journal: JournalWriter
    private var intake: JournalIntake
    private var decoder = Decoder()
    private var decoded = Decoded()
    /// Of the records, the earliest and the latest receive time.
    package private(set) var received: ClosedRange<Instant>?
    /// What the sources say of the hours that were taken.
    package private(set) var statuses = SourceStatuses()

    /// - Parameters:
    ///   - dialect: of tables and bare payloads; nil for recorded feeds, which name topic and time in each line.
    ///   - topic: of all rows; nil where `device` or the rows tell the device.
    ///   - firstWholeDay: of the data folder's journal (`JournalRebuild.firstWholeDay`): the files of earlier days stay as
    ///     they are, so what is older is refused.
    package init(
        into data: DataFolder, registry: RegistryTables, dialect: Dialect?, topic: String?, device: String?,
        firstWholeDay: CivilDate?, at now: Instant
    ) throws {
        if let dialect, dialect.family != .air {
            throw ImportError(
                "--dialect \(dialect.name): only readings of air sensors are imported so; record the chargers' messages with "
                    + "`mosquitto_sub -F %J` and import the feed without --dialect.")
        }
        let imports = ImportFolder(data)
        try imports.clear()
        let name = UUID().uuidString
        let journal = try JournalWriter(path: try imports.prepare(name))
        self.name = name
        self.imports = imports
        self.journal = journal
        intake = JournalIntake(registry: registry, isVirtualTime: false)
        (self.registry, self.dialect, self.topic, self.device) = (registry, dialect, topic, device)
        (self.firstWholeDay, self.now) = (firstWholeDay, now)
    }

    /// Takes a file; `progress` hears of its bytes that were read.
    package mutating func take(_ path: String, progress: (Int64) -> Void) throws -> ImportedFile {
        var file = ImportedFile(path: path)
        do {
            if let dialect {
                var topics = try ImportTopics(registry, dialect, topic: topic, device: device)
                file.readings = 0
                if dialect.isText {
                    try takeTable(&file, dialect, &topics, progress)
                } else {
                    try takeBareLines(&file, dialect, &topics, progress)
                }
            } else {
                try takeFeed(&file, progress)
            }
        } catch let error as ImportError {
            throw ImportError("\(path): \(error)")
        }
        let note = JournalNote.imported(
            name: (path as NSString).lastPathComponent, sha256: file.sha256, rows: file.rows, taken: file.taken)
        try journal.appendNote(at: now, subject: note.subject, text: note.text.span)
        _ = try journal.commit()
        return file
    }

    /// Ends the preparation: the records are on disk.
    package consuming func finish() throws { _ = try journal.commit() }

    // MARK: Tables

    private mutating func takeTable(
        _ file: inout ImportedFile, _ dialect: Dialect, _ topics: inout ImportTopics, _ progress: (Int64) -> Void
    ) throws {
        var table = try TableFile(InputFile(namedByPerson: file.path), hasColumns: false)
        var taking = TableTaking(dialect)
        var (preamble, header): ([UInt8], [UInt8]) = ([], [])
        var columns: UKAirStatusColumns?
        while try table.read() {
            let held = table.bytes
            let record = held[table.record]
            switch taking.take(table.cells, held.span) {
            case .blank: continue
            case .preamble:
                guard !taking.isNoTable else { throw Self.isNoTable(dialect) }
                preamble += record
            case .header:
                header = Array(record)
                try check(preamble + header, dialect)
                columns = dialect == .ukAir ? UKAirStatusColumns(table.cells, held.span) : nil
            case .row:
                file.rows += 1
                let isTaken = try take(header + record, dialect, line: table.line, &file, &topics)
                if isTaken, let columns, let device = topics.device {
                    note(columns, of: device, table.cells, held.span, &file)
                }
                if file.rows % 5000 == 0 { progress(table.digest.bytes) }
            }
        }
        guard !taking.isOfAnotherKind else { throw Self.isNoTable(dialect) }
        file.sha256 = table.digest.hexadecimal
    }

    /// What a header alone tells: two stations, a quantity twice, none that is known.
    private mutating func check(_ header: [UInt8], _ dialect: Dialect) throws {
        do throws(QuarantineReason) {
            try decoder.decode(header.span, dialect: dialect, into: &decoded)
        } catch {
            let words =
                switch error {
                case .deviceMismatch: "it holds several stations; ask for a file of one"
                case .duplicateKey:
                    "a quantity stands in it twice, as in files of several stations; ask for a file of one"
                default: "no column of it is a known quantity"
                }
            throw ImportError("\(words) (\(error.rawValue)); nothing was imported.")
        }
    }

    private static func isNoTable(_ dialect: Dialect) -> ImportError {
        let expected =
            dialect == .openair
            ? "a line of names with `date` and a row an hour (`2026-03-02 08:00:00`); daily means cannot be taken"
            : "a line that begins with Date,time and a row an hour"
        return ImportError("this is no table of \(dialect.name); expected \(expected). Nothing was imported.")
    }

    /// Notes what the source says of a row that was decoded last.
    private mutating func note(
        _ columns: UKAirStatusColumns, of device: String, _ cells: [CSVCursor.Cell], _ text: Span<UInt8>,
        _ file: inout ImportedFile
    ) {
        guard let end = UKAirStatusColumns.hourEnd(cells, text) else { return }
        for quantity in columns.quantities {
            guard decoded.samples.contains(where: { $0.quantity == quantity }) else {
                statuses.note(device: device, quantity, hourBefore: end, nil)
                continue
            }
            let status = columns.status(of: quantity, cells, text)
            file.statuses[status, default: 0] += 1
            statuses.note(device: device, quantity, hourBefore: end, status)
        }
    }

    /// Takes a payload of one row or line. False when it was refused; a row without a value is not.
    @discardableResult
    private mutating func take(
        _ payload: [UInt8], _ dialect: Dialect, line: Int, _ file: inout ImportedFile, _ topics: inout ImportTopics
    ) throws -> Bool {
        do {
            do throws(QuarantineReason) {
                try decoder.decode(payload.span, dialect: dialect, into: &decoded)
            } catch { throw error }
            let named = decoded.device.map { String(decoding: payload[$0], as: UTF8.self) }
            let topic = try topics.topic(named: named)
            guard !decoded.samples.isEmpty else {
                for rejected in decoded.rejected { file.rejected[rejected.reason.rawValue, default: 0] += 1 }
                file.empty += 1
                return true
            }
            guard let end = decoded.samples.lazy.compactMap({ $0.covers?.upperBound ?? $0.stamp }).max() else {
                throw QuarantineReason.malformedStamp
            }
            let start = decoded.samples.lazy.compactMap { $0.covers?.lowerBound ?? $0.stamp }.min() ?? end
            guard isWhole(start) else {
                file.refuse(ImportedFile.olderThanJournal, line: line)
                return false
            }
            guard try append(MessageHeader(received: end), topic: topic, payload: payload) else {
                file.refuse(RejectionReason.future.rawValue, line: line)
                return false
            }
            file.taken += 1
            file.readings? += decoded.samples.count + decoded.rejected.count
            return true
        } catch let reason as QuarantineReason {
            file.refuse(reason.rawValue, line: line)
            return false
        }
    }

    // MARK: Lines

    private mutating func takeBareLines(
        _ file: inout ImportedFile, _ dialect: Dialect, _ topics: inout ImportTopics, _ progress: (Int64) -> Void
    ) throws {
        let source = try FeedSource(path: file.path)
        var lines = LineReader { try source.fill(&$0) }
        while try lines.next() {
            file.rows += 1
            let payload = Array(lines.bytes[lines.range])
            try take(payload, dialect, line: lines.number, &file, &topics)
            if file.rows % 5000 == 0 { progress(source.bytesTaken) }
        }
        file.sha256 = source.digest.hexadecimal
    }

    private mutating func takeFeed(_ file: inout ImportedFile, _ progress: (Int64) -> Void) throws {
        let source = try FeedSource(path: file.path)
        var reader = FeedReader { try source.fill(&$0) }
        while true {
            do {
                guard try reader.next() else { break }
            } catch let error as FeedLineError {
                if error.reason == .compressed { throw ImportError("\(error)") }
                file.rows += 1
                file.refuse("\(error.reason)", line: reader.lineNumber)
                continue
            }
            file.rows += 1
            let line = reader.line
            guard isWhole(line.received) else {
                file.refuse(ImportedFile.olderThanJournal, line: reader.lineNumber)
                continue
            }
            var (topic, payload): ([UInt8], [UInt8]) = ([], [])
            reader.withMessage { topicSpan, payloadSpan in
                topic = topicSpan.copied
                payload = payloadSpan.copied
            }
            // Connections of another time are none of this journal's, and so are their packet identifiers.
            let header = MessageHeader(received: line.received, isRetained: line.isRetained)
            if try append(header, qos: line.qos, topic: topic, payload: payload) {
                file.taken += 1
            } else {
                file.refuse(RejectionReason.future.rawValue, line: reader.lineNumber)
            }
            if file.rows % 5000 == 0 { progress(source.bytesTaken) }
        }
        file.sha256 = source.digest.hexadecimal
    }

    private func isWhole(_ instant: Instant) -> Bool { firstWholeDay.map { instant >= $0.startUTC } ?? true }

    /// False for what was received in a time to come: it would end windows that are still open.
    private mutating func append(
        _ header: MessageHeader, qos: UInt8 = 1, topic: [UInt8], payload: [UInt8]
    ) throws -> Bool {
        guard header.received <= now.advanced(byMicroseconds: 5 * Microseconds.minute) else { return false }
        received =
            min(
                received?.lowerBound ?? header.received, header.received)...max(
                received?.upperBound ?? header.received, header.received)
        try intake.append(header, qos: qos, topic: topic.span, payload: payload.span, to: &journal)
        if journal.uncommittedBytes > 1 << 20 { _ = try journal.commit() }
        return true
    }
}

extension Span<UInt8> {
    fileprivate var copied: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for offset in indices { bytes.append(self[offset]) }
        return bytes
    }
}
