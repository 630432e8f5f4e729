import Foundation
import Pipeline
import Readings
import Testing

@testable import Audit

@Suite("Questions about a figure")
struct WhyQuestionTests {
    static let windows: [(String, WindowName?, Bool, String, String)] = [
        ("2026-03-02T08:00:00Z", nil, false, "2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"),
        ("2026-03-02T08:59:59.9Z", .hour, false, "2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"),
        ("2026-03-02T08:07:30Z", .quarterHour, false, "2026-03-02T08:00:00Z", "2026-03-02T08:15:00Z"),
        ("2026-03-02 08:07", .minute, false, "2026-03-02T08:07:00Z", "2026-03-02T08:08:00Z"),
        ("2026-03-02 08", nil, false, "2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"),
        // Local time, in summer an hour ahead of UTC.
        ("2026-06-02T08:00", nil, false, "2026-06-02T07:00:00Z", "2026-06-02T08:00:00Z"),
        ("2026-06-02", nil, false, "2026-06-02T00:00:00Z", "2026-06-03T00:00:00Z"),
        ("2026-06-02", .day, true, "2026-06-01T23:00:00Z", "2026-06-02T23:00:00Z"),
        // The days on which the clocks change have 23 and 25 hours.
        ("2026-03-29", nil, true, "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"),
        ("2026-10-25T12:00", .day, true, "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z"),
    ]

    @Test("a window is named by any time in it, in UTC or the borough's local time, or by a date", arguments: windows)
    func window(text: String, length: WindowName?, isLocal: Bool, first: String, last: String) throws {
        let found = try AskedWindow(text, length: length).resolve(
            in: ExplainedFolder.london, named: "Europe/London", hasLocalDays: isLocal)
        #expect(found.window.lowerBound.iso8601 == first)
        #expect(found.window.upperBound.iso8601 == last)
    }

    static let badWindows: [(String, WindowName?, String)] = [
        ("today", nil, "--window today: expected a stamp such as 2026-03-02T08:00:00Z"),
        ("2026-03-02", .hour, "--window 2026-03-02: found a date; write the time too, such as 2026-03-02T08:00."),
        ("2026-03-29T01:30", nil, "--window 2026-03-29T01:30: in Europe/London the clocks skip this hour"),
        (
            "2026-10-25T01:30", nil,
            "--window 2026-10-25T01:30: in Europe/London the clocks show this time twice; write 2026-10-25T00:30:00Z or "
                + "2026-10-25T01:30:00Z."
        ),
    ]

    @Test("a window that cannot be told is refused with what to write", arguments: badWindows)
    func badWindow(text: String, length: WindowName?, words: String) {
        let error = #expect(throws: WhyError.self) {
            try AskedWindow(text, length: length).resolve(
                in: ExplainedFolder.london, named: "Europe/London", hasLocalDays: false)
        }
        #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "")")
    }

    private static func folder() throws -> ExplainedFolder {
        try ExplainedFolder(WhyAirTests.busyHour, windows: [.hour])
    }

    @Test("what nobody registered is refused with what there is")
    func unknown() throws {
        let folder = try Self.folder()
        defer { withExtendedLifetime(folder) {} }
        let inquiry = folder.inquiry
        let asked = AskedWindow("2026-03-02T08:00:00Z")
        func words(_ question: () throws -> Void) -> String {
            do {
                try question()
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(
            words { _ = try inquiry.air(device: "aq-9", quantity: "no2", window: asked) }
                == "--device aq-9: air_sensors.csv has no such device; it has aq-1, aq-2. What an unregistered device sent "
                + "is listed in quarantine/, with a row to paste.")
        #expect(
            words { _ = try inquiry.air(device: "aq-1", quantity: "smell", window: asked) }
                .hasPrefix("--quantity smell: expected one of no2, no, "))
        #expect(
            words { _ = try inquiry.air(device: "cp-1", quantity: "no2", window: asked) }
                == "cp-1 is a charge point: ask with `kerbside why charging`.")
        #expect(
            words { _ = try inquiry.charging(chargePoint: "cp-1", connector: 4, window: asked) }
                == "--connector 4: cp-1 has the connectors 1.")
        #expect(
            words {
                _ = try inquiry.charging(
                    chargePoint: "cp-1", connector: 1, window: AskedWindow("2026-03-02T08:00:00Z", length: .minute))
            }
                == "--length minute: charging has rows of a quarter-hour, an hour and a day. Months and years are made of the rows "
                + "of charging/hour, charging/session and charging/status: ask for an hour of them.")
        #expect(
            words { _ = try inquiry.session("cp-1-1-2026-03-02T08:00:58Z") }
                .hasPrefix(
                    "--session cp-1-1-2026-03-02T08:00:58Z: neither the files nor the journal have such a session"))
        #expect(words { _ = try inquiry.session("cp-1-1") }.contains("expected the text of the column session"))
        #expect(
            words { _ = try inquiry.air(device: "aq-2", quantity: "no2", window: asked) }
                == "aq-2 stood at several sites in this window; add --site school or --site street.")
    }

    static let missing: [(String, WindowName, String)] = [
        ("2026-03-02T08:00:00Z", .minute, "There is no air/minute in this folder"),
        ("2026-03-12T08:00:00Z", .hour, "The window lies ahead of everything received"),
        ("2026-03-10T08:00:00Z", .hour, "The window is not closed yet"),
        ("2026-02-02T08:00:00Z", .hour, "No row: nothing of it that counts was received for the window."),
    ]

    @Test("a window that is in no file is explained all the same", arguments: missing)
    func missingRow(window: String, length: WindowName, words: String) throws {
        let folder = try Self.folder()
        // As a service leaves it that goes on: the open hour is in no file.
        try? FileManager.default.removeItem(atPath: folder.path + "/summaries/air/hour/area=west/day=2026-03-10")
        let answer = try folder.air(window, length)
        #expect(!answer.holds)
        #expect(answer.notes.first?.hasPrefix(words) == true, "\(answer.notes)")
    }
}
