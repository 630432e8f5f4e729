import Foundation
import Readings
import Pipeline
import Testing

@testable import Intake

@Suite("What people ask with rebuild")
struct RebuildRequestTests {
    private static let monday = CivilDate(year: 2026, month: 3, day: 2)

    @Test("a request is as it was after its way through the file")
    func text() {
        let plain = RebuildRequest(days: Self.monday...Self.monday.adding(days: 6))
        #expect(RebuildRequest(text: plain.text) == plain)
        let late = RebuildRequest(
            days: Self.monday...Self.monday, admission: .init(device: "aq-1", reason: "read out by hand"))
        #expect(RebuildRequest(text: late.text) == late)
        #expect(late.note?.subject == "late-admission")
        #expect(RebuildRequest(text: "from 0206-03-02\nto 2026-03-02\n") == nil)
        #expect(RebuildRequest(text: "nonsense") == nil)
    }

    /// A service that ends before its note is in the journal must find the request again as it was asked.
    @Test("a request stays asked until it is begun, and is done when its days are made")
    func progress() throws {
        let folder = try LiveFolder()
        let requests = RebuildRequests(folder.data)
        let name = try requests.leave(RebuildRequest(days: Self.monday...Self.monday))
        #expect(requests.list(.asked).map(\.name) == [name])
        #expect(requests.progress(of: name) == .asked)
        requests.begin(name)
        #expect(requests.progress(of: name) == .begun && requests.list(.asked).isEmpty)
        requests.finishBegun()
        #expect(requests.progress(of: name) == .done)
        requests.forget(name)
        #expect(requests.progress(of: name) == nil)
    }

    /// The reading was received a week later, by a clock that had been set back: its balance is of a day that memory let go
    /// of and nobody named.
    @Test("an admission is done when every day that it reaches is made")
    func admission() throws {
        func reading(_ observed: Instant, received: Instant) -> LiveRecord {
            LiveRecord(
                received: received, topic: "west/air/plain/aq-1",
                payload: "{\"ts\":\"\(observed.iso8601)\",\"readings\":{\"no2\":30}}")
        }
        let start = Self.monday.startUTC
        var run = try LiveRun(
            try LiveRegistry.tables(start: start, move: .distantFuture), windows: WindowName.standard,
            turnRecords: 24)
        let hours = (0..<(30 * 24)).map { start.advanced(byMicroseconds: Int64($0) * Microseconds.hour) }
        let late = Self.monday.adding(days: 1).startUTC.advanced(byMicroseconds: -30 * Microseconds.minute)
        try run.append(hours.map { reading($0, received: $0) } + [reading(late, received: hours[8 * 24])])
        try run.read()
        try run.publish()
        while try run.work() {}

        let requests = RebuildRequests(run.folder.data)
        let name = try requests.leave(
            RebuildRequest(days: Self.monday...Self.monday, admission: .init(device: "aq-1", reason: "read out")))
        var atWork = RequestsAtWork(requests)
        let orders = IntakeOrders()
        for _ in 0..<1000 where requests.progress(of: name) != .done {
            try run.hear(&atWork, orders)
            if requests.progress(of: name) == .done { break }
            _ = try run.work()
            try run.publish()
        }
        #expect(requests.progress(of: name) == .done)
        try run.publish(.endOfInput)
        let files = try run.files
        #expect(files.differences(from: try run.rebuilt()) == "")
        #expect(files.rows(in: "summaries/air/hour").count { $0.joined().contains("admitted_late") } == 1)
    }
}
