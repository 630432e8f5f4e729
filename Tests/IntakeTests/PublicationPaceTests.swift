import Testing

@testable import Intake

@Suite("When summaries are published")
struct PublicationPaceTests {
    /// 2026-03-02T08:00:00Z.
    private static let eight: Int64 = 1_772_438_400_000_000

    @Test("nothing is published while nothing was read")
    func nothingRead() {
        var pace = PublicationPace()
        let isDue = [
            pace.isDue(at: Self.eight, hasCaughtUp: true, records: 0, isWaiting: false),
            pace.isDue(at: .max, hasCaughtUp: false, records: 0, isWaiting: false),
        ]
        #expect(isDue == [false, false])
    }

    @Test("the first records are published at once")
    func first() {
        var pace = PublicationPace()
        let isDue = pace.isDue(at: Self.eight, hasCaughtUp: true, records: 1, isWaiting: false)
        #expect(isDue)
    }

    @Test(
        "after that at most once a second, and once half a minute while an old journal is read",
        arguments: [(true, 1_000_000), (false, 30_000_000)] as [(Bool, Int64)])
    func pause(hasCaughtUp: Bool, microseconds: Int64) {
        var pace = PublicationPace()
        pace.published(at: Self.eight)
        let isDue = [
            pace.isDue(at: Self.eight + microseconds - 1, hasCaughtUp: hasCaughtUp, records: 5, isWaiting: false),
            pace.isDue(at: Self.eight + microseconds, hasCaughtUp: hasCaughtUp, records: 0, isWaiting: false),
        ]
        #expect(isDue == [false, true])
    }

    @Test("records that wait are remembered; a publication settles them")
    func waiting() {
        var pace = PublicationPace()
        pace.published(at: Self.eight)
        let isDue = [
            pace.isDue(at: Self.eight + 1, hasCaughtUp: true, records: 1, isWaiting: false),
            pace.isDue(at: Self.eight + 2_000_000, hasCaughtUp: true, records: 0, isWaiting: false),
        ]
        #expect(isDue == [false, true])
        pace.published(at: Self.eight + 2_000_000)
        let isDueAgain = pace.isDue(at: Self.eight + 9_000_000, hasCaughtUp: true, records: 0, isWaiting: false)
        #expect(!isDueAgain)
    }
}
