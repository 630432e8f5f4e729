import Readings

extension Review {
    /// The columns of `row`, as the first line of `reviews.csv` has them.
    package static let rowHeader = "device,quantity,from,to,action,reason,by"

    /// The review as a line of `reviews.csv`, without its end. Instants at midnight UTC are written as dates.
    package var row: String {
        [
            device, quantity?.name ?? "", Self.cell(validFrom), validTo.map(Self.cell) ?? "", action.rawValue,
            Self.quoted(reason ?? ""), Self.quoted(by ?? ""),
        ].joined(separator: ",")
    }

    private static func cell(_ instant: Instant) -> String {
        let date = CivilDate(of: instant)
        return date.startUTC == instant ? date.text : instant.iso8601
    }

    /// Quoted where RFC 4180 wants it.
    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
