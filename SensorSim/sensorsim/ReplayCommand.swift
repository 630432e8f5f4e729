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
            A feed has a message a line, as `mosquitto_sub -F %J` prints it. Several feeds are sent one after the \
            other, in the order given. All are sent at QoS 1 and not retained, whatever was recorded, and the command ends \
            when the broker has acknowledged every message.

            Examples:
              sensorsim replay --broker mqtt://127.0.0.1:1883 march.ndjson
              sensorsim replay --broker mqtt://127.0.0.1:1883 --rate 500 --shuffle-within 600 --repeat-every 20 march.ndjson
            """)

    @Option(help: ArgumentHelp("The broker to send to, mqtt://host:port or mqtts://host:port.", valueName: "url"))
    var broker: String

    @Option(
        help: ArgumentHelp("So many times faster than it was recorded, or max (the default).", valueName: "x|max"))
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

    @Argument(help: ArgumentHelp("The feeds to send.", valueName: "feed"))
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
        let total = Double(max(1, sources.reduce(0) { $0 + $1.size }))
        let interruption = Interruption()
        var progress = Progress("Replaying")
        let pace = rate.map { Pace.rate($0) } ?? speed?.pace ?? .unlimited
        var delivery = try Delivery(BrokerOption.address(broker), pace: pace, interruption: interruption)
        var before: UInt64 = 0
        for source in sources {
            var disorder = Disorder(withinSeconds: shuffleWithin, repeatEvery: repeatEvery, seed: shuffleSeed)
            var feed = source.reader
            delivery.beginFeed()
            var isAtEnd = false
            while !isAtEnd, !interruption.isRaised {
                if let message = try source.next(&feed) {
                    disorder.take(message)
                } else {
                    isAtEnd = true
                }
                while let message = disorder.next(atEnd: isAtEnd), try delivery.send(message) {
                    progress.count(Double(before + source.position) / total)
                }
            }
            before += source.size
        }
        try delivery.finish()
        progress.finish(interrupted: interruption.isRaised)
        if interruption.isRaised { throw Failure("Stopped before the end of the feeds: the rest was not sent.") }
    }
}
