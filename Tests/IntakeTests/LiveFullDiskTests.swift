import Disk
import Foundation
import Journal
import Pipeline
import Readings
import Synchronization
import Testing

@testable import Intake

/// A disk without room while the service writes: what was due is written when there is room again.
@Suite("Summaries on a full disk")
struct LiveFullDiskTests {
    private static let start = Instant(iso8601: "2026-03-03T10:05:00Z") ?? .distantPast

    /// Refuses one call, as a disk without room does: the write after so many.
    private static func witness(refusingWrite number: Int) -> DiskWitness {
        let left = Mutex(number)
        return DiskWitness(
            judge: { call in
                guard case .write = call else { return .proceed }
                let isIt = left.withLock { left in
                    left -= 1
                    return left == -1
                }
                return isIt ? .refuse(28) : .proceed
            }, made: { _ in })
    }

    private static func reading(_ device: String, hours: Int) -> LiveRecord {
        let at = start.advanced(byMicroseconds: Int64(hours) * Microseconds.hour)
        return LiveRecord(
            received: at, topic: "west/air/plain/\(device)",
            payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":\(hours % 90)}}")
    }

    /// Days 1 to 12: with the last record, days 1 to 4 are forgotten while days after them are not written yet.
    @Test("days that are forgotten lose no file when a write finds no room, whichever it is", arguments: 0..<24)
    func forgetting(write: Int) throws {
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.start, move: .distantFuture), windows: [.hour, .day])
        try run.append((0..<12 * 4).map { Self.reading("aq-1", hours: $0 * 6) })
        do {
            try DiskWitness.$current.withValue(Self.witness(refusingWrite: write)) { try run.read() }
        } catch let error as DiskError {
            #expect(error.isOutOfSpace)
        }
        try run.finishCounting()
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }
}
