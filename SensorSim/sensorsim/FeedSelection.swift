import ArgumentParser
import Readings
import Recordings

/// Which messages of a feed are wanted.
struct FeedSelection {
    /// From the first instant on, up to but without the second.
    var from = Instant.distantPast
    var to = Instant.distantFuture
    /// None: all topics.
    var topics: [TopicFilter] = []

    func has(_ received: Instant, _ topic: Span<UInt8>) -> Bool {
        guard from <= received, received < to else { return false }
        for filter in topics where filter.matches(topic) { return true }
        return topics.isEmpty
    }
}

/// The options `--from`, `--to` and `--topic`.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only what was received at this time or later, with its zone.", valueName: "stamp"))
    var from: String?

    @Option(help: ArgumentHelp("Only what was received before this time, with its zone.", valueName: "stamp"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "Only topics that match, with + and # as in MQTT; may stand several times.", valueName: "filter"))
    var topic: [String] = []

    func validate() throws {
        _ = try selection()
    }

    func selection() throws -> FeedSelection {
        var selection = FeedSelection()
        if let from { selection.from = try instant(from, "--from") }
        if let to { selection.to = try instant(to, "--to") }
        guard selection.from < selection.to else {
            throw ValidationError("--to: expected a time after --from, found \"\(to ?? "")\".")
        }
        selection.topics = try topic.map(TopicOption.filter)
        return selection
    }

    private func instant(_ text: String, _ option: String) throws -> Instant {
        guard let instant = Instant(iso8601: text) else {
            throw ValidationError(
                "\(option): expected a time with its zone such as 2026-03-02T06:00:00Z, found \"\(text)\".")
        }
        return instant
    }
}

/// The option `--topic`.
enum TopicOption {
    static func filter(_ text: String) throws -> TopicFilter {
        guard let filter = TopicFilter(text) else {
            throw ValidationError(
                "--topic: expected levels parted by /, + for one level, # only as the last, found \"\(text)\".")
        }
        return filter
    }
}
