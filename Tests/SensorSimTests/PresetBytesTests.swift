import Readings
import Recordings
import Scenarios
import SensorSim
import Testing
import Truth

@Suite("The bytes of the presets")
struct PresetBytesTests {
    /// FNV-1a over 64 bits: short, and any other byte gives another one.
    private struct Digest {
        private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

        mutating func take(_ bytes: [UInt8]) {
            for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
    }

    /// What a feed of so many hours of the preset holds, and the truth beside it.
    private static func digests(_ preset: Preset, from start: String, hours: Int) throws -> (
        feed: UInt64, truth: UInt64
    ) {
        var scenario = try preset.scenario()
        scenario.start = try #require(Instant(iso8601: start))
        scenario.hours = hours
        var traffic = Traffic(scenario, keepsTruth: true)
        var writer = FeedWriter()
        var feed = Digest()
        var line: [UInt8] = []
        while let message = traffic.next() {
            writer.append(
                received: message.received, topic: message.topic, qos: message.qos, isRetained: message.isRetained,
                payload: message.payload, to: &line)
            feed.take(line)
            line.removeAll(keepingCapacity: true)
        }
        var truth = Digest()
        let known = traffic.truth()
        let tables = try #require(known)
        #expect(tables.map(\.name).sorted() == Traffic.truthTables)
        for table in tables.sorted(by: { $0.name < $1.name }) { truth.take(table.bytes) }
        return (feed.value, truth.value)
    }

    /// Written down from a run, because no rule gives them: they say that this build makes the feeds of the build before.
    /// Whoever changes the simulator changes them knowingly, and tells it: feeds that others made cannot be made again.
    @Test(
        "A preset gives the same feed and the same truth in every build",
        arguments: [
            (
                Preset.clean, "2026-03-02T06:00:00Z", 24, 16_899_207_031_927_326_017 as UInt64,
                1_423_785_325_378_610_518 as UInt64
            ),
            (.london, "2026-03-02T06:00:00Z", 1, 501_913_449_201_382_612, 17_513_107_955_749_273_270),
            (.messy, "2026-03-02T06:00:00Z", 48, 990_745_984_972_610_630, 14_305_029_484_811_423_053),
            // The first day of its school street.
            (.schoolStreets, "2026-03-09T00:00:00Z", 24, 15_442_622_269_116_506_995, 7_034_079_515_867_904_747),
            (.twoBoroughs, "2026-03-02T06:00:00Z", 24, 16_735_934_572_852_827_942, 16_197_983_290_734_109_283),
        ])
    func bytes(preset: Preset, start: String, hours: Int, feed: UInt64, truth: UInt64) throws {
        let digests = try Self.digests(preset, from: start, hours: hours)
        #expect(digests.feed == feed, "the feed's digest is \(digests.feed)")
        #expect(digests.truth == truth, "the truth's digest is \(digests.truth)")
    }
}
