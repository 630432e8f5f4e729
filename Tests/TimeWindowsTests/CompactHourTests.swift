import SeededRandom
import Readings
import Testing

@testable import TimeWindows

@Suite("Hours that are over give back memory")
struct CompactHourTests {
    @Test("a compact hour equals the hour, needs the memory of its rows, and takes further messages", arguments: 0..<10)
    func compact(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let messages = (0..<80).map { _ in DeviceHourOrderTests.message(&random, instants: 30) }
        var hour = DeviceHour(
            start: Message.hour, intervalLength: 10_000_000, firstDelay: 0, expectedRows: 3700, expectedColumns: 3)
        for message in messages[..<60] { hour.insert(message) }
        #expect(hour.offsets.capacity >= 3700)
        var compact = hour
        compact.compact()
        #expect(compact == hour)
        #expect(compact.offsets.capacity < hour.rowCount * 2)
        for message in messages[60...] {
            #expect(compact.insert(message) == hour.insert(message))
        }
        #expect(compact == hour)
    }

    @Test("a table that is full already, and one without rows, stay as they are")
    func nothingToGive() {
        var table = CellTable()
        table.trim()
        table.appendRow()
        table.addColumn()
        table.set(5_000_000, row: 0, column: 0)
        table.trim()
        #expect(table.value(row: 0, column: 0) == 5_000_000)
    }
}
