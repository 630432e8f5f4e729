import Journal
import Testing

@testable import Intake

@Suite("How far the journal is committed")
struct CommittedEndTests {
    /// The link may commit before the corridor has looked for a checkpoint.
    @Test("where the journal ended when it was opened stays known while it grows")
    func opened() {
        let end = CommittedEnd()
        #expect(end.opened == nil && end.position == nil)
        let first = JournalPosition(segment: 1, offset: 100)
        end.advance(to: first)
        end.advance(to: JournalPosition(segment: 1, offset: 900))
        #expect(end.opened == first)
        #expect(end.position == JournalPosition(segment: 1, offset: 900))
    }
}
