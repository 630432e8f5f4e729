import Disk
import Foundation
import Logging
import Synchronization

/// Watches the free space of the data folder for everybody who writes there, and says when it is short.
///
/// Who meets a `DiskError` that `isOutOfSpace` calls `noteFailedWrite`, then `waitForSpace`, and does the same again.
final class SpaceWatch: Sendable {
    private let data: String
    private let settings: SpaceSettings
    private let logger: Logger
    private let judgement: Mutex<SpaceJudgement>
    /// One trial at a time.
    private let trial = Mutex(())

    /// What a trial writes: as much as a batch may hold.
    private static let trialBytes = 1 << 20
    private static let trialName = "space-trial"

    /// - Parameter data: the data folder, which exists. The journal in it may be on a disk of its own.
    init(data: String, settings: SpaceSettings, logger: Logger) {
        self.data = data
        self.settings = settings
        self.logger = logger
        judgement = Mutex(SpaceJudgement(settings))
    }

    /// Looks at the disk, and says so when something changed. False: nothing more is to be written but what frees space.
    func hasSpace() throws(DiskError) -> Bool {
        var (path, free) = (data, try Directory(path: data).freeBytes())
        if let journal = try openJournal() {
            let freeForJournal = try journal.freeBytes()
            if freeForJournal < free { (path, free) = (journal.path, freeForJournal) }
        }
        let found = free
        let (saying, level) = judgement.withLock { judgement in
            (judgement.take(freeBytes: found, at: Self.steadyMicroseconds()), judgement.level)
        }
        say(saying, path: path, freeBytes: free)
        return level != .short
    }

    /// Nil before the journal was opened for the first time.
    private func openJournal() throws(DiskError) -> Directory? {
        do {
            return try Directory(path: data + "/journal")
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }

    /// Notes that a write found no room, and says so.
    func noteFailedWrite(_ error: DiskError) {
        let isNews = judgement.withLock { judgement in
            defer { judgement.noteFailedWrite() }
            return !judgement.needsTrial
        }
        if isNews { logger.error("\(error)") }
        _ = try? hasSpace()
    }

    /// Notes that what failed before went well.
    func noteSuccessfulWrite() { judgement.withLock { $0.noteSuccessfulWrite() } }

    /// Returns true as soon as there is room to write, false when `isStopping`. It looks each second; after a write that
    /// failed, it writes a trial first. While trials go well and writes do not, it waits ever longer, up to a minute.
    func waitForSpace(isStopping: () -> Bool) throws(DiskError) -> Bool {
        pause(seconds: judgement.withLock { $0.secondsToTrial }, isStopping)
        while !isStopping() {
            if judgement.withLock({ $0.needsTrial }), try isTrialWritten() {
                judgement.withLock { $0.noteSuccessfulTrial() }
            }
            if try hasSpace() { return true }
            pause(seconds: 1, isStopping)
        }
        return false
    }

    /// In small steps, so that a stop is heard at once.
    private func pause(seconds: Int, _ isStopping: () -> Bool) {
        for _ in 0..<seconds * 10 where !isStopping() { Thread.sleep(forTimeInterval: 0.1) }
    }

    private func isTrialWritten() throws(DiskError) -> Bool {
        let result = trial.withLock { _ in Result { () throws(DiskError) in try writeTrial() } }
        return try result.get()
    }

    private func writeTrial() throws(DiskError) -> Bool {
        let bytes = [UInt8](repeating: 0x55, count: Self.trialBytes)
        do {
            guard let journal = try openJournal() else {
                return try Self.write(bytes, in: Directory(path: data))
            }
            return try Self.write(bytes, in: journal)
        } catch {
            if error.isOutOfSpace { return false }
            throw error
        }
    }

    private static func write(_ bytes: [UInt8], in folder: borrowing Directory) throws(DiskError) -> Bool {
        let file = try folder.makeTemporary(for: trialName, readers: .group)
        do {
            try file.write(bytes.span)
        } catch {
            try folder.remove(Directory.temporaryName(for: trialName))
            throw error
        }
        try folder.remove(Directory.temporaryName(for: trialName))
        return true
    }

    private func say(_ saying: SpaceJudgement.Saying?, path: String, freeBytes: Int64) {
        let free = freeBytes >> 20
        switch saying {
        case .low:
            logger.warning(
                "\(path): \(free) MiB are free, fewer than disk.warn_free_mib (\(settings.warnFreeMebibytes)). Free some space; below \(settings.stopFreeMebibytes) MiB no message is taken any more."
            )
        case .short:
            logger.error(
                "\(path): \(free) MiB are free, disk.stop_free_mib is \(settings.stopFreeMebibytes): no message is taken or acknowledged, the broker keeps them. Free some space, or move the data folder to a larger disk; it goes on by itself."
            )
        case .enough: logger.warning("\(path): \(free) MiB are free: messages are taken again.")
        case nil: break
        }
    }

    /// Microseconds of a clock that nobody sets.
    private static func steadyMicroseconds() -> Int64 {
        Int64(clamping: Int(ProcessInfo.processInfo.systemUptime * 1_000_000))
    }
}
