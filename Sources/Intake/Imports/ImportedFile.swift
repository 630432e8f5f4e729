package import Dialects

/// What became of one file that was read for an import.
package struct ImportedFile: Hashable, Sendable {
    package var path: String
    /// Of the whole file, 64 hexadecimal digits.
    package var sha256 = ""
    /// Lines of a feed, or rows of a table, without its header.
    package var rows = 0
    /// Those that became messages of the journal.
    package var taken = 0
    /// Readings in them; nil for recorded feeds, whose messages are decoded when they are read from the journal.
    package var readings: Int?
    /// Readings by what their source says of them; empty for sources that say nothing.
    package var statuses: [UKAirStatus: Int] = [:]
    /// Rows that hold no value at all: an instrument was off.
    package var empty = 0
    /// Rows that were not taken, by reason.
    package var refused: [String: Refused] = [:]
    /// Values of rows that were not taken because nothing else was in the row, by reason.
    package var rejected: [String: Int] = [:]

    package struct Refused: Hashable, Sendable {
        package var count = 0
        package var firstLine = 0
    }

    /// The reason of rows of days that the journal no longer holds whole.
    package static let olderThanJournal = "older_than_journal"

    init(path: String) { self.path = path }

    mutating func refuse(_ reason: String, line: Int) {
        if refused[reason] == nil { refused[reason] = Refused(count: 0, firstLine: line) }
        refused[reason]?.count += 1
    }

    package var refusedCount: Int { refused.values.reduce(0) { $0 + $1.count } }
}

/// Why a file cannot be imported at all. Nothing of it, nor of the files named with it, is taken then.
package struct ImportError: Error, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}
