internal import Foundation

/// Whether a service works in a data folder, seen from outside: without a file made, a lock taken or a service disturbed.
package struct JournalLock: Sendable {
    private let data: String

    /// - Parameter data: the data folder.
    package init(data: String) { self.data = data }

    /// The kernel lists the holders of all locks in /proc/locks (proc(5)) by the number of the file:
    /// `1: FLOCK  ADVISORY  WRITE 4711 fe:00:131073 0 EOF`. Where that cannot be read, no service is taken to run.
    package func isHeld() -> Bool {
        isHeld(data + "/journal/lock") || isHeld(data + "/state/lock")
    }

    private func isHeld(_ path: String) -> Bool {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let number = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value,
            let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
        else { return false }
        return locks.split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            // `->` stands before one that waits for the lock.
            guard words.count >= 6, words[1] == "FLOCK" else { return false }
            return words[5].split(separator: ":").last.flatMap { UInt64($0) } == number
        }
    }
}
