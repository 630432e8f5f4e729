import Pipeline
import Readings
import Registry
import Tables
import Testing

@Suite("Corrections of readings")
struct CorrectionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        /// Of NO2 of aq-1: `slope,offset,from,to`.
        var corrections: [String]
        var reviews: [String] = []
        /// n, mean, min, max, p50, raw_mean and correction of NO2 in the hour from 10:00.
        var expected: String
        var testDescription: String { name }
    }

    /// The device says 10, 20, 30, 40 at 10:00, 10:15, 10:30, 10:45 (`AmendedCity`), mean 25.
    static let cases: [Case] = [
        Case(name: "none", corrections: [], expected: "4 25 10 40 25 25 -"),
        // 21, 41, 61, 81.
        Case(name: "for ever", corrections: ["2,1,,"], expected: "4 51 21 81 51 25 linear"),
        // 10, 20, 61, 81: 172 / 4.
        Case(
            name: "from the middle of the hour", corrections: ["2,1,2026-03-02T10:30:00Z,"],
            expected: "4 43 10 81 40.5 25 linear:2026-03-02T10:30:00Z"),
        // 20, 40, 90, 120: 270 / 4.
        Case(
            name: "one follows another", corrections: ["2,0,,2026-03-02T10:30:00Z", "3,0,2026-03-02T10:30:00Z,"],
            expected: "4 67.5 20 120 65 25 linear linear:2026-03-02T10:30:00Z"),
        // The same, the later row first: the labels stand in order of time.
        Case(
            name: "the later one stands first in the file",
            corrections: ["3,0,2026-03-02T10:30:00Z,", "2,0,,2026-03-02T10:30:00Z"],
            expected: "4 67.5 20 120 65 25 linear linear:2026-03-02T10:30:00Z"),
        Case(
            name: "of a part of the hour without a reading",
            corrections: ["2,0,2026-03-02T10:46:00Z,2026-03-02T11:00:00Z"], expected: "4 25 10 40 25 25 -"),
        Case(
            name: "of the hours around it",
            corrections: ["2,0,,2026-03-02T10:00:00Z", "3,0,2026-03-02T11:00:00Z,"], expected: "4 25 10 40 25 25 -"),
        // -20, -10, 0, 10.
        Case(name: "below zero", corrections: ["1,-30,2026-03-02,"], expected: "4 -5 -20 10 -5 25 linear:2026-03-02"),
        // 10, 20, 30, 40 times 0.333333.
        Case(
            name: "six decimals", corrections: ["0.333333,0,,"],
            expected: "4 8.333325 3.33333 13.33332 8.333325 25 linear"),
        // 61, 81; the raw mean is of the same two readings.
        Case(
            name: "two of the readings are invalid", corrections: ["2,1,,"],
            reviews: ["aq-1,no2,2026-03-02,2026-03-02T10:30:00Z,invalid,x"], expected: "2 71 61 81 71 35 linear"),
        Case(
            name: "all of the readings are invalid", corrections: ["2,1,,"],
            reviews: ["aq-1,no2,2026-03-02,,invalid,x"],
            expected: "0 - - - - - -"),
    ]

    @Test("figures are those of corrected readings, raw_mean is the device's own", arguments: cases)
    func hour(example: Case) throws {
        let city = try AmendedCity(
            corrections: example.corrections.map { "aq-1,no2,linear," + $0 }, reviews: example.reviews)
        let columns = "n mean min max p50 raw_mean correction"
        #expect(city.row(.airHour, "no2", at: "10:00", columns) == example.expected)
        #expect(city.row(.airHour, "pm2_5", at: "10:00", columns) == "4 2.5 1 4 2.5 2.5 -")
    }

    @Test("a minute names the correction of its own readings")
    func minutes() throws {
        let city = try AmendedCity(corrections: ["aq-1,no2,linear,2,1,2026-03-02T10:30:00Z,2026-03-02T10:45:00Z"])
        let columns = "n mean raw_mean correction status"
        for dataset in [Dataset.airMinute, .airQuarterHour] {
            #expect(city.row(dataset, "no2", at: "10:15", columns) == "1 20 20 - provisional")
            #expect(
                city.row(dataset, "no2", at: "10:30", columns) == "1 61 30 linear:2026-03-02T10:30:00Z provisional")
            #expect(city.row(dataset, "no2", at: "10:45", columns) == "1 40 40 - provisional")
        }
        #expect(city.row(.airMinute, "no2", at: "10:31", columns) == "0 - - - provisional")
    }

    /// 100 ug/m3 of SO2 is index 2 (89 to 177), half of it 1 (up to 88): the table of the UK index.
    @Test("the index of SO2 is of corrected quarter-hours", arguments: [("1", "2"), ("0.5", "1")])
    func sulphurDioxide(slope: String, index: String) throws {
        let messages = (10...59).map {
            AmendedCity.Message(
                borough: "east", device: "aq-9", stamp: "2026-03-02T10:\($0):00Z", readings: "\"so2\":100")
        }
        let city = try AmendedCity(corrections: ["aq-9,so2,linear,\(slope),0,,"], messages: messages)
        #expect(city.row(.airIndex, "", at: "10:00", "index driver pollutants") == "\(index) so2 so2")
    }

    @Test("a reading whose corrected value no number holds neither counts nor covers")
    func overflow() throws {
        let start = try #require(Instant(iso8601: "2026-03-02T10:00:00Z"))
        let tables = try CityRegistry.tables(start: start, move: start)
        // No file can hold such an offset: 20 millionths below the largest number, so that 10 ug/m3 fit no more.
        let correction = Correction(
            device: "aq-1", quantity: .no2, slope: Millionths(1_000_000), offset: Millionths(.max - 20),
            validFrom: start, validTo: start.advanced(byMicroseconds: Microseconds.minute))
        let registry = RegistryTables(
            boroughs: tables.boroughs, sites: tables.sites, airSensors: tables.airSensors, corrections: [correction])
        var corridor = Corridor(registry: registry, settings: CorridorSettings())
        for message in AmendedCity.messages {
            corridor.take(
                Record(
                    received: start.advanced(byMicroseconds: Microseconds.hour), topic: "west/air/plain/aq-1",
                    payload: "{\"ts\":\"\(message.stamp)\",\"readings\":{\(message.readings)}}"))
        }
        var files = PublishedFiles()
        files.publish(&corridor, .endOfInput)
        let row = try #require(files.rows(.airHour).first { $0.contains("no2") })
        // n, capture_pct: three of four minutes in 60; mean of 20, 30, 40. No correction touched one of them.
        #expect(Array(row[7...10]) == ["3", "5", "false", "30"])
        #expect(Array(row[16...17]) == ["30", ""])
        #expect(corridor.balance.standing == 8)
    }

    @Test("what a checkpoint gives back makes the same files")
    func checkpoint() throws {
        let traffic = Traffic(seed: 4)
        let registry = try traffic.registry()
        try #require(!registry.corrections.isEmpty && !registry.reviews.isEmpty)
        var corridor = Corridor(registry: registry, settings: traffic.settings)
        for record in traffic.records { corridor.take(record) }
        corridor.settle(.behindNewest(graceMicroseconds: 0))
        var packer = Packer()
        corridor.pack(into: &packer)
        var restored = Corridor(registry: registry, settings: traffic.settings)
        var unpacker = Unpacker(packer.bytes)
        try restored.restore(unpacking: &unpacker)
        var (files, again) = (PublishedFiles(), PublishedFiles())
        files.publish(&corridor, .endOfInput)
        again.publish(&restored, .endOfInput)
        #expect(
            files.rows(.airHour).contains { !$0[17].isEmpty }
                && files.rows(.airHour).contains { $0[19] != "provisional" })
        #expect(again.differences(from: files) == "")
    }
}
