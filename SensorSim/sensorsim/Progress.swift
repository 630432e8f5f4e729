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

    /// One message more.
    /// - Parameters:
    ///   - share: how much of the whole is done; nil where nobody knows the whole.
    ///   - more: what else there is to tell.
    mutating func count(_ share: Double?, _ more: () -> String = { "" }) {
        messages += 1
        let now = clock.now
        guard now - shown >= (Self.isTerminal ? .milliseconds(200) : .seconds(10)) else { return }
        shown = now
        let done = share.map { min(max($0, 0), 1) }
        let percent = done.map { "\(Int($0 * 100)) %, " } ?? ""
        let words = "\(percent)\(messages) messages\(more()), \(rate(now)) a second"
        guard Self.isTerminal else { return Self.note("\(title): \(words)") }
        guard let done else { return Self.write("\r\u{1B}[K\(title): \(words)") }
        let filled = Int(done * 30)
        var bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        if ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty {
            bar = "\u{1B}[32m\(bar)\u{1B}[0m"
        }
        Self.write("\r\u{1B}[K\(title) \(bar) \(words)")
    }

    /// The summary. `verb` says what became of the messages; `words` are a second line.
    func finish(interrupted: Bool, verb: String = "Sent", _ more: String = "", words: String = "") {
        let now = clock.now
        let tenths = Int((now - start) / .milliseconds(100))
        Self.note(
            "\(interrupted && verb == "Sent" ? "Stopped after" : verb) \(messages) messages\(more) in "
                + "\(tenths / 10).\(tenths % 10) s (\(rate(now)) a second).")
        if !words.isEmpty { Self.note(words) }
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
