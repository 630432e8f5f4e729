import Readings
import Testing

@testable import Dialects

@Suite("everest and evcc dialects")
struct EVerestDialectTests {
    private static func info(_ members: String) -> [String] {
        ToldEvents("{\(members),\"datetime\":\"2026-03-02T08:00:00Z\"}", .everest, tail: "var/session_info").lines
    }

    @Test(
        "Each state is known, old and new",
        arguments: [
            ("Unplugged", "Available"), ("Disabled", "Unavailable"), ("Preparing", "Preparing"),
            ("AuthRequired", "Preparing"), ("AuthTimeout", "Preparing"), ("Reserved", "Reserved"),
            ("Charging", "Charging"), ("ChargingPausedEV", "SuspendedEV"), ("ChargingPausedEVSE", "SuspendedEVSE"),
            ("Finished", "Finishing"), ("FinishedEV", "Finishing"), ("FinishedEVSE", "Finishing"),
            ("Unknown", "Unknown"),
        ])
    func states(state: String, expected: String) {
        #expect(Self.info("\"state\":\"\(state)\"") == ["#1 2026-03-02T08:00:00Z \(expected)"])
    }

    @Test("A permanent fault is one whatever the state; an unknown state is unknown and counted")
    func faults() {
        #expect(Self.info(#""state":"Charging","permanent_fault":true"#) == ["#1 2026-03-02T08:00:00Z Faulted"])
        #expect(
            Self.info(#""state":"Melting""#) == ["#1 2026-03-02T08:00:00Z Unknown", "rejected: malformed_value"])
        #expect(Self.info(#""latest_total_w":0"#) == ["refused: wrong_shape"])
    }

    @Test("Events of a session tell the state, a card that it was presented, others nothing")
    func events() {
        func told(_ event: String) -> [String] {
            ToldEvents(
                "{\"event\":\"\(event)\",\"timestamp\":\"2026-03-02T08:00:00Z\",\"provided_token\":{\"id_token\":\"X\"}}",
                .everest, tail: "e2m/session_event"
            ).lines
        }
        #expect(told("ChargingStarted") == ["#1 2026-03-02T08:00:00Z Charging"])
        #expect(told("SessionFinished") == ["#1 2026-03-02T08:00:00Z Available"])
        #expect(told("Authorized") == ["#1 2026-03-02T08:00:00Z card"])
        #expect(told("SwitchingPhases") == [])
    }

    @Test("A meter without a total counts when all three lines are there; power with any")
    func lines() {
        func told(_ members: String) -> [String] { ToldEvents("{\(members)}", .everest, tail: "var/powermeter").lines }
        #expect(told(#""energy_Wh_import":{"L1":1,"L2":2,"L3":3}"#) == ["#1 register 6 Wh"])
        #expect(told(#""energy_Wh_import":{"L1":1},"power_W":{"L1":7.5}"#) == ["#1 power 7.5 W"])
        #expect(told(#""energy_Wh_import":{"L1":1}"#) == ["refused: wrong_shape"])
        #expect(told(#""energy_Wh_import":{"total":"x"}"#) == ["rejected: malformed_value"])
    }

    @Test(
        "A word alone is known or refused, and so is any other topic",
        arguments: ["var/connection_status", "var/x", ""])
    func bare(tail: String) {
        for text in ["JSMITH", "\"04CA12B7\"", "7", "true"] {
            #expect(ToldEvents(text, .everest, tail: tail).lines == ["refused: wrong_shape"])
        }
        let isRead = tail == "var/connection_status"
        #expect(
            ToldEvents("\"disconnected\"", .everest, tail: tail).lines == [
                isRead ? "link down" : "refused: wrong_shape"
            ])
    }

    // MARK: evcc

    @Test(
        "A topic of evcc tells one thing of one load point",
        arguments: [
            ("loadpoints/2/connected", "false", "#2 unplugged"), ("loadpoints/2/charging", "false", "#2 not charging"),
            ("loadpoints/12/chargePower", "0", "#12 power 0 W"), ("connected", "true", "#1 plugged"),
            ("loadpoints/1/chargeTotalImport", "0.5", "#1 register 500 Wh"), ("status", "offline", "link down"),
            ("loadpoints/1/chargedEnergy", " 12 \n", "#1 session 12 Wh"),
        ])
    func values(tail: String, payload: String, expected: String) {
        #expect(ToldEvents(payload, .evcc, tail: tail).lines == [expected])
    }

    @Test(
        "What is no value of the topic is refused or rejected",
        arguments: [
            ("loadpoints/1/connected", "JSMITH", "refused: wrong_shape"),
            ("loadpoints/1/connected", "1", "refused: wrong_shape"),
            ("loadpoints/1/chargePower", "JSMITH", "rejected: malformed_value"),
            ("loadpoints/1/chargePower", "NaN", "rejected: sentinel"), ("status", "true", "refused: wrong_shape"),
            ("loadpoints/0/connected", "true", "refused: wrong_shape"),
            ("loadpoints/1", "true", "refused: wrong_shape"),
            ("loadpoints/1/vehicleName", "Jo's car", "refused: wrong_shape"), ("", "true", "refused: wrong_shape"),
            ("loadpoints/99999999999999999999/connected", "true", "refused: wrong_shape"),
        ])
    func refused(tail: String, payload: String, expected: String) {
        #expect(ToldEvents(payload, .evcc, tail: tail).lines == [expected])
    }

    @Test("Every topic that is declared is read, and the decoder knows no other")
    func tails() {
        for dialect in [Dialect.everest, .evcc] {
            for tail in dialect.tails ?? [] {
                let text = tail.text.replacing("+", with: "1")
                let told = ["{}", "true", "7", "online", "connected"].map { ToldEvents($0, dialect, tail: text).lines }
                let isRead =
                    dialect == .everest && !text.hasSuffix("connection_status")
                    || told.contains { !$0.contains("refused: wrong_shape") }
                #expect(isRead, "\(text)")
            }
        }
    }
}
