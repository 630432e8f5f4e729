import Readings

extension IndexTables {
    static let messageColumns = [
        "scale", "from", "to", "index_low", "index_high", "band", "colour", "at_risk", "general", "source",
    ]

    /// Reads a file of messages; an empty `index_high` takes in every higher index.
    package static func messages(
        _ bytes: [UInt8], file: String
    ) -> (messages: [IndexMessage], problems: [RuleProblem]) {
        var sheet = RuleSheet(file: file, bytes: bytes, columns: messageColumns)
        var messages: [IndexMessage] = []
        for row in sheet.rows {
            guard let message = sheet.message(row) else { continue }
            if messages.contains(where: { $0.isRival(of: message) }) {
                sheet.report(
                    row, "from", expected: "one message a day for an index of a scale",
                    remedy: "End the older row, in the column to, on the day from which the newer one holds.")
            } else {
                messages.append(message)
            }
        }
        return (messages, sheet.problems)
    }
}

extension IndexMessage {
    fileprivate func isRival(of other: IndexMessage) -> Bool {
        scale == other.scale && validity.overlaps(other.validity) && indices.overlaps(other.indices)
    }
}

extension RuleSheet {
    fileprivate mutating func message(_ row: Row) -> IndexMessage? {
        guard let scale = word(row, "scale", IndexScale.self), let validity = validity(row),
            let low = wholeNumber(row, "index_low", from: 0)
        else { return nil }
        var high = Int.max
        if !row.text("index_high").isEmpty {
            guard let written = wholeNumber(row, "index_high", from: low) else { return nil }
            high = written
        }
        let band = row.text("band")
        // The name becomes a cell of published files, which are written without quotes.
        guard !band.isEmpty, band.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x2C }) else {
            report(row, "band", expected: "a name without comma and quote", remedy: "Write the band's name, as Low.")
            return nil
        }
        let colour = row.text("colour").lowercased()
        guard colour.utf8.count == 6, colour.allSatisfy(\.isHexDigit) else {
            report(row, "colour", expected: "six hexadecimal digits", remedy: "Write red, green and blue, as 9cff9c.")
            return nil
        }
        return IndexMessage(
            scale: scale, validity: validity, indices: low...high, band: band, colour: colour,
            atRisk: row.text("at_risk"), general: row.text("general"), source: row.text("source"))
    }
}
