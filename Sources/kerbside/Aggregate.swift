import ArgumentParser
import Dialects
import Intake
import Pipeline
import Readings
import Registry

struct Aggregate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes summaries from recorded feeds.",
        discussion: """
            A feed has one message a line, as `mosquitto_sub -F %J` prints it. The folder of --out must be empty or new.

            Example: kerbside aggregate --registry registry/ --out out/ march.ndjson
            """)

    @Option(help: "Folder of the registry's CSV files.")
    var registry: String

    @Option(help: "Folder for the summaries; empty or new.")
    var out: String

    @Option(
        help:
            "Lines are bare payloads in this format, which names device and time; a line's receive time is its own stamp."
    )
    var dialect: String?

    @Option(help: "Windows to write: minute, quarter-hour, hour, day, month, year, school-day, separated by commas.")
    var windows: String = WindowName.standard.map(\.rawValue).joined(separator: ",")

    @Argument(help: "Recorded feeds.")
    var feeds: [String]

    func run() throws {
        let dialect = try dialect.map(bareDialect)
        let windows = try WindowName.list(windows)
        let tables = try RegistryTables.load(folder: registry)
        var aggregation: Aggregation
        do {
            aggregation = try Aggregation(
                feeds: feeds, output: out, registry: tables, windows: windows, dialect: dialect)
        } catch {
            throw Failure(text: "\(error)", status: 2)
        }
        var bar = ProgressBar()
        let summary = try aggregation.run { bar.show($0) }
        bar.finish()
        report(summary)
    }

    private func bareDialect(_ name: String) throws -> Dialect {
        guard let dialect = Dialect(name: name) else {
            let tables = try? RegistryTables.load(folder: registry)
            guard tables?.mappings.contains(where: { $0.name == name }) != true else {
                throw Failure(
                    text:
                        "--dialect \(name): bare lines are not read by mapping files, whose topics may name device and "
                        + "quantity. Record a feed with `mosquitto_sub -F %J`.", status: 2)
            }
            let known = Dialect.allCases.filter { Self.whyNotBare($0) == nil }.map(\.name)
            throw Failure(text: "--dialect \(name): expected one of \(known.joined(separator: ", ")).", status: 2)
        }
        if let reason = Self.whyNotBare(dialect) { throw Failure(text: "--dialect \(name): \(reason)", status: 2) }
        return dialect
    }

    /// Why payloads without topic and receive time cannot be placed, and what to do instead.
    private static func whyNotBare(_ dialect: Dialect) -> String? {
        let importing = "`kerbside import --data DIR --registry REGISTRY --dialect \(dialect.name)"
        return switch dialect.bareness {
        case .namesDeviceAndTime: nil
        case .namesTime:
            "its payloads do not name their device, so bare lines cannot be placed. Record a feed with "
                + "`mosquitto_sub -F %J`, or take the lines of one device into a new data folder with "
                + "\(importing) --device D FILE`."
        case .namesNoTime:
            "its payloads do not tell both device and time, so bare lines cannot be placed. Record a feed with "
                + "`mosquitto_sub -F %J`, which keeps topic and time of receipt."
        case .isTableRow:
            "its files are tables and not a payload a line. Take them into a new data folder with "
                + "\(importing)\(dialect == .ukAir ? " --device D" : "") FILE`, which makes the same summaries there."
        }
    }

    private func report(_ summary: Aggregation.Summary) {
        let balance = summary.balance
        for feed in summary.feeds { Console.say("read \(feed.path): \(feed.messages) messages") }
        Console.say(
            "messages \(balance.messages) = decoded \(balance.decoded) + context \(balance.context) + duplicate "
                + "\(balance.duplicateMessages) + quarantined \(balance.quarantinedCount) + ignored \(balance.ignored)")
        let rejected = balance.rejected.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { " + \($0.key.rawValue) \($0.value)" }.joined()
        Console.say(
            "readings \(balance.readings) = in windows and sessions \(balance.standing) + duplicate "
                + "\(balance.duplicateReadings) + conflict \(balance.conflicts)\(rejected)")
        for quarantined in summary.firstQuarantined {
            Console.say("quarantined as \(quarantined.reason), for example: \(quarantined.example)")
        }
        if summary.rows == 0 {
            Console.say("nothing was admitted: compare the lines above with the registry's devices and periods")
        }
        Console.result("\(summary.rows) rows in \(summary.files) files below \(out)/summaries")
    }
}

extension WindowName {
    static func list(_ text: String) throws -> [WindowName] {
        guard text.contains(where: { $0 != "," }) else {
            throw Failure(
                text:
                    "--windows: found nothing; expected \(WindowName.allCases.map(\.rawValue).joined(separator: ", ")), "
                    + "separated by commas.", status: 2)
        }
        let names = try text.split(separator: ",").map { name in
            guard let window = WindowName(rawValue: String(name)) else {
                throw Failure(
                    text: "--windows \(name): expected \(WindowName.allCases.map(\.rawValue).joined(separator: ", ")), "
                        + "separated by commas.", status: 2)
            }
            return window
        }
        if let long = names.first(where: { $0 == .month || $0 == .year }), !names.contains(.hour) {
            throw Failure(
                text: "--windows \(long.rawValue): it is made of the hours' rows; write hour too.", status: 2)
        }
        return names
    }
}
