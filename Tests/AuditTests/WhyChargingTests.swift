import Charging
import Pipeline
import Readings
import Testing

@testable import Audit

@Suite("Why a charging figure is what it is")
struct WhyChargingTests {
    private static func status(_ at: String, _ word: String, _ stamp: String) -> Received {
        .ocpp(
            at,
            #"[2,"s\#(at)","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"\#(word)","timestamp":"\#(stamp)"}]"#
        )
    }

    /// A visit from 08:10 to 09:30 that takes 8 kWh, the meter read at 08:40 (4 kWh), each in its own words.
    static let visit: [Received] = [
        status("2026-03-02T07:00:01Z", "Available", "2026-03-02T07:00:00Z"),
        .ocpp(
            "2026-03-02T08:10:01Z",
            #"[2,"m1","StartTransaction",{"connectorId":1,"idTag":"CARD-4711","meterStart":1000000,"timestamp":"2026-03-02T08:10:00Z"}]"#
        ),
        .ocpp("2026-03-02T08:10:02Z", #"[3,"m1",{"idTagInfo":{"status":"Accepted"},"transactionId":77}]"#),
        status("2026-03-02T08:10:03Z", "Preparing", "2026-03-02T08:10:02Z"),
        status("2026-03-02T08:10:04Z", "Charging", "2026-03-02T08:10:02Z"),
        .ocpp(
            "2026-03-02T08:40:01Z",
            #"[2,"m2","MeterValues",{"connectorId":1,"transactionId":77,"meterValue":[{"timestamp":"2026-03-02T08:40:00Z","sampledValue":[{"value":"1004000","measurand":"Energy.Active.Import.Register","unit":"Wh"}]}]}]"#
        ),
        .ocpp(
            "2026-03-02T08:41:01Z",
            #"[2,"m2","MeterValues",{"connectorId":1,"transactionId":77,"meterValue":[{"timestamp":"2026-03-02T08:40:00Z","sampledValue":[{"value":"1004000","measurand":"Energy.Active.Import.Register","unit":"Wh"}]}]}]"#
        ),
        status("2026-03-02T09:20:01Z", "Faulted", "2026-03-02T12:00:00Z"),
        .ocpp(
            "2026-03-02T09:30:01Z",
            #"[2,"m3","StopTransaction",{"transactionId":77,"idTag":"CARD-4711","meterStop":1008000,"timestamp":"2026-03-02T09:30:00Z","reason":"EVDisconnected"}]"#
        ),
        status("2026-03-02T09:30:02Z", "Available", "2026-03-02T09:30:01Z"),
        status("2026-03-02T11:00:01Z", "Available", "2026-03-02T11:00:00Z"),
    ]

    @Test("a session is the events that made it, with their fates, and the difference of its meters")
    func session() throws {
        let folder = try ExplainedFolder(Self.visit)
        let at = try folder.places()
        let answer = try folder.inquiry.session("cp-1-1-2026-03-02T08:10:00Z")
        #expect(
            answer.lines.joined(separator: "\n") == """
                session cp-1-1-2026-03-02T08:10:00Z: connector 1 of cp-1 at hub
                  published   kwh 8, plug_in 2026-03-02T08:10:00Z, unplug 2026-03-02T09:30:00Z, charging_s 4800, idle_s 0, state completed, result ok, evidence transaction, flags none
                  recomputed  kwh 8, plug_in 2026-03-02T08:10:00Z, unplug 2026-03-02T09:30:00Z, charging_s 4800, idle_s 0, state completed, result ok, evidence transaction, flags none
                  equal       yes, in all 23 columns of the row
                  file        summaries/charging/session/area=west/day=2026-03-02/charging-session_west_2026-03-02.csv, line 2
                  made from   the journal

                Registry
                  charge_points.csv: charge_point cp-1, connector 1, evse cp-1-1, site hub, rated_kw 7.4, operator volt

                Events, by time (UTC)
                  at                   | received             | connector | event                                      | fate                                                       | journal position
                  2026-03-02T07:00:00Z | 2026-03-02T07:00:01Z | 1         | status Available                           | counts                                                     | \(at[0])
                  2026-03-02T08:10:00Z | 2026-03-02T08:10:01Z | 1         | start, meter 1000 kWh                      | counts                                                     | \(at[1])
                  2026-03-02T08:10:02Z | 2026-03-02T08:10:02Z | -         | number of the transaction: 77              | counts                                                     | \(at[2])
                  2026-03-02T08:10:02Z | 2026-03-02T08:10:03Z | 1         | status Preparing                           | conflict: another word for this instant stands             | \(at[3])
                  2026-03-02T08:10:02Z | 2026-03-02T08:10:04Z | 1         | status Charging                            | counts                                                     | \(at[4])
                  2026-03-02T08:40:00Z | 2026-03-02T08:40:01Z | 1         | register 1004 kWh of 77                    | counts                                                     | \(at[5])
                  2026-03-02T08:40:00Z | 2026-03-02T08:41:01Z | 1         | register 1004 kWh of 77                    | duplicate                                                  | \(at[6])
                  2026-03-02T09:30:00Z | 2026-03-02T09:30:01Z | -         | stop of 77, meter 1008 kWh, EVDisconnected | counts                                                     | \(at[8])
                  2026-03-02T12:00:00Z | 2026-03-02T09:20:01Z | 1         | status Faulted                             | rejected: stamped more than 5 minutes ahead of its receipt | \(at[7])

                9 events = 6 counted + 1 duplicate + 1 conflict + 0 late + 1 rejected (1 future)
                The energy: 1008 - 1000 = 8 kWh
                The time: charging 4800 + idle 0 = 4800 s plugged in
                Start and stop belong together: the stop names the number that the reply gave the start.
                """)
        #expect(answer.holds)
    }

    @Test("an hour is its states and the shares of its sessions, which add up")
    func hour() throws {
        let folder = try ExplainedFolder(Self.visit)
        let answer = try folder.inquiry.charging(
            chargePoint: "cp-1", connector: 1, window: AskedWindow("2026-03-02T08:00:00Z"))
        #expect(answer.holds, "\(answer.lines)")
        // Ten minutes free, then the car; 4 kWh until 08:40, and 20 of the 50 minutes that the other 4 kWh take.
        #expect(answer.length(of: .available) == 600 * Microseconds.second)
        #expect(answer.length(of: .pluggedIn) == 3000 * Microseconds.second)
        #expect(answer.energy == WattHours(millionths: 5_600_000_000))
        #expect(answer.started == 1)
        let text = answer.lines.joined(separator: "\n")
        #expect(
            text.contains("2026-03-02T08:00:00Z | 2026-03-02T08:10:00Z | available            | 600     | a status"))
        #expect(
            text.contains(
                "The seconds: plugged in 3000 + available 600 + reserved 0 + blocked 0 + out of service 0 + unknown 0 = 3600"
            ))
        #expect(text.hasSuffix("The energy: 5.6 = 5.6 kWh"))
        // The word that held as the hour began, and the stop after it, belong to the explanation.
        #expect(answer.events.first?.words == "status Available")
        #expect(answer.events.last?.words == "stop of 77, meter 1008 kWh, EVDisconnected")
    }

    @Test("a local day, and an hour of which nothing is known")
    func dayAndSilence() throws {
        let folder = try ExplainedFolder(Self.visit)
        let day = try folder.inquiry.charging(chargePoint: "cp-1", connector: 1, window: AskedWindow("2026-03-02"))
        #expect(day.holds, "\(day.lines)")
        #expect(day.energy == WattHours(millionths: 8_000_000_000))
        #expect(day.length(of: .unknown) > 0)
        let open = try folder.inquiry.charging(
            chargePoint: "cp-1", connector: 1, window: AskedWindow("2026-03-02T06:00:00Z"))
        #expect(!open.holds)
        #expect(open.row.published == nil)
    }

    /// What OCPI says of an EVSE.
    private static func told(_ at: String, _ word: String) -> Received {
        Received(
            at: at, topic: "west/ev/ocpi/cp-1", payload: #"{"uid":"cp-1","status":"\#(word)","last_updated":"\#(at)"}"#)
    }

    @Test(
        "status alone tells no charging and no energy: cells are empty, in a free hour too, and the explanation says why"
    )
    func statusAlone() throws {
        let folder = try ExplainedFolder([
            Self.told("2026-03-02T07:00:00Z", "AVAILABLE"), Self.told("2026-03-02T08:00:00Z", "CHARGING"),
            Self.told("2026-03-02T09:00:00Z", "AVAILABLE"), Self.told("2026-03-02T11:00:00Z", "AVAILABLE"),
        ])
        for hour in ["08", "09"] {
            let answer = try folder.inquiry.charging(
                chargePoint: "cp-1", connector: 1, window: AskedWindow("2026-03-02T\(hour):00:00Z"))
            #expect(answer.holds && answer.sumAgrees == true, "\(answer.lines)")
            #expect(answer.row.recomputed("charging_s") == "" && answer.row.recomputed("kwh") == "")
            #expect(answer.lines.last == "The energy: nothing tells it, no transaction and no meter")
            // A row that claims nought where nobody knows is found out.
            var claiming = answer
            claiming.tellsCharging = hour == "09"
            claiming.tellsEnergy = true
            #expect(claiming.sumAgrees == false)
        }
    }

    @Test("meter values that say the same again are one line, and all of them are counted")
    func sameAgain() throws {
        let values = (11..<15).map { minute in
            Received.ocpp(
                "2026-03-02T08:\(minute):01Z",
                #"[2,"v\#(minute)","MeterValues",{"connectorId":1,"transactionId":77,"meterValue":[{"timestamp":"2026-03-02T08:\#(minute):00Z","sampledValue":[{"value":"1000000","measurand":"Energy.Active.Import.Register","unit":"Wh"}]}]}]"#
            )
        }
        let folder = try ExplainedFolder(Self.visit + values)
        let answer = try folder.inquiry.session("cp-1-1-2026-03-02T08:10:00Z")
        #expect(answer.holds)
        #expect(answer.totals.counted == 10)
        let lines = answer.lines.filter { $0.contains("register 1000 kWh of 77") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("register 1000 kWh of 77, 4 times until 2026-03-02T08:14:00Z") == true)
    }

    @Test("no personal field is in any answer")
    func personal() throws {
        let folder = try ExplainedFolder(Self.visit)
        let session = try folder.inquiry.session("cp-1-1-2026-03-02T08:10:00Z")
        let hour = try folder.inquiry.charging(
            chargePoint: "cp-1", connector: 1, window: AskedWindow("2026-03-02T08:00:00Z"))
        for text in [
            session.lines.joined(), try session.json(), hour.lines.joined(), try hour.json(),
        ] {
            #expect(!text.contains("4711"))
            #expect(!text.isEmpty)
        }
    }
}
