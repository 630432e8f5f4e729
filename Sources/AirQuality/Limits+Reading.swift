import Readings

extension Limits {
    static let columns = [
        "rule", "quantity", "averaging", "limit", "unit", "precision", "allowed", "percentile", "from", "to", "due",
        "source",
    ]

    /// Reads a file of limits, a row each.
    package static func read(_ bytes: [UInt8], file: String) -> (limits: [Limit], problems: [RuleProblem]) {
        var sheet = RuleSheet(file: file, bytes: bytes, columns: columns)
        var limits: [Limit] = []
        for row in sheet.rows {
            guard let limit = sheet.limit(row) else { continue }
            let isRival = limits.contains {
                $0.rule == limit.rule && $0.quantity == limit.quantity && $0.averaging == limit.averaging
                    && $0.validity.overlaps(limit.validity)
            }
            if isRival {
                sheet.report(
                    row, "from", expected: "one limit a day of a rule, quantity and averaging period",
                    remedy: "End the older row, in the column to, on the day from which the newer one holds.")
            } else {
                limits.append(limit)
            }
        }
        return (limits, sheet.problems)
    }
}

extension RuleSheet {
    fileprivate mutating func limit(_ row: Row) -> Limit? {
        let rule = row.text("rule")
        guard Identifier.isValid(rule) else {
            report(row, "rule", expected: "a name of letters, digits and hyphens", remedy: "Write it as uk-objective.")
            return nil
        }
        guard let quantity = quantity(row), let averaging = averaging(row), let limit = decimal(row, "limit"),
            let precision = decimal(row, "precision"), let allowed = allowed(row), let percentile = percentile(row),
            let validity = validity(row), let due = date(row, "due", open: .min)
        else { return nil }
        guard row.text("unit") == quantity.unit else {
            report(row, "unit", expected: quantity.unit, remedy: "Write \(quantity.unit), and the limit in it.")
            return nil
        }
        guard precision.count > 0, limit.count % precision.count == 0 else {
            report(
                row, "precision", expected: "a step of which the limit is a multiple",
                remedy: "Write 1 for a limit in whole units, 0.1 for one with a decimal.")
            return nil
        }
        return Limit(
            rule: rule, quantity: quantity, averaging: averaging, limit: limit.count, precision: precision.count,
            allowed: allowed, percentile: percentile, validity: validity,
            due: due.daysSince1970 == .min ? nil : due, source: row.text("source"))
    }

    private mutating func averaging(_ row: Row) -> AveragingPeriod? {
        guard let averaging = word(row, "averaging", AveragingPeriod.self) else { return nil }
        switch averaging {
        case .running8Hours, .running24Hours:
            report(
                row, "averaging", expected: "periods that do not overlap",
                remedy: "Write 8h-max for the day's highest running mean, or day.")
            return nil
        case .quarterHour, .hour, .day, .dailyMaximum8Hours, .year, .peakSeason: return averaging
        }
    }

    /// The outer nil stands for a problem, the inner one for an empty cell.
    private mutating func allowed(_ row: Row) -> Int?? {
        if row.text("allowed").isEmpty { return .some(nil) }
        return wholeNumber(row, "allowed", from: 0).map { .some($0) }
    }

    private mutating func percentile(_ row: Row) -> Millionths?? {
        if row.text("percentile").isEmpty { return .some(nil) }
        guard let value = decimal(row, "percentile") else { return nil }
        if value.count <= 100 * Millionths.perUnit, value.count % 100 == 0 { return .some(value) }
        report(row, "percentile", expected: "0 to 100 with at most four decimals", remedy: "Write it as 99.79.")
        return nil
    }
}
