import SeededRandom
import Readings
import Testing

@testable import TimeWindows

@Suite("Cells hold every value exactly")
struct CellTableTests {
    /// Around every limit of the three forms: thousandths in Int32, millionths in Int32, millionths in Int64.
    private static let edges: [Int64] = [
        0, 1, -1, 999, -999, 1000, -1000, 12_400_000,
        2_147_483_647, 2_147_483_648, -2_147_483_647, -2_147_483_648, -2_147_483_649,
        2_147_483_647_000, 2_147_483_648_000, 2_147_483_647_001,
        -2_147_483_647_000, -2_147_483_648_000, -2_147_483_648_001,
        .max, .min + 1,
    ]

    @Test("two values one after the other, in every pairing", arguments: edges)
    func pairs(first: Int64) {
        for second in Self.edges {
            var table = CellTable()
            table.appendRow()
            table.addColumn()
            table.set(first, row: 0, column: 0)
            table.appendRow()
            #expect(!table.hasValue(row: 1, column: 0))
            table.set(second, row: 1, column: 0)
            #expect(table.value(row: 0, column: 0) == first, "after \(second)")
            #expect(table.value(row: 1, column: 0) == second)
            #expect(table.count(row: 0, column: 0).map { $0 * table.units[0] } == first)
        }
    }

    @Test("a value written over another is exact, whatever stood there", arguments: edges)
    func overwritten(first: Int64) {
        for second in Self.edges {
            var table = CellTable()
            table.appendRow()
            table.addColumn()
            table.set(first, row: 0, column: 0)
            table.set(second, row: 0, column: 0)
            #expect(table.value(row: 0, column: 0) == second)
        }
    }

    @Test("a column in thousandths turns to millionths alone, a value beyond both turns the table")
    func transitions() {
        var table = CellTable()
        table.appendRow()
        table.addColumn()
        table.addColumn()
        table.set(12_400_000, row: 0, column: 0)
        table.set(2_147_483_647_000, row: 0, column: 1)
        #expect(table.units == [1000, 1000])
        table.appendRow()
        table.set(12_400_001, row: 1, column: 0)
        #expect(table.units == [1, 1000])
        #expect(!table.isWide)
        table.set(1, row: 1, column: 1)
        #expect(table.isWide)
        #expect(table.units == [1, 1])
        #expect(table.value(row: 0, column: 0) == 12_400_000)
        #expect(table.value(row: 0, column: 1) == 2_147_483_647_000)
        #expect(table.valueCount(row: 1) == 2)
    }

    @Test("a whole row is taken only where every value fits its column's unit")
    func wholeRows() {
        var table = CellTable()
        table.appendRow()
        table.addColumn()
        table.addColumn()
        #expect(table.appendRow { [12_400_000, -2_147_483_647_000][$0] })
        #expect(!table.appendRow { [12_400_000, nil][$0] })
        #expect(!table.appendRow { [12_400_000, 1][$0] })
        #expect(!table.appendRow { [12_400_000, -2_147_483_648_000][$0] })
        #expect(table.appendRow { [0, 1000][$0] })
        #expect(table.value(row: 1, column: 1) == -2_147_483_647_000)
        #expect(table.value(row: 2, column: 1) == 1000)
        table.set(1, row: 2, column: 0)
        #expect(table.appendRow { [-1, 1000][$0] })
        #expect(table.value(row: 3, column: 0) == -1)
        table.set(.max, row: 3, column: 1)
        #expect(!table.appendRow { [0, 0][$0] }, "the table is wide")
        #expect(table.value(row: 1, column: 0) == 12_400_000)
    }

    @Test("rows put in the middle and columns added late keep every value and every gap", arguments: 0..<40)
    func againstRows(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var table = CellTable()
        var model: [[Int64?]] = []
        var columns = 0
        // Few of the edges at a time, so that some tables stay narrow and others turn early or late.
        let edges = Self.edges.shuffled(using: &random).prefix(3) + [5_000, 17_000, -3_000]
        for _ in 0..<60 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where columns < 5:
                guard !model.isEmpty else { continue }
                table.addColumn()
                columns += 1
                for row in model.indices { model[row].append(nil) }
            case 1, 2:
                table.appendRow()
                model.append(Array(repeating: nil, count: columns))
            case 3:
                let row = Int.random(in: 0...model.count, using: &random)
                table.insertRow(at: row)
                model.insert(Array(repeating: nil, count: columns), at: row)
            case 4:
                // A whole row at once, or nothing at all where a value is missing or does not fit.
                let values = (0..<columns).map { _ in
                    Int.random(in: 0..<9, using: &random) == 0 ? nil : edges.randomElement(using: &random)
                }
                if table.appendRow({ values[$0] }) { model.append(values) }
            default:
                guard let row = model.indices.randomElement(using: &random), columns > 0 else { continue }
                let column = Int.random(in: 0..<columns, using: &random)
                let value = edges.randomElement(using: &random) ?? 0
                table.set(value, row: row, column: column)
                model[row][column] = value
            }
            let stored = model.indices.map { row in
                (0..<columns).map { table.hasValue(row: row, column: $0) ? table.value(row: row, column: $0) : nil }
            }
            #expect(stored == model)
            #expect(model.indices.allSatisfy { table.valueCount(row: $0) == model[$0].count { $0 != nil } })
        }
    }
}
