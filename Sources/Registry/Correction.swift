package import Readings

/// A row of `corrections.csv`: how a device's raw readings of one quantity are turned into the published ones, for a span
/// of time. Without a row they are published as they are.
package struct Correction: Hashable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        /// raw x slope + offset.
        case linear
    }

    package var device: String
    package var quantity: Quantity
    package var method: Method
    package var slope: Millionths
    /// In the quantity's unit.
    package var offset: Millionths
    /// The row holds for readings observed in [validFrom, validTo); nil leaves that side open.
    package var validFrom: Instant?
    package var validTo: Instant?
    /// What the line was found against, for people: a site, a report.
    package var reference: String?
    /// Who found it.
    package var by: String?

    package init(
        device: String, quantity: Quantity, method: Method = .linear, slope: Millionths, offset: Millionths,
        validFrom: Instant? = nil, validTo: Instant? = nil, reference: String? = nil, by: String? = nil
    ) {
        self.device = device
        self.quantity = quantity
        self.method = method
        self.slope = slope
        self.offset = offset
        self.validFrom = validFrom
        self.validTo = validTo
        self.reference = reference
        self.by = by
    }

    package var validity: Range<Instant> { span(from: validFrom, to: validTo) }

    /// What the column `correction` of a row shows: the method, and behind a colon since when the row holds, as
    /// `linear:2026-03-02`, so that a reader finds the row of `corrections.csv`. It holds no comma.
    package var label: String {
        validFrom.map { "\(method.rawValue):\(dateOrStamp($0))" } ?? method.rawValue
    }
}

extension Correction {
    init?(_ row: SheetRow, devices: Set<String>?, _ findings: inout Findings) {
        let device = row.reference("device", "device", in: "air_sensors.csv", names: devices, &findings)
        let quantity = row.correctedQuantity(&findings)
        let method = row.method(&findings)
        let slope = row.exactDecimal(
            "slope", in: Millionths(1)...Millionths(1000 * Millionths.perUnit),
            expected: "a number more than 0 and at most 1000, with at most 6 decimals", &findings)
        let offset = row.exactDecimal(
            "offset", in: Millionths(-100_000 * Millionths.perUnit)...Millionths(100_000 * Millionths.perUnit),
            expected: "a number from -100000 to 100000 in the quantity's unit, with at most 6 decimals", &findings)
        let (from, to) = row.validity(&findings)
        guard let device, let quantity, let method, let slope, let offset else { return nil }
        self.init(
            device: device, quantity: quantity, method: method, slope: slope, offset: offset, validFrom: from,
            validTo: to, reference: row.text("reference"), by: row.text("by"))
    }
}

extension SheetRow {
    /// A quantity that a line can correct. Directions go round: 350 degrees and 20 more are 10, which no line says.
    fileprivate func correctedQuantity(_ findings: inout Findings) -> Quantity? {
        let words = Quantity.allCases.filter { $0 != .windDirection }.map { ($0.name, $0) }
        guard required("quantity", expected: choice(words.map(\.0)), &findings) != nil else { return nil }
        return word("quantity", words, &findings)
    }

    fileprivate func method(_ findings: inout Findings) -> Correction.Method? {
        let expected = "the method linear"
        guard let text = required("method", expected: expected, &findings) else { return nil }
        if let method = Correction.Method(rawValue: text.lowercased()) { return method }
        let remedy =
            findings.meant(by: text, among: Correction.Method.allCases.map(\.rawValue))
            .map { "Write \"\($0)\" (did you mean it?)." }
            ?? "Only raw x slope + offset is known so far: write linear with its slope and offset, or delete the row."
        report("method", quoted(text), expected: expected, remedy: remedy, &findings)
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
