import Testing

@testable import Registry

@Suite("Comma-separated tables")
struct CSVTableTests {
    private func table(_ bytes: [UInt8]) -> (table: CSVTable?, problems: [String]) {
        var findings = Findings()
        let table = CSVTable(file: "t.csv", bytes: bytes, header: "a,b", findings: &findings)
        return (table, findings.sortedProblems().map(\.description))
    }

    private func texts(_ text: String) -> [[String]] {
        table(Array(text.utf8)).table?.rows.map { $0.cells.map(\.text) } ?? []
    }

    @Test(
        "cells are cut as RFC 4180 section 2 has it",
        arguments: [
            // 2.1 and 2.2: lines end with CRLF, the last perhaps not; LF and CR are taken as well.
            ("a,b\r\n1,2\r\n3,4\r\n", [["1", "2"], ["3", "4"]]),
            ("a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
            ("a,b\n1,2\n3,4\n", [["1", "2"], ["3", "4"]]),
            ("a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
            // 2.5 and 2.6: quotes around a cell, which may then hold commas and line breaks.
            ("a,b\n\"1\",\"2\"\n", [["1", "2"]]),
            ("a,b\n\"1,5\",\"x\r\ny\"\n", [["1,5", "x\ny"]]),
            // 2.7: a quote inside a quoted cell is doubled.
            ("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", [["say \"hi\"", "\""]]),
            // A quote inside an unquoted cell is an ordinary character.
            ("a,b\n6\" pipe,2\n", [["6\" pipe", "2"]]),
            // Empty cells, also at the end of the file; a quoted empty cell.
            ("a,b\n,2\n1,\n\"\",3", [["", "2"], ["1", ""], ["", "3"]]), ("a,b\n1,", [["1", ""]]),
            // Rows without text are passed over, too short ones are filled up, blank surplus cells are dropped.
            ("a,b\n\n  \n,,\n1\n2,3,,\n", [["1", ""], ["2", "3"]]),
            // Blanks around a cell go, the no-break space of pasted web pages too.
            ("a,b\n 1 ,\u{A0}2 3\u{A0}\n", [["1", "2 3"]]),
            ("\u{FEFF}a,b\n1,é\n", [["1", "é"]]),
        ] as [(String, [[String]])])
    func cells(text: String, rows: [[String]]) {
        #expect(texts(text) == rows)
        #expect(table(Array(text.utf8)).problems.isEmpty)
    }

    @Test("each cell knows its line and column")
    func places() throws {
        let text = "\r\nName,Note\r\nx,\"two\r\nlines\"\r\n\r\ny,z\r\n"
        let table = try #require(table(Array(text.utf8)).table)
        #expect(table.headerLine == 2)
        #expect(table.columns == ["name", "note"])
        #expect(table.rows.map(\.line) == [3, 6])
        #expect(table.rows[1].cells[1] == CSVTable.Cell(column: "note", line: 6, text: "z"))
    }

    @Test("bytes that are not UTF-8 are told by line and column, UTF-16 by file")
    func encodings() {
        // E9 is é in Windows-1252, which Excel's plain "CSV" writes.
        let latin = Array("a,b\n1,caf".utf8) + [0xE9] + Array("\n2,ok\n".utf8)
        #expect(
            table(latin).problems == [
                "t.csv:2: column b: found bytes that are not UTF-8; expected UTF-8 text. Save the file as "
                    + "\"CSV UTF-8 (Comma delimited)\"."
            ])
        #expect(table(latin).table?.rows.map(\.isDamaged) == [true, false])
        let utf16: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x2C, 0, 0x62, 0]
        #expect(
            table(utf16).problems == [
                "t.csv: found UTF-16 text; expected UTF-8 text. Save the file as \"CSV UTF-8 (Comma delimited)\"."
            ])
    }

    @Test("no bytes stop the reader")
    func anyBytes() {
        var state: UInt64 = 42
        let alphabet = Array("a,\"\r\n; \t".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0]
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<(state >> 59) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            let (table, problems) = table(bytes)
            #expect(table != nil || !problems.isEmpty)
            for row in table?.rows ?? [] { #expect(row.cells.count == table?.columns.count || row.isDamaged) }
        }
    }
}
