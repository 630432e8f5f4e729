import Foundation

/// Progress on standard error: a bar on a terminal, a line every ten seconds elsewhere, and a summary at the end.
struct Progress {
    private let title: String
    private static let isTerminal = isatty(2) == 1
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var shown: ContinuousClock.Instant
    private var messages = 0

    init(_ title: String) {
        self.title = title
        start = clock.now
        shown = start
    }

    /// One message more; `share` is how much of the whole is done.
    mutating func count(_ share: Double) {
        messages += 1
        let now = clock.now
        guard now - shown >= (Self.isTerminal ? .milliseconds(200) : .seconds(10)) else { return }
        shown = now
        let done = min(max(share, 0), 1)
        let percent = "\(Int(done * 100)) %"
        if Self.isTerminal {
            let filled = Int(done * 30)
            var bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
            if ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty {
                bar = "\u{1B}[32m\(bar)\u{1B}[0m"
            }
            Self.write("\r\u{1B}[K\(title) \(bar) \(percent), \(messages) messages, \(rate(now)) a second")
        } else {
            Self.note("\(title): \(percent), \(messages) messages, \(rate(now)) a second")
        }
    }

    func finish(interrupted: Bool) {
        let now = clock.now
        let hundredths = (now - start) / .milliseconds(10)
        let seconds = "\(Int(hundredths) / 100).\(Int(hundredths) / 10 % 10)"
        Self.note(
            "\(interrupted ? "Stopped after" : "Sent") \(messages) messages in \(seconds) s (\(rate(now)) a second).")
    }

    private func rate(_ now: ContinuousClock.Instant) -> Int {
        Int(Double(messages) / max((now - start) / .seconds(1), 0.001))
    }

    /// A line of its own, in place of the bar.
    static func note(_ text: String) {
        write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n")
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
