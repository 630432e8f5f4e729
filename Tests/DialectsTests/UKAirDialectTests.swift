import Readings
import Testing

@testable import Dialects

@Suite("uk-air dialect")
struct UKAirDialectTests {
    private static func hour(_ start: String, _ end: String, _ quantity: Quantity, _ value: Int64) -> Sample {
        Sample(quantity: quantity, value: Millionths(value), stamp: at(end), covers: at(start)..<at(end))
    }

    @Test("A station's yearly file: hours end at the stamp, 24:00 ends the day, n/m, No data and blanks are no value")
    func stationYear() {
        let decoding = Decoding(Fixture.bytes("uk-air-site-year.csv"), .ukAir)
        #expect(decoding.device == nil)
        #expect(decoding.rejected.isEmpty)
        let first = ("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z")
        // The clocks go forward on 2026-03-29 at 01:00; GMT goes on.
        let second = ("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")
        let last = ("2026-03-29T23:00:00Z", "2026-03-30T00:00:00Z")
        #expect(
            decoding.samples == [
                Self.hour(first.0, first.1, .pm10, 18_400_000), Self.hour(first.0, first.1, .no, 12_473_000),
                Self.hour(first.0, first.1, .no2, 31_747_500), Self.hour(first.0, first.1, .nox, 50_872_500),
                Self.hour(first.0, first.1, .o3, 41_909_700), Self.hour(first.0, first.1, .co, 232_840),
                Self.hour(first.0, first.1, .pm2_5, 9_100_000),
                Self.hour(second.0, second.1, .no, -124_730), Self.hour(second.0, second.1, .o3, 40_000_000),
                Self.hour(second.0, second.1, .co, 300_000),
                Self.hour(last.0, last.1, .pm10, 21_500_000), Self.hour(last.0, last.1, .no, 1_000_000),
                Self.hour(last.0, last.1, .no2, 2_000_000), Self.hour(last.0, last.1, .nox, 3_000_000),
                Self.hour(last.0, last.1, .o3, 4_000_000), Self.hour(last.0, last.1, .co, 500_000),
                Self.hour(last.0, last.1, .pm2_5, 6_000_000),
            ])
    }

    @Test("The selector's file: the unit stands behind the status; CO in ug/m3 becomes mg/m3")
    func selector() {
        let decoding = Decoding(Fixture.bytes("uk-air-selector.csv"), .ukAir)
        let (first, last) = (
            ("2026-03-02T22:00:00Z", "2026-03-02T23:00:00Z"), ("2026-03-02T23:00:00Z", "2026-03-03T00:00:00Z")
        )
        #expect(
            decoding.samples == [
                Self.hour(first.0, first.1, .no2, 31_747_500), Self.hour(first.0, first.1, .pm2_5, 9_100_000),
                // 232.84 ug/m3.
                Self.hour(first.0, first.1, .co, 232_840), Self.hour(last.0, last.1, .no2, 28_500_000),
                Self.hour(last.0, last.1, .co, 250_000),
            ])
        #expect(decoding.rejected.isEmpty)
    }

    @Test(
        "An import reads the status of each value: the letters that the portal's files explain, the first word of the cell",
        arguments: [
            ("R", .ratified), (" R ", .ratified), ("P", .provisional), ("P*", .asSupplied), ("V ugm-3", .verified),
            ("V ugm-3 (FIDAS)", .verified), ("N", .notVerified), ("S", .suspect), ("", .missing), ("R*", .unknown),
            ("ratified-by-nobody", .unknown), ("?", .unknown),
        ] as [(String, UKAirStatus)])
    func statuses(_ cell: String, _ status: UKAirStatus) throws {
        let text = Array("Date,time,Ozone,status,unit,Nitric oxide\n02-03-2026,24:00,5,\(cell),ugm-3,7\n".utf8)
        var cursor = CSVCursor()
        var cells: [CSVCursor.Cell] = []
        let hasHeader = try TableText.nextRecord(text.span, &cursor, into: &cells)
        let made = UKAirStatusColumns(cells, text.span)
        let columns = try #require(made)
        #expect(hasHeader && columns.quantities == [.o3, .no])
        let hasRow = try TableText.nextRecord(text.span, &cursor, into: &cells)
        let isHeader = UKAirStatusColumns(cells, text.span) != nil
        #expect(hasRow && !isHeader)
        let found = [Quantity.o3, .no, .no2].map { columns.status(of: $0, cells, text.span) }
        #expect(found == [status, .missing, .missing])
        let end = UKAirStatusColumns.hourEnd(cells, text.span)
        #expect(end == at("2026-03-03T00:00:00Z"))
    }

    private static func file(_ header: String, _ rows: String...) -> Decoding {
        Decoding("All Data GMT hour ending\r\nDate,Time,\(header)\r\n\(rows.joined(separator: "\r\n"))\r\n", .ukAir)
    }

    @Test(
        "Dates come with the day or the year in front, hours with or without seconds",
        arguments: [
            ("02-03-2026,01:00", "2026-03-02T01:00:00Z"), ("02/03/2026,01:00", "2026-03-02T01:00:00Z"),
            ("2026-03-02,01:00:00", "2026-03-02T01:00:00Z"), ("31-12-2025,24:00", "2026-01-01T00:00:00Z"),
            ("01-01-2026,00:00", "2026-01-01T00:00:00Z"), ("2024-02-28,24:00:00", "2024-02-29T00:00:00Z"),
        ])
    func dates(_ written: String, _ end: String) {
        #expect(Self.file("Ozone,status,unit", "\(written),5,R,ugm-3").samples.map(\.stamp) == [at(end)])
    }

    @Test(
        "Units, the instrument behind them left aside; without one CO is in mg/m3 and the rest in ug/m3",
        arguments: [
            ("Carbon monoxide,status,unit", "0.5,R,mgm-3", .co, 500_000), ("Carbon monoxide", "0.5", .co, 500_000),
            ("Carbon monoxide,Status", "0.5,V", .co, 500_000), ("Ozone,Status", "5,R (FIDAS)", .o3, 5_000_000),
            ("Ozone,Status", "5,V ugm-3 (TEOM FDMS)", .o3, 5_000_000),
            ("Ozone,status,unit", "5,R,µg/m³", .o3, 5_000_000),
            ("Ozone,status,unit", "5,R,μg/m3", .o3, 5_000_000), ("Ozone,status,unit", "0.005,R,mg/m3", .o3, 5_000_000),
            ("PM<sub>1</sub> particulate matter (Hourly measured)", "5", .pm1, 5_000_000),
            ("Sulphur dioxide", "-0.53", .so2, -530_000),
            ("\"Nitrogen dioxide (Hourly measured)\"", "5", .no2, 5_000_000),
        ] as [(String, String, Quantity, Int64)])
    func units(_ header: String, _ cells: String, _ quantity: Quantity, _ millionths: Int64) {
        #expect(Self.file(header, "02-03-2026,01:00,\(cells)").values == [quantity: millionths])
    }

    @Test("An unknown unit, a word and -999 are rejected; what is not hourly or not ours is passed over")
    func rejected() {
        let header = "Ozone,status,unit,Nitric oxide,status,unit,Nitrogen dioxide,status,unit"
        let bad = Self.file(header, "02-03-2026,01:00,5,R,ppb,high,R,ugm-3,-999,R,ugm-3")
        #expect(bad.samples.isEmpty)
        #expect(bad.rejections == [.o3: .malformedValue, .no: .malformedValue, .no2: .sentinel])
        let others =
            "Ozone,status,PM10 particulate matter (Daily measured),status,Volatile PM10 (Hourly measured),status"
        #expect(Self.file(others, "02-03-2026,01:00,5,V ugm-3,6,V ugm-3,7,V ugm-3").values == [.o3: 5_000_000])
        #expect(Self.file("Ozone,status,unit").refusal == nil)
    }

    @Test(
        "Files without header, of two stations, of other means, or cut in a row are refused",
        arguments: [
            ("Data supplied by UK-AIR\nStatus: R\n", .wrongShape), (" \n", .wrongShape), ("{}", .wrongShape),
            ("Date,time,Benzene\n02-03-2026,01:00,5\n", .wrongShape),
            (",,A Road,,B Road,\nDate,time,Ozone,status,Ozone,status\n", .deviceMismatch),
            ("Date,time,Ozone,status,Ozone,status\n", .duplicateKey),
            ("Date,time,Ozone\n02-03-2026,01:15,5\n", .malformedStamp),
            ("Date,time,Ozone\n02-03-2026,,5\n", .malformedStamp),
            ("Date,time,Ozone\n30-02-2026,01:00,5\n", .malformedStamp),
            ("Date,time,Ozone\n02-03-2026,25:00,5\n", .malformedStamp),
            ("Date,time,Ozone,status,unit\n02-03-2026,01:00,12.", .wrongShape),
            ("Date,time,Ozone\n02-03-2026,01:00,\"5", .wrongShape),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        #expect(Decoding(text, .ukAir).refusal == reason)
    }
}
