import Readings
import Testing

@testable import Dialects

@Suite("mappings of text")
struct MappingTextTests {
    private static func named(_ name: String) -> MappedPlace { .named(Array(name.utf8)) }

    private static let table = Mapping.test(
        .csv,
        [
            MappedValue(quantity: .pm2_5, place: named("PM2.5"), unit: .microgramPerCubicMetre),
            MappedValue(quantity: .no2, place: named("NO2, ppb"), unit: .partPerBillion),
        ]
    ) {
        $0.time = MappedTime(
            stamp: .instant(named("When")), format: StampFormat("DD/MM/YYYY hh:mm") ?? .epoch, zone: .utc)
    }

    @Test("Each line of a table is a record, its columns found by the header, its cells perhaps quoted or empty")
    func lines() {
        let decoding = Self.table.decode(
            "\u{FEFF}When,\"NO2, ppb\",PM2.5,Note\r\n02/03/2026 08:15,\"20\", 9.8 ,\"a, b\"\r\n\r\n"
                + "02/03/2026 24:00,,10\r\n02/03/2026 08:45,nan")
        // 20 ppb are 38.25 ug/m3.
        #expect(
            decoding.samples == [
                Sample(quantity: .pm2_5, value: Millionths(9_800_000), stamp: at("2026-03-02T08:15:00Z")),
                Sample(quantity: .no2, value: Millionths(38_250_000), stamp: at("2026-03-02T08:15:00Z")),
                Sample(quantity: .pm2_5, value: Millionths(10_000_000), stamp: at("2026-03-03T00:00:00Z")),
            ])
        #expect(decoding.rejected == [RejectedSample(quantity: .no2, reason: .sentinel)])
    }

    @Test("Columns without a header are counted from 1")
    func numbered() {
        let mapping = Mapping.test(
            .csv, [MappedValue(quantity: .temperature, place: .column(3), unit: .celsius)]
        ) {
            $0.separator = UInt8(ascii: ";")
            $0.hasHeader = false
            $0.time = MappedTime(stamp: .instant(.column(1)), format: .epochSeconds)
        }
        let decoding = mapping.decode("1772439451;x;11.2\n1772439511;x;11.4\n")
        #expect(decoding.samples.map(\.value.count) == [11_200_000, 11_400_000])
        #expect(decoding.samples.map(\.stamp) == [at("2026-03-02T08:17:31Z"), at("2026-03-02T08:18:31Z")])
        #expect(mapping.decode("1772439451;x\n").refusal == .wrongShape)
    }

    @Test("A table without any of the columns is refused; a header alone says nothing")
    func header() {
        #expect(Self.table.decode("a,b\n1,2\n").refusal == .wrongShape)
        #expect(Self.table.decode("When,PM2.5\n") == Decoding())
        #expect(Self.table.decode("When,PM2.5\n2026-03-02,9\n").refusal == .malformedStamp)
    }

    @Test("Fields of names and values, in any order")
    func pairs() {
        let mapping = Mapping.test(
            .text,
            [
                MappedValue(quantity: .pm2_5, place: Self.named("pm25"), unit: .microgramPerCubicMetre),
                MappedValue(quantity: .temperature, place: Self.named("t"), unit: .celsius),
            ])
        #expect(mapping.decode("id=7; t = 11.2;pm25=9.8\n").values == [.temperature: 11_200_000, .pm2_5: 9_800_000])
        #expect(mapping.decode("hello").refusal == .wrongShape)
    }

    private static let scalars: Mapping = {
        var pm = MappedValue(quantity: .pm2_5, place: .whole, unit: .microgramPerCubicMetre)
        pm.topic = TopicTail("sensor/pm_2_5/state")
        var no2 = MappedValue(quantity: .no2, place: .whole, unit: .microgramPerCubicMetre)
        no2.topic = TopicTail("+/no2/state")
        no2.sentinelWords = [Array("unavailable".utf8)]
        return Mapping.test(.number, [pm, no2])
    }()

    @Test(
        "One quantity a topic: what follows the device tells which, and the payload is the value",
        arguments: [
            ("sensor/pm_2_5/state", " 9.8\n", [Quantity.pm2_5: Int64(9_800_000)]),
            ("sensor/no2/state", "-0.4", [.no2: -400_000]),
            ("binary/no2/state", "\"7\"", [.no2: 7_000_000]), ("sensor/no2", "7", [:]), ("status", "online", [:]),
            ("sensor/no2/state/x", "7", [:]), ("", "7", [:]),
        ])
    func scalar(tail: String, payload: String, values: [Quantity: Int64]) {
        let decoding = Self.scalars.decode(payload, behindDevice: tail)
        #expect(decoding.values == values)
        #expect(decoding.refusal == nil && decoding.rejected.isEmpty)
        #expect(decoding.samples.allSatisfy { $0.stamp == nil })
    }

    @Test(
        "A scalar that is no number is rejected, never a value",
        arguments: [
            ("nan", RejectionReason.sentinel), ("unavailable", .sentinel), ("9,8", .malformedValue),
            ("{}", .malformedValue),
        ])
    func noNumber(payload: String, reason: RejectionReason) {
        #expect(Self.scalars.decode(payload, behindDevice: "sensor/no2/state").rejections == [.no2: reason])
    }

    @Test("What is no tail of a topic is none", arguments: ["", "#", "a/#", "a+/b"])
    func noTail(text: String) {
        #expect(TopicTail(text) == nil)
    }
}
