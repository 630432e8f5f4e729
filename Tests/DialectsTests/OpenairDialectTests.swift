import Readings
import Testing

@testable import Dialects

@Suite("openair dialect")
struct OpenairDialectTests {
    private static func hour(_ start: String, _ end: String, _ quantity: Quantity, _ value: Int64) -> Sample {
        Sample(quantity: quantity, value: Millionths(value), stamp: at(end), covers: at(start)..<at(end))
    }

    @Test("write.csv: hours begin at the stamp, midnight is a bare date, NA is no value, modelled weather is not taken")
    func writeCSV() {
        let decoding = Decoding(Fixture.bytes("openair-write-csv.csv"), .openair)
        #expect(decoding.device == "EX1")
        #expect(decoding.rejected.isEmpty)
        let hours = ["2026-03-01T23:00:00Z", "2026-03-02T00:00:00Z", "2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z"]
        #expect(
            decoding.samples == [
                Self.hour(hours[0], hours[1], .co, 232_840), Self.hour(hours[0], hours[1], .nox, 50_872_500),
                Self.hour(hours[0], hours[1], .no2, 31_747_500), Self.hour(hours[0], hours[1], .no, 12_473_000),
                Self.hour(hours[0], hours[1], .o3, 41_909_700), Self.hour(hours[0], hours[1], .pm10, 18_400_000),
                Self.hour(hours[0], hours[1], .pm2_5, 9_100_000),
                Self.hour(hours[1], hours[2], .co, 300_000), Self.hour(hours[1], hours[2], .o3, 40_000_000),
                Self.hour(hours[2], hours[3], .no2, 28_500_000), Self.hour(hours[2], hours[3], .so2, -530_000),
            ])
    }

    @Test("readr and fwrite write ISO stamps with a Z; the same hour reads the same in both files and in UK-AIR's")
    func readr() {
        let decoding = Decoding(Fixture.bytes("openair-readr.csv"), .openair)
        #expect(
            decoding.samples == [
                Self.hour("2026-03-02T00:00:00Z", "2026-03-02T01:00:00Z", .no2, 31_747_500),
                Self.hour("2026-03-02T00:00:00Z", "2026-03-02T01:00:00Z", .pm2_5, 9_100_000),
                Self.hour("2026-03-02T01:00:00Z", "2026-03-02T02:00:00Z", .no2, 28_500_000),
            ])
        let ending = Decoding("Date,time,Nitrogen dioxide\n02-03-2026,01:00,31.7475\n", .ukAir)
        #expect(ending.samples.first == decoding.samples.first)
    }

    @Test(
        "Dates as R and spreadsheets write them",
        arguments: [
            ("2026-03-02 07:00:00", "2026-03-02T08:00:00Z"), ("2026-03-02 07:00", "2026-03-02T08:00:00Z"),
            ("2026-03-02", "2026-03-02T01:00:00Z"), ("02/03/2026 07:00", "2026-03-02T08:00:00Z"),
            ("2026-03-02T08:00:00+01:00", "2026-03-02T08:00:00Z"), ("2026-03-01 24:00:00", "2026-03-02T01:00:00Z"),
        ])
    func dates(_ written: String, _ end: String) {
        #expect(Decoding("date,no2\n\(written),5\n", .openair).samples.map(\.stamp) == [at(end)])
    }

    @Test(
        "Files without date or quantity, of two sites, of daily or 15-minute means, or cut in a row are refused",
        arguments: [
            ("site,no2\nx,5\n", .wrongShape), ("date,ws\n2026-03-02 07:00,5\n", .wrongShape), (" ", .wrongShape),
            ("{}", .wrongShape), ("date,no2\n2026-03-02,5\n2026-03-03,6\n", .wrongShape),
            ("date,code,no2\n2026-03-02 07:00,A,5\n2026-03-02 07:00,B,5\n", .deviceMismatch),
            ("date,site,no2\n2026-03-02 07:00,A,5\n2026-03-02 07:00,B,5\n", .deviceMismatch),
            ("date,no2,no2\n", .duplicateKey), ("date,no2\n2026-03-02 07:15,5\n", .malformedStamp),
            ("date,no2\nNA,5\n", .malformedStamp), ("date,no2\n02-03-2026 07:00,5\n", .malformedStamp),
            ("date,no2,o3\n2026-03-02 07:00,12.", .wrongShape), ("date,no2\n\"2026-03-02 07:00,5", .wrongShape),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        #expect(Decoding(text, .openair).refusal == reason)
    }
}
