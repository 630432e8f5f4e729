import ArgumentParser
import BrokerLink
import Foundation
import Readings
import Recordings
import SensorSim

/// `sensorsim replay`: recorded feeds, to a broker.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Sends recorded feeds to a broker, with their recorded receive times.",
        discussion: """
            A feed has a message a line, as `mosquitto_sub -F %J` or `-F %j` or `sensorsim record` writes it; compressed \
            with gzip, too. Several feeds are sent one after the other, in the order given. No message is sent as a \
            retained one, whatever was recorded. The command ends when the broker has acknowledged every message; exit \
            status 1 says that one was not delivered.

            With --restamp the receive times and the times inside the payloads are shifted by whole seconds, all by the \
            same, so that the first message of the feed happens now. The speed is 1 then, unless another is asked for.

            Examples:
              sensorsim replay --broker mqtt://127.0.0.1:1883 march.ndjson
              sensorsim replay --broker mqtt://127.0.0.1:1883 --restamp --topic 'westminster/ev/#' march.ndjson.gz
              sensorsim replay --broker mqtt://127.0.0.1:1883 --rate 500 --shuffle-within 600 --repeat-every 20 march.ndjson
            """)

    @Option(help: ArgumentHelp("The broker to send to, mqtt://host:port or mqtts://host:port.", valueName: "url"))
    var broker: String

    @OptionGroup var delivery: DeliveryOptions

    @OptionGroup var wanted: SelectionOptions

    @Flag(help: "Shift the receive times, and the times inside payloads of known dialects, to now.")
    var restamp = false

    @Option(
        help: ArgumentHelp(
            "So many times faster than it was recorded, or max (the default without --restamp).", valueName: "x|max"))
    var speed: Speed?

    @Option(help: ArgumentHelp("So many messages a second.", valueName: "n"))
    var rate: Double?

    @Option(
        help: ArgumentHelp(
            "For fault tests: send in random order within so many recorded seconds.", valueName: "seconds"))
    var shuffleWithin: Double = 0

    @Option(help: ArgumentHelp("Another seed gives another order.", valueName: "n"))
    var shuffleSeed: UInt64 = 1

    @Option(help: ArgumentHelp("For fault tests: send every n-th message twice; 0 for none.", valueName: "n"))
    var repeatEvery: Int = 0

    @Argument(help: ArgumentHelp("The feeds to send; - for standard input.", valueName: "feed"))
    var feeds: [String]

    func validate() throws {
        guard speed == nil || rate == nil else {
            throw ValidationError("Expected at most one of --speed and --rate, found both. Leave one out.")
        }
        if let rate, !(rate > 0 && rate.isFinite) {
            throw ValidationError("--rate: expected messages a second, more than 0, found \(rate).")
        }
        guard shuffleWithin >= 0, shuffleWithin <= 1e9 else {
            throw ValidationError("--shuffle-within: expected seconds from 0 to 1e9, found \(shuffleWithin).")
        }
        guard repeatEvery >= 0 else {
            throw ValidationError("--repeat-every: expected a whole number, 0 or more, found \(repeatEvery).")
        }
        _ = try BrokerOption.address(broker)
    }

    func run() throws {
        // Every file is opened before the first message leaves: a misspelled name is told at once.
        let sources = try feeds.map { try FeedSource($0) }
        let sizes = sources.compactMap(\.size)
        let total = sizes.count == sources.count ? Double(max(1, sizes.reduce(0, +))) : nil
        let selection = try wanted.selection()
        let interruption = Interruption()
        let pace = rate.map { Pace.rate($0) } ?? speed?.pace ?? (restamp ? .speed(1) : .unlimited)
        var way = try Delivery(BrokerOption.address(broker), delivery, pace: pace, interruption: interruption)
        try way.connect()
        var progress = Progress("Replaying")
        var before: UInt64 = 0
        var sent = 0
        var failure: (any Error)?
        for source in sources where failure == nil && !interruption.isRaised {
            failure = send(source, selection, interruption, &way) {
                sent += 1
                progress.count(total.map { Double(before + source.position) / $0 })
            }
            before += source.size ?? 0
        }
        let words = try way.finish()
        progress.finish(interrupted: interruption.isRaised, words: words)
        if let failure {
            throw Failure("\(failure) The \(sent) messages before it were delivered, and nothing behind it was sent.")
        }
        if interruption.isRaised { throw Failure("Stopped before the end of the feeds: the rest was not sent.") }
        let passedOver = sources.reduce(0) { $0 + $1.passedOver }
        guard sent > 0 || passedOver == 0 else {
            throw Failure(
                "None of the \(passedOver) messages of the feeds is what --from, --to and --topic ask for. "
                    + "Look at the times and topics in the feed.")
        }
    }

    /// Sends a feed. What ends it before its end, a line or a message that cannot be sent, is given back: what was read
    /// before it was sent, and is still to be acknowledged.
    private func send(
        _ source: FeedSource, _ selection: FeedSelection, _ interruption: Interruption, _ way: inout Delivery,
        _ count: () -> Void
    ) -> (any Error)? {
        var disorder = Disorder(withinSeconds: shuffleWithin, repeatEvery: repeatEvery, seed: shuffleSeed)
        var feed = source.reader
        var shift: Restamp?
        way.beginFeed()
        way.isLive = source.isLive
        var failure: (any Error)?
        var isAtEnd = false
        while !isAtEnd, !interruption.isRaised {
            do {
                if var message = try source.next(&feed, selection) {
                    if restamp {
                        let known = shift ?? Restamp(from: message.received, to: WallClock.now)
                        shift = known
                        message = known.shifted(message)
                    }
                    disorder.take(message)
                } else {
                    isAtEnd = true
                }
            } catch {
                failure = error
                isAtEnd = true
            }
            do {
                while let message = disorder.next(atEnd: isAtEnd), try way.send(message) { count() }
            } catch {
                return error
            }
        }
        return failure
    }
}
