package import Readings

/// What a registry's files give: tables, or the problems why not; notes in both cases.
package struct ParsedRegistry: Sendable {
    /// Nil when there is any problem.
    package var tables: RegistryTables?
    /// All of them, by file and line.
    package var problems: [RegistryProblem]
    package var notes: [RegistryNote]
}

extension RegistryTables {
    /// Reads the files of a registry folder, `files` by name. `boroughs.csv`, `sites.csv` and one of `air_sensors.csv` and
    /// `charge_points.csv` must be there. Columns that nobody knows are ignored; a column that is absent takes its default.
    /// `mappings` are the folder's mapping files, read already; `timeZone` gives the rules of an IANA zone, nil for a name
    /// that is none.
    package static func parse(
        files: [String: [UInt8]], knownDialects: [KnownDialect], mappings: ParsedMappings = ParsedMappings(),
        timeZone: (String) -> TimeZoneRules?
    ) -> ParsedRegistry {
        var findings = Findings()
        for problem in mappings.problems { findings.report(problem) }
        let knownDialects = knownDialects + mappings.dialects
        reportMissingFiles(files, &findings)
        func sheet(_ shape: SheetShape) -> Sheet? {
            guard let bytes = files[shape.file],
                let table = CSVTable(file: shape.file, bytes: bytes, header: shape.header, findings: &findings)
            else { return nil }
            return Sheet(table, shape: shape, findings: &findings)
        }
        let boroughSheet = sheet(.boroughs)
        let siteSheet = sheet(.sites)
        let boroughNames = boroughSheet.flatMap { $0.isComplete ? $0.names("borough") : nil }
        let siteNames = siteSheet.flatMap { $0.isComplete ? $0.names("site") : nil }
        let boroughs = boroughSheet?.read(&findings) { Borough($0, timeZone: timeZone, &$1) } ?? []
        boroughSheet?.reportRepeated("borough", "borough", &findings)
        let sites =
            siteSheet?.read(&findings) { Site($0, boroughs: boroughNames, sites: siteNames, &$1) } ?? []
        siteSheet?.reportRepeated("site", "site", &findings)
        let sensorSheet = sheet(.airSensors)
        let sensors = readAirSensors(sensorSheet, siteNames, knownDialects, &findings)
        let connectorSheet = sheet(.chargePoints)
        let connectors = readConnectors(connectorSheet, siteNames, sites, &findings)
        let exclusions = readExclusions(sheet(.outageExclusions), connectorSheet, connectors, &findings)
        let hours = sheet(.openingHours)?.read(&findings) { OpeningHours($0, sites: siteNames, &$1) } ?? []
        let routes =
            sheet(.routes)?.read(&findings) {
                Route($0, boroughs: boroughNames, dialects: knownDialects, &$1)
            } ?? []
        // Without the file there are no devices; when it could not be read, nobody knows which there are.
        let devices =
            files[SheetShape.airSensors.file] == nil
            ? [] : sensorSheet.flatMap { $0.isComplete ? $0.names("device") : nil }
        let corrections = readCorrections(sheet(.corrections), devices, sensors, knownDialects, &findings)
        let reviews = readReviews(sheet(.reviews), devices, sensors, &findings)
        let schools = SchoolTables(
            terms: sheet(.schoolTerms), windows: sheet(.schoolWindows), bankHolidays: sheet(.bankHolidays),
            SchoolPlaces(boroughs: boroughNames, siteNames, sites), &findings)
        let tables =
            findings.problems.isEmpty
            ? RegistryTables(
                boroughs: boroughs.map(\.value), sites: sites.map(\.value), airSensors: sensors.map(\.value),
                connectors: connectors.map(\.value), openingHours: hours.map(\.value),
                outageExclusions: exclusions, routes: routes.map(\.value), corrections: corrections.map(\.value),
                reviews: reviews.map(\.value), schoolTerms: schools.terms,
                schoolWindows: schools.windows, bankHolidays: schools.bankHolidays, mappings: mappings.mappings)
            : nil
        return ParsedRegistry(
            tables: tables, problems: findings.sortedProblems(), notes: findings.sortedNotes())
    }

    private static func readAirSensors(
        _ sheet: Sheet?, _ sites: Set<String>?, _ dialects: [KnownDialect], _ findings: inout Findings
    ) -> [Placed<AirSensor>] {
        guard let sheet else { return [] }
        let sensors = sheet.read(&findings) { AirSensor($0, sites: sites, dialects: dialects, &$1) }
        sheet.reportOverlaps(
            sensors, column: "device", "device", key: \.device, span: \.validity, &findings)
        return sensors
    }

    private static func readConnectors(
        _ sheet: Sheet?, _ siteNames: Set<String>?, _ sites: [Placed<Site>], _ findings: inout Findings
    ) -> [Placed<ChargePointConnector>] {
        guard let sheet else { return [] }
        let connectors = sheet.read(&findings) { ChargePointConnector($0, sites: siteNames, &$1) }
        sheet.reportOverlaps(
            connectors, column: "connector", "connector of a charge point",
            key: { "\($0.chargePoint) \($0.connector)" }, span: \.validity, &findings)
        let boroughs = Dictionary(
            sites.map { ($0.value.site, $0.value.borough) }, uniquingKeysWith: { first, _ in first })
        sheet.reportDivided(
            connectors, column: "site", by: \.chargePoint, part: { boroughs[$0.site] }, thing: "charge point",
            whole: "borough", &findings)
        sheet.reportDivided(
            connectors, column: "evse", by: \.evse, part: { $0.chargePoint }, thing: "EVSE", whole: "charge point",
            &findings)
        sheet.reportAmbiguousEVSEs(connectors, &findings)
        return connectors
    }

    private static func readExclusions(
        _ sheet: Sheet?, _ connectorSheet: Sheet?, _ connectors: [Placed<ChargePointConnector>],
        _ findings: inout Findings
    ) -> [OutageExclusionRow] {
        // Without the file there are no EVSEs; when a row of it could not be read, nobody knows which there are.
        let isKnown = connectorSheet.map { $0.isComplete && $0.isReadable && $0.rows.count == connectors.count } ?? true
        let evses = isKnown ? Set(connectors.map(\.value.evse)) : nil
        return sheet?.read(&findings) { OutageExclusionRow($0, evses: evses, &$1) }.map(\.value) ?? []
    }

    private static func readCorrections(
        _ sheet: Sheet?, _ devices: Set<String>?, _ sensors: [Placed<AirSensor>], _ dialects: [KnownDialect],
        _ findings: inout Findings
    ) -> [Placed<Correction>] {
        guard let sheet else { return [] }
        let corrections = sheet.read(&findings) { Correction($0, devices: devices, &$1) }
        sheet.reportOverlaps(
            corrections, column: "device", "quantity of a device", key: { "\($0.device) \($0.quantity.name)" },
            span: \.validity, &findings)
        sheet.reportInputs(corrections, sensors, dialects, &findings)
        sheet.noteWithoutDevice(corrections, sensors, device: \.device, span: \.validity, &findings)
        return corrections
    }

    private static func readReviews(
        _ sheet: Sheet?, _ devices: Set<String>?, _ sensors: [Placed<AirSensor>], _ findings: inout Findings
    ) -> [Placed<Review>] {
        guard let sheet else { return [] }
        let reviews = sheet.read(&findings) { Review($0, devices: devices, &$1) }
        sheet.noteWithoutDevice(reviews, sensors, device: \.device, span: \.validity, &findings)
        return reviews
    }

    private static func reportMissingFiles(_ files: [String: [UInt8]], _ findings: inout Findings) {
        let known = SheetShape.ownFiles.map(\.file)
        var strays: [String: String] = [:]
        for name in files.keys.sorted() where !known.contains(name) && !name.contains("/") {
            if let meant = nearest(to: name, among: known.filter { files[$0] == nil }) { strays[meant] = name }
        }
        let remedy = { (file: String) in
            strays.removeValue(forKey: file).map { "Rename \($0) to \(file) (did you mean it?)." }
        }
        for shape in [SheetShape.boroughs, .sites] where files[shape.file] == nil {
            findings.report(
                RegistryProblem(
                    file: shape.file, line: nil, column: nil, found: "no such file",
                    expected: "one in the registry folder",
                    remedy: remedy(shape.file) ?? "Create it with the header \(shape.header)."))
        }
        let sensors = SheetShape.airSensors.file
        let chargePoints = SheetShape.chargePoints.file
        if files[sensors] == nil, files[chargePoints] == nil {
            findings.report(
                RegistryProblem(
                    file: sensors, line: nil, column: nil, found: "neither this file nor \(chargePoints)",
                    expected: "at least one of them in the registry folder",
                    remedy: remedy(sensors) ?? remedy(chargePoints)
                        ?? "Create it with the header \(SheetShape.airSensors.header)."))
        }
        for (meant, name) in strays.sorted(by: { $0.value < $1.value }) {
            findings.note(name, line: nil, "the file is not known, did you mean \(meant)?")
        }
    }
}
