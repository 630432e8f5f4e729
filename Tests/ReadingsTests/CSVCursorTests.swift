import Readings
import Testing

@Suite("cells of comma-separated text")
struct CSVCursorTests {
    /// The records of a text, each cell as it reads.
    private func records(_ text: String) -> [[String]] {
        let bytes = Array(text.utf8)
        var cursor = CSVCursor()
        var records: [[String]] = []
        var record: [String] = []
        while let cell = cursor.next(bytes.span) {
            var own: [UInt8] = []
            cell.append(bytes.span, to: &own)
            record.append(String(decoding: own, as: UTF8.self))
            if cell.endsRecord {
                records.append(record)
                record = []
            }
        }
        return records
    }

    @Test(
        "Cells are cut at commas and line ends outside of quotes (RFC 4180 section 2)",
        arguments: [
            ("", []), ("a", [["a"]]), ("a,b", [["a", "b"]]), ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a\r\nb\rc", [["a"], ["b"], ["c"]]), ("a,,b\n", [["a", "", "b"]]), ("a,\nb", [["a", ""], ["b"]]),
            ("\n\na", [[""], [""], ["a"]]), ("\"a,b\",c", [["a,b", "c"]]), ("\"a\"\"b\"", [["a\"b"]]),
            ("\"a\r\nb\",c", [["a\nb", "c"]]), ("a\"b\"\"c,d", [["a\"b\"\"c", "d"]]), ("\"\",\"\"", [["", ""]]),
            ("\"a\" x,b", [["a x", "b"]]), ("a,", [["a"]]),
        ] as [(String, [[String]])])
    func cells(_ text: String, _ expected: [[String]]) {
        #expect(records(text) == expected)
    }

    @Test("A cell knows its line and its bytes without blanks; a quote that is never closed is told")
    func places() {
        let bytes = Array("a\n  b c ,\"x\ny\"\n\"open".utf8)
        var cursor = CSVCursor()
        var cells: [CSVCursor.Cell] = []
        while let cell = cursor.next(bytes.span) { cells.append(cell) }
        #expect(cells.map(\.line) == [1, 2, 2, 4])
        #expect(cells.map(\.endsRecord) == [true, false, true, true])
        #expect(cells.map(\.isClosed) == [true, true, true, false])
        #expect(cells[1].trimmed(bytes.span) == 4..<7)
    }
}
