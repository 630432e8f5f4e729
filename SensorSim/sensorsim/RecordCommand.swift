import ArgumentParser
import BrokerLink
import Foundation
import Readings
import Recordings
import SensorSim

/// `sensorsim record`: what a broker has, into a feed.
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Writes what a broker sends into a feed, which replay and kerbside aggregate read.",
        discussion: """
            Each message becomes a line with its time of receipt, topic, QoS, retain flag and the payload's original \
            bytes; what is no JSON travels as payload_base64. A message is acknowledged to the broker when its line was \
            written. Ctrl-C ends the recording, and everything that was received is on the disk then.

            Recordings hold what was sent, card numbers included: keep them accordingly.

            Examples:
              sensorsim record --broker mqtt://127.0.0.1:1883 --out march.ndjson.gz
              sensorsim record --broker mqtts://broker.example --username-file user --topic '+/ev/#' --for 3600 --out ev.ndjson
              sensorsim record --broker mqtt://127.0.0.1:1883 --client-id recorder --append --out all.ndjson
            """)

    @Option(help: ArgumentHelp("The broker to listen to, mqtt://host:port or mqtts://host:port.", valueName: "url"))
    var broker: String

    @Option(
        help: ArgumentHelp(
            "The feed to write; - for standard output. A name that ends in .gz is compressed.", valueName: "feed"))
    var out: String

    @Option(
        help: ArgumentHelp(
            "A topic filter, with + and #; may stand several times. Default: #, everything.", valueName: "filter"))
    var topic: [String] = []

    @Option(help: ArgumentHelp("The QoS to subscribe with: 0 or 1 (the default).", valueName: "n"))
    var qos: QoSNumber?

    @Option(
        help: ArgumentHelp(
            "A name for the session: the broker keeps it for 30 days, with what comes while we are away. "
                + "Without one the session ends with the recording.", valueName: "name"))
    var clientID: String?

    @Option(help: ArgumentHelp("End after so many messages.", valueName: "n"))
    var count: Int?

    @Option(name: .customLong("for"), help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
    var seconds: Double?

    @Flag(help: "Write behind what the file holds already. Without it, a file that is there is refused.")
    var append = false

    @Flag(
        help: "Take the time of receipt from the messages' property received, as kerbside run --virtual-time does.")
    var virtualTime = false

    @OptionGroup var link: LinkOptions

    func validate() throws {
        _ = try BrokerOption.address(broker)
        for text in topic { _ = try TopicOption.filter(text) }
        if qos?.qos == .exactlyOnce {
            throw ValidationError("--qos: expected 0 or 1, found 2. What is published at QoS 2 arrives with 1 too.")
        }
        if let count, count < 1 { throw ValidationError("--count: expected messages, 1 or more, found \(count).") }
        if let seconds, !(seconds > 0 && seconds <= 1e9) {
            throw ValidationError("--for: expected seconds, more than 0 and at most 1e9, found \(seconds).")
        }
    }

    func run() throws {
        let name = clientID ?? "sensorsim-record-\(ProcessInfo.processInfo.processIdentifier)"
        var settings = try link.settings(BrokerOption.address(broker), clientID: name)
        settings.filters = topic.isEmpty ? ["#"] : topic
        settings.qos = qos?.qos ?? .atLeastOnce
        // A link that breaks for a moment loses nothing; a recording that is over leaves nothing for long.
        if clientID == nil { settings.sessionExpirySeconds = 120 }
        let interruption = Interruption()
        let stop = try StopSignal()
        interruption.atOnce { stop.raise() }
        var recording = Recording(
            file: try FeedFile(out, append ? .appending : .new), wanted: count, takesProperty: virtualTime)
        var hasBegun = false
        do {
            var subscriber = try Subscriber(settings, previousFilters: [])
            try subscriber.run(
                commit: { batch in
                    try recording.take(batch)
                    if recording.isFull {
                        stop.raise()
                        // Nothing of it is acknowledged, so that a session with a name gets the rest again.
                        if recording.hasLeftOver { throw Recording.Full() }
                    }
                },
                event: { event in
                    tell(event)
                    guard case .subscribed = event, !hasBegun else { return }
                    hasBegun = true
                    if let seconds {
                        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { stop.raise() }
                    }
                }, until: stop)
        } catch is Recording.Full {
        } catch let mistake as LinkMistake {
            try recording.finish(interrupted: true)
            throw LinkOptions.failure(mistake)
        }
        try recording.finish(interrupted: interruption.isRaised)
    }

    private func tell(_ event: LinkEvent) {
        switch event {
        case .stopped, .unsubscribed: break
        default: Progress.note(LinkOptions.inOptions(String(describing: event)))
        }
    }
}
