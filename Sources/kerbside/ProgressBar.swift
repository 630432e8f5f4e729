import Foundation
import Intake

/// A bar on a terminal, a plain line each ten seconds elsewhere; nothing for work that is over at once.
struct ProgressBar {
    private var lastShown = Date()
    private var isOpen = false

    mutating func show(_ progress: AggregationProgress) {
        if case .records(let count) = progress { return show(records: count) }
        let interval = Console.isTerminal ? 0.2 : 10
        guard Date().timeIntervalSince(lastShown) >= interval else { return }
        lastShown = Date()
        let (done, total, word): (Int64, Int64, String) =
            switch progress {
            case .reading(let bytes, let total): (bytes / 1_000_000, total / 1_000_000, "MB read")
            case .writing(let files, let total): (Int64(files), Int64(total), "files written")
            case .records(let count): (Int64(count), Int64(count), "records read")
            }
        let line = "\(done) of \(total) \(word)"
        guard Console.isTerminal else {
            Console.say(line)
            return
        }
        let filled = total > 0 ? Int(done * 30 / total) : 30
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        Console.show("\r[\(bar)] \(line)  ")
        isOpen = true
    }

    /// Work of which nobody knows the end beforehand.
    mutating func show(records: Int) {
        let interval = Console.isTerminal ? 0.2 : 10
        guard Date().timeIntervalSince(lastShown) >= interval else { return }
        lastShown = Date()
        guard Console.isTerminal else {
            Console.say("\(records) records read")
            return
        }
        Console.show("\r\(records) records read  ")
        isOpen = true
    }

    mutating func finish() {
        if isOpen { Console.show("\r\u{1B}[K") }
        isOpen = false
    }
}
