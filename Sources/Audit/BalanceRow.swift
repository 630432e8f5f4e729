/// A row of a balance file: where the messages and readings of a device, or of a prefix of topics, of one day went.
struct BalanceRow: Hashable {
    var borough: String
    var source: String
    var kind: String
    /// In the order of `Self.numbers`.
    private var values: [Int]

    static let texts = ["borough", "source", "kind"]
    static let numbers = [
        "messages", "decoded", "context", "duplicate_messages", "quarantined", "ignored", "messages_difference",
        "readings", "in_windows", "duplicate_readings", "conflicts", "late", "rejected", "readings_difference",
    ]
    /// The two that may be negative.
    private static let differences: Set<Int> = [6, 13]

    /// Where the columns stand in a file.
    struct Places {
        fileprivate var texts: [Int] = []
        fileprivate var numbers: [Int] = []

        /// Throws with the name of the first column that is missing.
        init(_ header: [String]) throws(MissingColumn) {
            texts = try Self.find(BalanceRow.texts, in: header)
            numbers = try Self.find(BalanceRow.numbers, in: header)
        }

        private static func find(_ names: [String], in header: [String]) throws(MissingColumn) -> [Int] {
            var places: [Int] = []
            for name in names {
                guard let place = header.firstIndex(of: name) else { throw MissingColumn(name: name) }
                places.append(place)
            }
            return places
        }
    }

    struct MissingColumn: Error {
        var name: String
    }

    /// Throws words about the first cell that is no count.
    init(_ line: borrowing CSVLines, _ places: Places) throws(Mistake) {
        let texts = places.texts.map { line.text($0) }
        (borough, source, kind) = (texts[0], texts[1], texts[2])
        values = []
        for (index, place) in places.numbers.enumerated() {
            guard let value = line.whole(place, isSigned: Self.differences.contains(index)) else {
                throw Mistake(
                    words: "the cell \(Self.numbers[index]) holds “\(line.text(place).prefix(40))”, which is no count")
            }
            values.append(value)
        }
    }

    struct Mistake: Error {
        var words: String
    }

    var messages: Int { values[0] }
    var inWindows: Int { values[8] }

    /// Name, what the row's own columns give, what is printed.
    var differences: [(column: String, computed: Int, printed: Int)] {
        [
            (Self.numbers[6], rest(of: 0, without: 1...5), values[6]),
            (Self.numbers[13], rest(of: 7, without: 8...12), values[13]),
        ]
    }

    private func rest(of whole: Int, without parts: ClosedRange<Int>) -> Int {
        parts.reduce(values[whole]) { $0 - values[$1] }
    }
}
