internal import Pipeline
internal import Readings

extension AirExplanation {
    /// For people: the figure, what it rests on, and how it was worked out.
    package var lines: [String] {
        var lines = [head]
        lines += row.comparison(of: "mean", unit: quantity.unit, beside: ["n", "capture_pct", "valid"], source)
        lines += notes.map { "  note        " + $0 }
        lines += flagLines
        lines += ["", "Registry"] + registry.map { "  \($0.file): \($0.line)" }
        lines += RegistryRow.lines(corrections, of: "corrections.csv")
        lines += RegistryRow.lines(reviews, of: "reviews.csv")
        lines += ["", "Readings of the device, by the time observed (UTC)"] + readingLines
        lines += ["", totals.line(of: "reading", counted: "in the window", outside: "not in it")]
        for message in unreadable {
            lines.append(
                "A message received at \(message.received.iso8601) could not be taken (\(message.reason.rawValue)), "
                    + "\(source.words(of: message.place)).")
        }
        lines += hourLines + [sumLine]
        if sumAgrees == false {
            lines.append(
                "THE READINGS LISTED DO NOT GIVE THE FIGURE: that is a fault of Kerbside; please report it with this text."
            )
        }
        return lines
    }

    private var flagLines: [String] {
        guard !flags.isEmpty else { return [] }
        var lines = ["", "Flags, none of which changes a figure"] + flags.map { "  \($0.word): \($0.reason)" }
        guard !hoursAbout.isEmpty else { return lines }
        var table = PaddedTable(["hour (UTC)", "n", "mean", "lowest said", "highest said", "flags of checks"])
        for hour in hoursAbout {
            func text(_ value: Millionths?) -> String { value.map { Decimals.text($0.count) } ?? "" }
            table.add([
                hour.window.lowerBound.iso8601, "\(hour.n)", text(hour.mean), text(hour.minimum), text(hour.maximum),
                hour.flags,
            ])
        }
        lines += table.lines
        return lines
    }

    private var head: String {
        "\(quantity.name) of \(device) at \(site), \(window.lowerBound.iso8601) to \(window.upperBound.iso8601) (\(localWords))"
    }

    private var readingLines: [String] {
        // The readings of a day that count are told by its hours.
        let shown = readings.filter { length != .day || $0.fate != .inWindow }
        let hasFlags = shown.contains { !$0.flags.isEmpty }
        var table = PaddedTable(
            ["observed", "covers", "received", "raw", "value", "fate"] + (hasFlags ? ["flags"] : [])
                + [source.placeTitle])
        for reading in shown {
            let covers = reading.interval.map { Self.time($0.lowerBound) + " to " + Self.time($0.upperBound) }
            let correction = reading.correction.isEmpty ? "" : " (\(reading.correction))"
            table.add(
                [
                    reading.observed?.iso8601 ?? "", covers ?? "", reading.received.iso8601,
                    reading.raw.map { Decimals.text($0.count) } ?? "",
                    (reading.value.map { Decimals.text($0.count) } ?? "") + correction, reading.fate.words,
                ] + (hasFlags ? [reading.flags] : []) + [source.words(of: reading.place)])
        }
        if length == .day {
            let hidden = "  The readings that count are in the hours below; ask with --length hour for those of one."
            return table.isEmpty ? [hidden] : table.lines + [hidden]
        }
        return table.isEmpty ? ["  none"] : table.lines
    }

    /// The time of day.
    private static func time(_ instant: Instant) -> String { String(instant.iso8601.dropFirst(11).dropLast()) }

    private var hourLines: [String] {
        guard !hours.isEmpty else { return [] }
        var table = PaddedTable(["hour (UTC)", "n", "covered", "mean", "enters the day"])
        for hour in hours {
            table.add([
                hour.window.lowerBound.iso8601, "\(hour.sum.n)",
                Decimals.percent(hour.sum.covered, of: Microseconds.hour) + " %",
                hour.sum.mean.map { Decimals.text($0.count) } ?? "",
                hour.isValid ? "yes" : hour.sum.n == 0 ? "no: no reading" : "no: less than 75 % covered",
            ])
        }
        return ["", "Hours"] + table.lines + [""]
    }

    private var sumLine: String {
        if quantity == .windDirection {
            return sum.direction.map {
                "The mean of \(sum.n) directions is the direction of their vectors' sum: about \($0) deg."
            } ?? "No direction, so no mean."
        }
        if length == .day {
            let valid = hours.filter(\.isValid)
            guard let ownMean else { return "\(valid.count) of 24 hours are valid; a day's mean needs 18." }
            let sum = valid.compactMap(\.picounits).reduce(0, +)
            return "The day: the means of the valid hours, \(Decimals.exact(picounits: sum)) / \(valid.count) = "
                + "\(Decimals.text(ownMean.count)) \(quantity.unit)"
        }
        let covered =
            "\(Decimals.seconds(sum.covered)) of \(Decimals.seconds(lengthMicroseconds)) s covered = "
            + "\(Decimals.percent(sum.covered, of: lengthMicroseconds)) %"
        guard let mean = sum.mean else { return "No reading in the window, so no mean; \(covered)" }
        return
            "The sum: \(Decimals.text(Int64(clamping: sum.sum))) / \(sum.n) = \(Decimals.text(mean.count)) \(quantity.unit); "
            + covered
    }

    private var lengthMicroseconds: Int64 { window.upperBound.microseconds(since: window.lowerBound) }
}

extension ComparedRow {
    /// Published and recomputed figure, and whether the rows are equal.
    func comparison(of column: String, unit: String, beside others: [String], _ source: RecordSource) -> [String] {
        func words(_ value: (String) -> String?) -> String {
            guard let figure = value(column) else { return "no row" }
            let rest = others.map { name in
                let text = value(name) ?? ""
                return "\(name) \(text.isEmpty ? "none" : text)"
            }.joined(separator: ", ")
            return (figure.isEmpty ? "no \(column)" : "\(column) \(figure)\(unit.isEmpty ? "" : " \(unit)")")
                + (rest.isEmpty ? "" : ", \(rest)")
        }
        var lines = ["  published   " + words(published), "  recomputed  " + words(recomputed)]
        switch isEqual {
        case true?: lines.append("  equal       yes, in all \(columns.count) columns of the row")
        case false?:
            lines.append("  equal       NO")
            lines += differences.map {
                "              \($0.column): published \($0.published.isEmpty ? "nothing" : $0.published), "
                    + "recomputed \($0.recomputed.isEmpty ? "nothing" : $0.recomputed)"
            }
        case nil: lines.append("  equal       there are not two rows to compare")
        }
        lines.append("  file        \(path)" + (line.map { ", line \($0)" } ?? ", which has no such row"))
        lines.append("  made from   \(source.words)")
        return lines
    }
}

extension RegistryRow {
    static func lines(_ rows: [RegistryRow], of file: String) -> [String] {
        rows.isEmpty ? ["  \(file): no row holds in the window"] : rows.map { "  \($0.file): \($0.line)" }
    }
}
