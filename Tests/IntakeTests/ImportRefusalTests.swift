import Disk
import Foundation
import Journal
import Pipeline
import Readings
import Synchronization
import Testing

@testable import Intake

/// Prepared imports that the service cannot take, or not at once.
@Suite("Imports that fail")
struct ImportRefusalTests {
    private static let start = Instant(iso8601: "2025-12-30T00:00:00Z") ?? .distantPast

    private static func run() throws -> LiveRun {
        try LiveRun(try LiveRegistry.tables(start: start, move: .distantFuture), windows: [.hour])
    }

    /// Leaves an import of so many readings for the service.
    private static func ask(_ name: String, readings: Int, _ run: borrowing LiveRun) throws {
        let imports = ImportFolder(run.folder.data)
        var journal = try JournalWriter(path: try imports.prepare(name), segmentBytes: 16_384)
        for index in 0..<readings {
            let at = start.advanced(byMicroseconds: Int64(index) * Microseconds.hour)
            try journal.append(
                LiveRecord(
                    received: at, topic: "west/air/plain/aq-1",
                    payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":\(index % 90)}}"))
            if index % 100 == 0 { _ = try journal.commit() }
        }
        _ = try journal.commit()
        try imports.ask(name)
    }

    /// Messages of the data folder's journal.
    private static func messages(_ run: borrowing LiveRun) throws -> Int {
        try JournalReader.segments(ofJournalAt: run.folder.data.journal).reduce(0) { $0 + $1.messages }
    }

    /// Turns until nothing is to be done; what was said.
    private static func work(_ run: inout LiveRun) throws -> [String] {
        var imports = ImportsAtWork(run.folder.data)
        var sentences: [String] = []
        for _ in 0..<20 {
            _ = try run.turn(&imports)
            if let sentence = imports.takeSentence() { sentences.append(sentence) }
        }
        return sentences
    }

    /// Refuses calls of one kind: so many are let through before, and so many are refused.
    private static func witness(
        after number: Int = 0, times: Int = .max, code: Int32, _ isMeant: @escaping @Sendable (DiskCall) -> Bool
    ) -> DiskWitness {
        let seen = Mutex(0)
        return DiskWitness(
            judge: { call in
                guard isMeant(call) else { return .proceed }
                let index = seen.withLock { seen in
                    seen += 1
                    return seen - 1
                }
                return index >= number && index - number < times ? .refuse(code) : .proceed
            }, made: { _ in })
    }

    @Test("a file in place of the prepared folder is refused once, and the imports after it are taken")
    func noFolder() throws {
        var run = try Self.run()
        try Self.ask("b", readings: 10, run)
        let imports = ImportFolder(run.folder.data)
        try Data("x".utf8).write(to: URL(filePath: imports.path("a", .asked)))
        let sentences = try Self.work(&run)
        #expect(sentences.count == 1)
        #expect(sentences.allSatisfy { $0.hasPrefix("The import a in state/imports is refused: ") })
        #expect(imports.progress(of: "a") == .refused)
        #expect(imports.progress(of: "b") == .done)
        #expect(try Self.messages(run) == 10)
        #expect(try Self.work(&run).isEmpty)
    }

    @Test("of a damaged import what is sound is taken once; it is refused, also after a restart")
    func damaged() throws {
        var run = try Self.run()
        try Self.ask("a", readings: 3000, run)
        let imports = ImportFolder(run.folder.data)
        let folder = imports.path("a", .asked)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".kbj") }.sorted()
        try #require(names.count > 3)
        let damaged = URL(filePath: folder + "/" + names[1])
        var bytes = try Data(contentsOf: damaged)
        bytes.replaceSubrange(5000..<5100, with: Data(repeating: 0, count: 100))
        try bytes.write(to: damaged)
        let sentences = try Self.work(&run)
        #expect(sentences.count == 1)
        #expect(sentences.allSatisfy { $0.contains("is missing or damaged") })
        #expect(imports.progress(of: "a") == .refused)
        let taken = try Self.messages(run)
        #expect(taken > 0 && taken < 3000)
        #expect(try Self.work(&run).isEmpty)
        #expect(try Self.messages(run) == taken)
    }

    @Test("of an import whose folder cannot be renamed nothing is taken, at no start")
    func notMovable() throws {
        var run = try Self.run()
        try Self.ask("a", readings: 10, run)
        for _ in 0..<3 {
            let refusing = Self.witness(code: 13) { if case .rename = $0 { true } else { false } }
            let sentences = try DiskWitness.$current.withValue(refusing) { try Self.work(&run) }
            #expect(sentences.count == 1)
            #expect(try Self.messages(run) == 0)
        }
        #expect(try Self.work(&run).isEmpty)
        #expect(ImportFolder(run.folder.data).progress(of: "a") == .done)
        #expect(try Self.messages(run) == 10)
    }

    @Test("an import whose end cannot be noted ends no service, and is not taken again while that lasts")
    func notFinished() throws {
        var run = try Self.run()
        try Self.ask("a", readings: 10, run)
        for round in 0..<3 {
            // The first start may rename it once, to begin with it.
            let refusing = Self.witness(after: round == 0 ? 1 : 0, code: 13) {
                if case .rename = $0 { true } else { false }
            }
            let sentences = try DiskWitness.$current.withValue(refusing) { try Self.work(&run) }
            #expect(sentences.count == 1)
            #expect(try Self.messages(run) == 10)
        }
    }

    @Test("after a disk without room an import goes on where it was")
    func noRoom() throws {
        var run = try Self.run()
        let readings = 3 * PreparedImport.turnRecords
        try Self.ask("a", readings: readings, run)
        var imports = ImportsAtWork(run.folder.data)
        // The second write of the journal finds no room.
        let refusing = Self.witness(after: 1, times: 1, code: 28) { if case .write = $0 { true } else { false } }
        let refusals = try DiskWitness.$current.withValue(refusing) {
            var refusals = 0
            for _ in 0..<20 {
                do {
                    _ = try run.turn(&imports)
                } catch let error as DiskError where error.isOutOfSpace {
                    refusals += 1
                }
            }
            return refusals
        }
        #expect(refusals == 1)
        #expect(imports.takeSentence() == nil)
        #expect(ImportFolder(run.folder.data).progress(of: "a") == .done)
        #expect(try Self.messages(run) == readings)
    }

    @Test("a second command does not get the right to prepare an import while the first has it")
    func lock() throws {
        let folder = try LiveFolder()
        let imports = ImportFolder(folder.data)
        let first = try imports.lock()
        let error = #expect(throws: DiskError.self) { _ = try imports.lock() }
        #expect(error?.isLockedElsewhere == true)
        _ = consume first
        _ = try imports.lock()
    }
}
