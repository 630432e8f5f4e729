import ArgumentParser
import Foundation
import Intake
import Exports
import Publication
import Readings
import Registry
import Tables

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes published figures as one CSV file for R, pandas, DuckDB or a spreadsheet.",
        discussion: """
            It reads the published files only, also beside a service that runs.

              long     the dataset's rows as they are, under one line of column names
              openair  a row an hour and device, a column a quantity: `date` is the hour's beginning in UTC
              excel    the same for a double click: local time beside UTC, units in the names
              schools  term days beside holidays for each school, window, quantity and device, with the comparator \
            that sites.csv names on the same days, and what is left when both are compared
              us-aqi   a row an hour and site: the US index of May 2024, by the NowCast
              us-aqi-day  the same for days, by the EPA's rules for them

            Wide tables hold valid hours of air/hour, without gaps from a device's first to its last; `class` and `status` \
            tell a low-cost sensor's (indicative) and a simulator's figures. The US index is worked out from air/hour, and \
            is not published.

            Example: kerbside export --data data/ --as openair --site marylebone-road --out marylebone.csv
            Example: kerbside export --data data/ --as schools --quantity no2 --out schools.csv
            Example: kerbside export --data data/ --as us-aqi --borough westminster --from 2026-03-02 --out aqi.csv
            Example: kerbside export --data data/ --as long --dataset air/day --borough westminster --out - | head
            """)

    @Option(help: "The data folder, or the folder that `aggregate` wrote.")
    var data: String

    @Option(name: .customLong("as"), help: "The layout: long, openair, excel, schools, us-aqi or us-aqi-day.")
    var layout: ExportLayout

    @Option(
        help:
            "The dataset, such as air/day; by default air/hour, of which wide tables and the US index are made, and air/school-day for schools."
    )
    var dataset: String?

    @Option(help: "One borough only; may be given again.")
    var borough: [String] = []

    @Option(help: "One site only; may be given again.")
    var site: [String] = []

    @Option(help: "One device only; may be given again.")
    var device: [String] = []

    @Option(help: "One quantity only, such as no2; may be given again.")
    var quantity: [String] = []

    @Option(help: "The first day, such as 2026-03-02; UTC.")
    var from: String?

    @Option(help: "The last day.")
    var to: String?

    @Option(help: "The file to write, which is replaced; - for standard output.")
    var out: String

    @Option(
        help:
            "For the local times of excel, the comparators of schools and the reference instruments of the US index: the registry; by default the one that the service accepted last."
    )
    var registry: String?

    func run() throws {
        let selection = try selection()
        guard FileManager.default.fileExists(atPath: data) else {
            throw Failure(text: "--data \(data): found no such folder; check the path.", status: 2)
        }
        // The person may have named a link; below it none is followed.
        let folder = URL(filePath: data).resolvingSymlinksInPath().path
        var bar = ProgressBar()
        let summary: ExportSummary
        do {
            let dataset = try PublishedDataset(datasetName, inDataFolder: folder)
            let output = try ExportFile(out)
            let progress = { (bytes: Int64, total: Int64) in bar.show(.reading(bytes: bytes, of: total)) }
            summary = try output.write { sink in
                switch layout {
                case .long: try LongExport(dataset, selection).write(to: sink, progress: progress)
                case .openair: try WideExport(dataset, selection, .openair).write(to: sink, progress: progress)
                case .excel:
                    try WideExport(dataset, selection, .excel(zones: try zones(folder, dataset))).write(
                        to: sink, progress: progress)
                case .schools:
                    try SchoolsExport(dataset, selection, try network(folder)).write(to: sink, progress: progress)
                case .unitedStatesHours, .unitedStatesDays:
                    try UnitedStatesExport(
                        dataset, selection, layout == .unitedStatesHours ? .hour : .day, references: references(folder)
                    ).write(to: sink, progress: progress)
                }
            }
        } catch let error as ExportError {
            bar.finish()
            throw Failure(text: error.description, status: error.isWrongUsage ? 2 : 1)
        }
        bar.finish()
        report(summary)
    }

    private var datasetName: String {
        dataset ?? (layout == .schools ? SchoolsExport.datasetName : WideExport.datasetName)
    }

    private func report(_ summary: ExportSummary) {
        var text = "\(summary.rows) rows of \(datasetName)"
        if layout.isUnitedStatesIndex {
            let sites = summary.sites == 1 ? "1 site" : "\(summary.sites) sites"
            text = "\(summary.rows) rows of the US index, \(sites), \(summary.quantities.joined(separator: " "))"
        } else if !summary.quantities.isEmpty {
            let devices = summary.devices == 1 ? "1 device" : "\(summary.devices) devices"
            text += ", \(devices), \(summary.quantities.joined(separator: " "))"
        }
        if out == "-" { Console.say(text) } else { Console.result("\(text), in \(out)") }
        if !summary.lateColumns.isEmpty {
            Console.say(
                "kerbside: note: the first \(ExportSummary.rowsLookedAt) rows have no \(summary.lateColumns.sorted().joined(separator: ", ")): "
                    + "Polars reads such a column as text, unless it is told infer_schema_length=None.")
        }
        if summary.isBeforeTables {
            Console.say(
                "kerbside: note: the bands of May 2024 are used for all days, also for those before 6 May 2024, when others held."
            )
        }
        if Dataset.allCases.first(where: { $0.path == datasetName })?.audience == .internal {
            Console.say(
                "kerbside: note: \(datasetName) is internal: its rows name single connectors or sessions. Do not publish it."
            )
        }
    }

    private func selection() throws -> RowSelection {
        var selection = RowSelection()
        selection.boroughs = Set(borough)
        selection.sites = Set(site)
        selection.devices = Set(device)
        for name in quantity {
            guard Quantity(name: name) != nil else {
                let names = Quantity.allCases.map(\.name).joined(separator: ", ")
                throw Failure(text: "--quantity \(name): expected one of \(names).", status: 2)
            }
            selection.quantities.insert(name)
        }
        selection.from = try day(from, "--from")
        selection.to = try day(to, "--to")
        if let first = selection.from, let last = selection.to, last < first {
            throw Failure(text: "--to \(last.text) is before --from \(first.text); exchange them.", status: 2)
        }
        return selection
    }

    private func day(_ text: String?, _ option: String) throws -> CivilDate? {
        guard let text else { return nil }
        guard let day = CivilDate(text) else {
            throw Failure(text: "\(option) \(text): expected a date such as 2026-03-02.", status: 2)
        }
        return day
    }

    /// The registry that was named, else the one that the service accepted last; nil without either.
    private func registryFolder(_ folder: String) -> String? {
        let accepted = DataFolder(folder).registry
        return registry ?? (FileManager.default.fileExists(atPath: accepted + "/boroughs.csv") ? accepted : nil)
    }

    /// Which sites stand beside the schools. Without a registry nobody knows, and term days alone say little.
    private func network(_ folder: String) throws -> SchoolNetwork {
        guard let named = registryFolder(folder) else {
            throw Failure(
                text:
                    "--as schools: \(data) keeps no registry, which names the comparators and the classes of devices; "
                    + "name it with --registry.", status: 2)
        }
        return SchoolNetwork(try RegistryTables.load(folder: named))
    }

    /// When sites have reference or equivalent instruments; nil without a registry.
    private func references(_ folder: String) throws -> ReferenceSites? {
        guard let named = registryFolder(folder) else { return nil }
        var sites = ReferenceSites()
        for sensor in try RegistryTables.load(folder: named).airSensors where sensor.deviceClass != .indicative {
            sites.spans[sensor.site, default: []].append(sensor.validity)
        }
        return sites
    }

    /// The time zones of the boroughs. Without a registry they are London's, which is said.
    private func zones(_ folder: String, _ dataset: PublishedDataset) throws -> [String: TimeZoneRules] {
        var zones: [String: TimeZoneRules] = [:]
        if let named = registryFolder(folder) {
            for borough in try RegistryTables.load(folder: named).boroughs { zones[borough.borough] = borough.timeZone }
        }
        let others = Set(dataset.files.map(\.area)).subtracting(zones.keys)
        guard !others.isEmpty, let london = ZoneLoading.rules(named: "Europe/London") else { return zones }
        Console.say(
            "kerbside: note: no registry names the time zone of \(others.sorted().joined(separator: ", ")): local times are "
                + "London's. Name the registry with --registry.")
        for borough in others { zones[borough] = london }
        return zones
    }
}

enum ExportLayout: String, CaseIterable, ExpressibleByArgument {
    case long, openair, excel, schools
    case unitedStatesHours = "us-aqi"
    case unitedStatesDays = "us-aqi-day"

    var isUnitedStatesIndex: Bool { self == .unitedStatesHours || self == .unitedStatesDays }
}
