internal import Pipeline
internal import Readings
internal import Registry
internal import Tables

extension Inquiry {
    /// Explains the mean of one device and quantity in one window.
    /// - Parameter site: which row, for a device that moved within the window.
    package func air(
        device: String, quantity: String, window asked: AskedWindow, site: String? = nil
    ) throws -> AirExplanation {
        guard let measured = Quantity(name: quantity.lowercased()) else {
            throw WhyError(
                "--quantity \(quantity): expected one of \(Quantity.allCases.map(\.name).joined(separator: ", ")).")
        }
        let rows = registry.airSensors(device)
        guard let first = rows.first, let borough = borough(ofSite: first.site) else {
            throw WhyError(unknown(device))
        }
        let (name, window) = try asked.resolve(
            in: borough.timeZone, named: borough.timeZoneName, hasLocalDays: false)
        let holding = rows.filter { $0.validity.overlaps(window) && (site == nil || $0.site == site) }
        guard !holding.isEmpty else {
            throw WhyError(
                "\(device) has no row in air_sensors.csv that holds in the window from \(window.lowerBound.iso8601)"
                    + (site.map { " at \($0)" } ?? "") + ". Its rows: "
                    + rows.map { RegistryRow($0).line }.joined(separator: "; ") + ".")
        }
        guard Set(holding.map(\.site)).count == 1 else {
            throw WhyError(
                "\(device) stood at several sites in this window; add --site "
                    + holding.map(\.site).joined(separator: " or --site ") + ".")
        }
        return try explain(device, measured, holding, name, window)
    }

    private func explain(
        _ device: String, _ quantity: Quantity, _ sensors: [AirSensor], _ name: WindowName, _ window: Range<Instant>
    ) throws -> AirExplanation {
        let site = sensors[0].site
        guard let borough = borough(ofSite: site) else { throw WhyError(unknown(device)) }
        let dataset = name.airDataset
        var asked = TracedPass.Asked(
            name: name, family: .air, area: borough.borough, window: window,
            trace: ReadingTrace(of: .sensor(device), in: window))
        var outcome = try pass.read(asked)
        let partition = Partition(
            dataset, area: borough.borough, holding: window.upperBound.advanced(byMicroseconds: -1))
        let key = [
            "device": device, "quantity": quantity.name, "site": site, "window_start": window.lowerBound.iso8601,
        ]
        var row = try ComparedRow.find(partition, where: key, in: folder, outcome.corridor)[0]
        if row.published != nil, row.recomputed == nil {
            // A row of silence rests on the device's last record, which may be a week old.
            asked.lookBack = 8 * Microseconds.day
            outcome = try pass.read(asked)
            row = try ComparedRow.find(partition, where: key, in: folder, outcome.corridor)[0]
        }
        let corrections = registry.corrections(of: device).filter {
            $0.quantity == quantity && $0.validity.overlaps(window)
        }
        let reviews = registry.reviews(of: device).filter {
            $0.concerns(quantity) && $0.validity.overlaps(window)
        }
        var explanation = AirExplanation(
            device: device, quantity: quantity, site: site, length: name, window: window,
            localWords: Self.localWords(window, borough), row: row, source: source,
            registry: sensors.map { RegistryRow($0) }, corrections: corrections.map { RegistryRow($0) },
            reviews: reviews.map { RegistryRow($0) })
        explanation.readings = ExplainedReading.resolve(
            outcome.corridor.trace?.readings ?? [], quantity, device: device, site: site, in: window, outcome.corridor)
        explanation.unreadable = outcome.corridor.trace?.unreadable ?? []
        explanation.flags = ExplainedFlag.list(row["flags"])
        if name == .hour {
            explanation.hoursAbout = HourAbout.list(
                window.lowerBound, quantity, device: device, site: site, explanation.flags, outcome.corridor)
        }
        if name == .day {
            explanation.hours = (0..<Int64(24)).map { hour in
                let start = window.lowerBound.advanced(byMicroseconds: hour * Microseconds.hour)
                return ExplainedHour(
                    start..<start.advanced(byMicroseconds: Microseconds.hour), explanation.readings, quantity)
            }
        }
        explanation.notes =
            try notes(on: row, dataset, area: borough.borough, window, outcome)
            + notes(onDamage: outcome.damaged)
        if !sensors[0].quantities.isEmpty, !sensors[0].quantities.contains(quantity) {
            explanation.notes.append("air_sensors.csv does not list \(quantity.name) for \(device).")
        }
        return explanation
    }

    func borough(ofSite name: String) -> Borough? {
        registry.site(name).flatMap { registry.borough($0.borough) }
    }

    private func unknown(_ device: String) -> String {
        let names = Set(registry.airSensors.map(\.device)).sorted()
        let isCharger = !registry.connectors(ofChargePoint: device).isEmpty
        if isCharger { return "\(device) is a charge point: ask with `kerbside why charging`." }
        return "--device \(device): air_sensors.csv has no such device; it has "
            + (names.isEmpty ? "none" : names.prefix(10).joined(separator: ", "))
            + (names.count > 10 ? " and \(names.count - 10) more" : "")
            + ". What an unregistered device sent is listed in quarantine/, with a row to paste."
    }
}

extension WindowName {
    var airDataset: Dataset {
        switch self {
        case .minute: .airMinute
        case .quarterHour: .airQuarterHour
        case .hour: .airHour
        case .day: .airDay
        case .month: .airMonth
        case .year: .airYear
        case .schoolDay: .airSchoolDay
        }
    }
}
