import ArgumentParser
import BrokerLink
import Foundation
import Readings
import Scenarios
import SensorSim
import Truth

/// `sensorsim emit`: the simulated city, to a broker or into a feed file.
struct EmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emit",
        abstract: "Sends the traffic of a simulated city, and writes down what really happened in it.",
        discussion: """
            The same scenario, seed, start and hours give the same messages on every machine. Names are invented and say so. \
            Scenarios: sensorsim presets.

            Examples:
              sensorsim emit --scenario messy --hours 168 --out week.ndjson.gz --registry registry --truth truth
              sensorsim emit --broker mqtt://127.0.0.1:1883 --speed 60 --start 2026-03-02T06:00:00Z --registry registry
              sensorsim emit --out day.ndjson --hours 24 --seed 7 --registry registry
              sensorsim emit --out day.ndjson --dialects ttn,aqmesh,senml --registry registry
              sensorsim emit --out day.ndjson --charger-dialects ocpp201,ocpi --registry registry
            """)

    @Option(help: ArgumentHelp("The broker to send to, mqtt://host:port or mqtts://host:port.", valueName: "url"))
    var broker: String?

    @OptionGroup var delivery: DeliveryOptions

    @Option(
        help: ArgumentHelp(
            "The feed file to write instead; - for standard output. A name that ends in .gz is compressed.",
            valueName: "feed"))
    var out: String?

    @Option(
        help: ArgumentHelp(
            "The city: a preset's name, or a file of your own (sensorsim presets).", valueName: "preset|file"))
    var scenario: String = Preset.twoBoroughs.rawValue

    @Option(help: "Another seed gives another city day. Default: the scenario's.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "So many times faster than real time, or max. Default: 1 to a broker, max into a file.", valueName: "x|max")
    )
    var speed: Speed?

    @Option(help: "How many hours to simulate, 1 to 87600. Default: the scenario's.")
    var hours: Int?

    @Option(
        help: ArgumentHelp(
            "When the simulated time begins, with its zone. Default: the scenario's.", valueName: "stamp"))
    var start: String?

    @Option(
        help: ArgumentHelp(
            "Write what the city really did and what its devices emitted into this folder.", valueName: "folder"))
    var truth: String?

    @Option(help: ArgumentHelp("Write the city's registry into this folder first.", valueName: "folder"))
    var registry: String?

    @Option(
        help: ArgumentHelp(
            "What the schools' sensors speak, in turn and in the registry's order: names of air dialects with commas "
                + "between them, or every. Default: the scenario's.", valueName: "names"))
    var dialects: String?

    @Option(
        help: ArgumentHelp(
            "What the charge points speak, in turn and in the registry's order: names of charging dialects with commas "
                + "between them, or every. Default: the scenario's.", valueName: "names"))
    var chargerDialects: String?

    func validate() throws {
        guard (broker == nil) != (out == nil) else {
            throw ValidationError(
                "Expected one of --broker and --out, found \(broker == nil ? "neither" : "both"). "
                    + "Say where the messages go, for example --broker mqtt://127.0.0.1:1883.")
        }
        if let hours, !(1...87_600).contains(hours) {
            throw ValidationError("--hours: expected a whole number from 1 to 87600 (ten years), found \(hours).")
        }
        _ = try resolved()
        if let broker { _ = try BrokerOption.address(broker) }
    }

    /// The scenario with what the options say.
    private func resolved() throws -> Scenario {
        var scenario = try ScenarioOption.scenario(scenario)
        if let start { scenario.start = try Self.instant(start) }
        if let hours { scenario.hours = hours }
        if let seed { scenario.seed = seed }
        scenario.plan.speak(try Self.named(dialects, "--dialects"))
        scenario.plan.charge(try Self.named(chargerDialects, "--charger-dialects"))
        return scenario
    }

    private static func instant(_ text: String) throws -> Instant {
        guard let instant = Instant(iso8601: text), Scenario.instants.contains(instant) else {
            throw ValidationError(
                "--start: expected a time with its zone such as 2026-03-02T06:00:00Z, \(Scenario.instantsInWords), "
                    + "found \"\(text)\".")
        }
        return instant
    }

    /// Names with commas between them, or every.
    private static func named<Dialect: CaseIterable & RawRepresentable<String>>(
        _ names: String?, _ option: String
    ) throws -> [Dialect] {
        guard let names else { return [] }
        if names == "every" { return Array(Dialect.allCases) }
        return try names.split(separator: ",", omittingEmptySubsequences: false).map { name in
            guard let dialect = Dialect(rawValue: String(name)) else {
                let known = Dialect.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("\(option): expected every, or some of \(known), found \"\(name)\".")
            }
            return dialect
        }
    }

    func run() throws {
        let scenario = try resolved()
        if let registry { try RegistryFolder.write(scenario.city, to: registry) }
        if let truth { try TruthFolder.prepare(truth) }
        var traffic = Traffic(scenario, keepsTruth: truth != nil)
        let length = Double(scenario.hours) * Double(Microseconds.hour)
        let interruption = Interruption()
        var progress = Progress("Simulating")
        func done(_ message: SimulatedMessage) -> Double {
            Double(message.received.microseconds(since: scenario.start)) / length
        }
        var words = ""
        if let out {
            try write(&traffic, to: out, interruption) { progress.count(done($0)) }
        } else if let broker {
            var way = try Delivery(
                BrokerOption.address(broker), delivery, pace: speed?.pace ?? .speed(1), interruption: interruption)
            try way.connect()
            words = try send(&traffic, &way) { progress.count(done($0)) }
        }
        if let truth {
            if interruption.isRaised {
                words += " No truth was written: it is complete at the end only."
            } else if let tables = traffic.truth() {
                try TruthFolder.write(tables, to: truth)
            }
        }
        progress.finish(interrupted: interruption.isRaised, words: words)
    }

    /// Sends to the broker and waits for its word on everything that was sent; gives what became of it, in words.
    private func send(
        _ traffic: inout Traffic, _ way: inout Delivery, _ count: (SimulatedMessage) -> Void
    ) throws -> String {
        var failure: (any Error)?
        do {
            while let message = traffic.next(), try way.send(message) { count(message) }
        } catch {
            // What was sent before it is still to be acknowledged.
            failure = error
        }
        let words = try way.finish()
        if let failure { throw Failure("\(failure) \(words) Nothing behind that message was sent.") }
        return words
    }

    private func write(
        _ traffic: inout Traffic, to out: String, _ interruption: Interruption, _ count: (SimulatedMessage) -> Void
    ) throws {
        var file = try FeedFile(out)
        var timer = Timer(speed?.pace ?? .unlimited, interruption)
        while let message = traffic.next(), !interruption.isRaised {
            if timer.mustWait(received: message.received) {
                try file.show()
                timer.wait()
            }
            try file.append(message)
            count(message)
        }
        try file.close()
        if interruption.isRaised {
            throw Failure(
                "Stopped before the end: \(out) holds a part of the traffic"
                    + (truth == nil ? "." : ", and no truth was written: it is complete at the end only."))
        }
    }
}
