import Readings

extension Correction {
    init?(_ row: SheetRow, devices: Set<String>?, _ findings: inout Findings) {
        let device = row.reference("device", "device", in: "air_sensors.csv", names: devices, &findings)
        let method = row.method(&findings)
        let quantity = row.correctedQuantity(method, &findings)
        let figures = method.flatMap { row.figures(of: $0, &findings) }
        let input = row.input(method, &findings)
        let (from, to) = row.validity(&findings)
        guard let device, let quantity, let method, let figures else { return nil }
        self.init(
            device: device, quantity: quantity, method: method, slope: figures.slope, offset: figures.offset,
            input: input, validFrom: from, validTo: to, reference: row.text("reference"), by: row.text("by"))
    }

    /// What a method can correct, and why not the others.
    fileprivate static func quantities(of method: Method?) -> [Quantity] {
        switch method {
        case .epaAtm, .epaCf1: [.pm2_5]
        case .kappaKoehler: [.pm1, .pm2_5, .pm4, .pm10]
        // Directions go round: 350 degrees and 20 more are 10, which no line says.
        case .linear, nil: Quantity.allCases.filter { $0 != .windDirection }
        }
    }
}

extension SheetRow {
    fileprivate func correctedQuantity(
        _ method: Correction.Method?, _ findings: inout Findings
    ) -> Quantity? {
        let known = Correction.quantities(of: nil).map { ($0.name, $0) }
        guard required("quantity", expected: choice(known.map(\.0)), &findings) != nil,
            let quantity = word("quantity", known, &findings)
        else { return nil }
        let fitting = Correction.quantities(of: method)
        guard let method, !fitting.contains(quantity) else { return quantity }
        report(
            "quantity", quoted(quantity.name),
            expected: choice(fitting.map(\.name)) + ", which \(method.rawValue) is for",
            remedy: "Correct \(quantity.name) by the method linear, or delete the row.", &findings)
        return nil
    }

    fileprivate func method(_ findings: inout Findings) -> Correction.Method? {
        let names = Correction.Method.allCases.map(\.rawValue)
        guard let text = required("method", expected: choice(names), &findings) else { return nil }
        if let method = Correction.Method(rawValue: text.lowercased()) { return method }
        let remedy =
            findings.meant(by: text, among: names).map { "Write \"\($0)\" (did you mean it?)." }
            ?? (text.lowercased().hasPrefix("epa")
                ? "Write epa-atm where the device gives PM2.5 as cf_atm, epa-cf1 where it gives cf_1."
                : "Write one of them, or delete the row.")
        report("method", quoted(text), expected: choice(names), remedy: remedy, &findings)
        return nil
    }

    /// The figures that a method needs. Those that it does not need must be absent: whoever wrote them meant something.
    fileprivate func figures(
        of method: Correction.Method, _ findings: inout Findings
    ) -> (slope: Millionths?, offset: Millionths?)? {
        switch method {
        case .linear:
            let slope = exactDecimal(
                "slope", in: Millionths(1)...Millionths(1000 * Millionths.perUnit),
                expected: "a number more than 0 and at most 1000, with at most 6 decimals", &findings)
            let offset = exactDecimal(
                "offset", in: Millionths(-100_000 * Millionths.perUnit)...Millionths(100_000 * Millionths.perUnit),
                expected: "a number from -100000 to 100000 in the quantity's unit, with at most 6 decimals", &findings)
            guard let slope, let offset else { return nil }
            return (slope, offset)
        case .kappaKoehler:
            let isWhole = isEmpty("offset", for: method, &findings)
            guard text("slope") != nil else { return isWhole ? (nil, nil) : nil }
            let kappa = exactDecimal(
                "slope", in: Millionths(1)...Millionths(2 * Millionths.perUnit),
                expected: "the kappa, more than 0 and at most 2 (nothing for 0.4), with at most 6 decimals", &findings)
            guard let kappa, isWhole else { return nil }
            return (kappa, nil)
        case .epaAtm, .epaCf1:
            let (slope, offset) = (isEmpty("slope", for: method, &findings), isEmpty("offset", for: method, &findings))
            return slope && offset ? (nil, nil) : nil
        }
    }

    private func isEmpty(_ column: String, for method: Correction.Method, _ findings: inout Findings) -> Bool {
        guard let text = text(column) else { return true }
        report(
            column, quoted(text), expected: "nothing, because \(method.rawValue) has no \(column)",
            remedy: "Empty the cell, or write linear as the method.", &findings)
        return false
    }

    fileprivate func input(_ method: Correction.Method?, _ findings: inout Findings) -> ParticleInput? {
        guard text("input") != nil else { return nil }
        let words = [ParticleInput.cf1, .atm].map { ($0.rawValue, $0) }
        guard let input = word("input", words, &findings), let method else { return nil }
        guard let needed = method.input, needed != input else { return input }
        let other = Correction.Method.allCases.first { $0.input == input }?.rawValue ?? ""
        report(
            "input", quoted(input.rawValue), expected: "\(needed.rawValue), which \(method.rawValue) takes",
            remedy: "Write \(other) as the method if the device does give \(input.rawValue).", &findings)
        return nil
    }

    /// A decimal that must be there, taken digit by digit: what would have to be rounded is refused.
    fileprivate func exactDecimal(
        _ column: String, in range: ClosedRange<Millionths>, expected: String, _ findings: inout Findings
    ) -> Millionths? {
        guard let text = required(column, expected: expected, &findings) else { return nil }
        let fraction = text.drop { $0 != "." }.dropFirst().reversed().drop { $0 == "0" }
        if fraction.count > 6, text.utf8.allSatisfy({ $0 <= UInt8(ascii: "9") }) {
            report(
                column, quoted(text), expected: expected, remedy: "Round it to 6 decimals, as it is published.",
                &findings)
            return nil
        }
        // An exponent hides how many digits a spreadsheet has cut.
        guard !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
            report(column, quoted(text), expected: expected, remedy: numberRemedy(text), &findings)
            return nil
        }
        return decimal(column, in: range, expected: expected, &findings)
    }
}
