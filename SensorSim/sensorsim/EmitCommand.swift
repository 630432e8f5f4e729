import ArgumentParser
import BrokerLink
import Foundation
import Readings
import SensorSim

/// `sensorsim emit`: the simulated city, to a broker or into a feed file.
struct EmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emit",
        abstract: "Sends the traffic of two simulated boroughs: 24 air sensors and 60 charging connectors.",
        discussion: """
            The same seed, start and hours give the same messages on every machine. Names are invented and say so.

            Examples:
              sensorsim emit --broker mqtt://127.0.0.1:1883 --speed 60 --start 2026-03-02T06:00:00Z --registry registry
              sensorsim emit --out day.ndjson --hours 24 --seed 7 --registry registry
              sensorsim emit --out day.ndjson --dialects ttn,aqmesh,senml --registry registry
              sensorsim emit --out day.ndjson --charger-dialects ocpp201,ocpi --registry registry
            """)

    @Option(help: ArgumentHelp("The broker to send to, mqtt://host:port or mqtts://host:port.", valueName: "url"))
    var broker: String?

    @Option(help: ArgumentHelp("The feed file to write instead; - for standard output.", valueName: "feed"))
    var out: String?

    @Option(help: "Another seed gives another city day.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "So many times faster than real time, or max. Default: 1 to a broker, max into a file.", valueName: "x|max")
    )
    var speed: Speed?

    @Option(help: "How many hours to simulate, 1 to 87600.")
    var hours: Int = 24

    @Option(help: ArgumentHelp("When the simulated time begins, with its zone.", valueName: "stamp"))
    var start: String = "2026-03-02T00:00:00Z"

    @Option(help: ArgumentHelp("Write the city's registry into this folder first.", valueName: "folder"))
    var registry: String?

    @Option(
        help: ArgumentHelp(
            "What the schools' sensors speak, in turn and in the registry's order: names of air dialects with commas "
                + "between them, or every. Default: plain, airgradient and airrohr, mixed.", valueName: "names"))
    var dialects: String?

    @Option(
        help: ArgumentHelp(
            "What the charge points speak, in turn and in the registry's order: names of charging dialects with commas "
                + "between them, or every. Default: ocpp16.", valueName: "names"))
    var chargerDialects: String?

    func validate() throws {
        guard (broker == nil) != (out == nil) else {
            throw ValidationError(
                "Expected one of --broker and --out, found \(broker == nil ? "neither" : "both"). "
                    + "Say where the messages go, for example --broker mqtt://127.0.0.1:1883.")
        }
        guard (1...87_600).contains(hours) else {
            throw ValidationError("--hours: expected a whole number from 1 to 87600 (ten years), found \(hours).")
        }
        _ = try startInstant()
        _ = try schoolDialects()
        _ = try pointDialects()
        if let broker { _ = try BrokerOption.address(broker) }
    }

    private func startInstant() throws -> Instant {
        let years = CivilDate(year: 1970, month: 1, day: 2).startUTC...CivilDate(year: 9000, month: 1, day: 1).startUTC
        guard let instant = Instant(iso8601: start), years.contains(instant) else {
            throw ValidationError(
                "--start: expected a time with its zone such as 2026-03-02T06:00:00Z, found \"\(start)\".")
        }
        return instant
    }

    private func schoolDialects() throws -> [AirDialect] { try Self.named(dialects, "--dialects") }

    private func pointDialects() throws -> [ChargerDialect] { try Self.named(chargerDialects, "--charger-dialects") }

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
        let start = try startInstant()
        let city = try City.twoBoroughs(
            schoolDialects: schoolDialects(), chargerDialects: pointDialects())
        if let registry { try RegistryFolder.write(city, to: registry) }
        var simulation = Simulation(city, seed: seed, start: start, hours: hours)
        let length = Double(hours) * Double(Microseconds.hour)
        let interruption = Interruption()
        var progress = Progress("Simulating")
        func done(_ message: SimulatedMessage) -> Double {
            Double(message.received.microseconds(since: start)) / length
        }
        if let out {
            var file = try FeedFile(out)
            var timer = Timer(speed?.pace ?? .unlimited, interruption)
            while let message = simulation.next(), !interruption.isRaised {
                if timer.mustWait(received: message.received) {
                    try file.flush()
                    timer.wait()
                }
                try file.append(message)
                progress.count(done(message))
            }
            try file.close()
            if interruption.isRaised { throw Failure("Stopped before the end: \(out) holds a part of the day.") }
        } else if let broker {
            var delivery = try Delivery(
                BrokerOption.address(broker), pace: speed?.pace ?? .speed(1), interruption: interruption)
            while let message = simulation.next(), try delivery.send(message) {
                progress.count(done(message))
            }
            try delivery.finish()
        }
        progress.finish(interrupted: interruption.isRaised)
    }
}
