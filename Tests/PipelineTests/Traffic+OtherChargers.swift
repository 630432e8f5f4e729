import Readings

/// Chargers that speak OCPP 2.0.1, OCPP 1.6 as EMQX's gateway writes it, and OCPI by a bridge: each with sessions of which
/// parts may be missing.
extension Traffic {
    /// The registry's tables with these units.
    var otherChargers: [String: String] {
        [
            "charge_points.csv": """
            charge_point,connector,evse,ocpp_evse,site,rated_kw,operator,from,to
            cp-1,1,,,hub,7.4,volt,,
            cp-1,2,,,hub,22,volt,,
            cp-2,1,,,far-hub,50,"Volt, Ltd.",\(start.iso8601),
            later,1,later-1,1,hub,150,volt,,
            later,2,later-2,2,hub,150,volt,,
            gateway,1,,,hub,11,volt,,
            evse-9,1,evse-9,,hub,5.06,volt,,
            """
        ]
    }

    mutating func addOtherChargers() {
        for evse in 1...2 { addSessions { $0.addStation(evse, $1, $2, $3) } }
        addSessions { $0.addGateway($1, $2, $3) }
        addSessions { $0.addRecords($1, $2, $3) }
    }

    /// Up to six sessions, each told by `tell` with its number, its plug-in and its length.
    private mutating func addSessions(_ tell: (inout Traffic, Int, Instant, Int64) -> Void) {
        var at = start.advanced(byMicroseconds: Int64(below(90)) * Microseconds.minute)
        let unit = max(Microseconds.minute, length / 64)
        for number in 0..<6 where at < start.advanced(byMicroseconds: length) {
            let lasts = Int64(1 + below(8)) * unit
            tell(&self, number, at, lasts)
            at = at.advanced(byMicroseconds: lasts + Int64(1 + below(10)) * unit)
        }
    }

    private mutating func addStation(_ evse: Int, _ number: Int, _ at: Instant, _ lasts: Int64) {
        let topic = "west/ev/ocpp201/later"
        let place = "\"evse\":{\"id\":\(evse),\"connectorId\":1}"
        let meter = 5000 * (number + 1)
        func event(_ kind: String, _ sequence: Int, _ part: Int64, _ more: String, _ register: Int) -> (String, Instant)
        {
            let stamp = at.advanced(byMicroseconds: lasts * part / 4)
            let body = """
                [2,"t\(evse)-\(number)-\(sequence)","TransactionEvent",{"eventType":"\(kind)","timestamp":"\(stamp.iso8601)",\
                "triggerReason":"ChargingStateChanged","seqNo":\(sequence),\(more),"transactionInfo":{"transactionId":\
                "t-\(evse)-\(number)","chargingState":"\(part == 4 ? "Idle" : part == 3 ? "SuspendedEV" : "Charging")"},\
                "meterValue":[{"timestamp":"\(stamp.iso8601)","sampledValue":[{"value":\(register),\
                "unitOfMeasure":{"unit":"kWh","multiplier":-3}}]}]}]
                """
            return (body, stamp)
        }
        let parts = [
            event("Started", 0, 0, "\(place),\"idToken\":{\"idToken\":\"\",\"type\":\"ISO14443\"}", meter),
            event("Updated", 1, 1, "\"offline\":\(below(3) == 0)", meter + 900),
            event("Updated", 2, 3, place, meter + 2000), event("Ended", 3, 4, place, meter + 2000),
        ]
        for (body, stamp) in parts where below(8) > 0 { add(topic, body, stamp) }
        for (word, stamp) in [("Occupied", at), ("Available", at.advanced(byMicroseconds: lasts))]
        where below(4) > 0 {
            add(
                topic,
                """
                [2,"n\(evse)-\(number)\(word)","StatusNotification",{"timestamp":"\(stamp.iso8601)",\
                "connectorStatus":"\(word)","evseId":\(evse),"connectorId":1}]
                """, stamp)
        }
    }

    private mutating func addGateway(_ number: Int, _ at: Instant, _ lasts: Int64) {
        let topic = "west/ev/emqx-ocpp/gateway"
        let end = at.advanced(byMicroseconds: lasts)
        let meter = 3000 * (number + 1)
        func call(_ id: String, _ action: String, _ payload: String) -> String {
            "{\"MessageTypeId\":2,\"UniqueId\":\"\(id)\(number)\",\"Action\":\"\(action)\",\"Payload\":{\(payload)}}"
        }
        add(
            topic,
            call(
                "g", "StartTransaction",
                "\"connectorId\":1,\"idTag\":\"\",\"meterStart\":\(meter),\"timestamp\":\"\(at.iso8601)\""), at)
        if below(5) > 0 {
            let reply =
                "{\"MessageTypeId\":3,\"UniqueId\":\"g\(number)\",\"Payload\":{\"transactionId\":\(70 + number)}}"
            // In the gateway's older layout the topic says the rest.
            if below(2) == 0 {
                add(topic, reply, at.advanced(byMicroseconds: Microseconds.second), isOnTime: true)
            } else {
                add(
                    "\(topic)/down/response/StartTransaction/g\(number)", "{\"transactionId\":\(70 + number)}",
                    at.advanced(byMicroseconds: Microseconds.second), isOnTime: true)
            }
        }
        if below(6) > 0 {
            add(
                topic,
                call(
                    "e", "StopTransaction",
                    "\"transactionId\":\(70 + number),\"meterStop\":\(meter + 1500),\"timestamp\":\"\(end.iso8601)\""),
                end)
        }
        if below(3) > 0 {
            add(
                topic,
                call("f", "StatusNotification", "\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Available\""),
                end)
        }
    }

    private mutating func addRecords(_ number: Int, _ at: Instant, _ lasts: Int64) {
        let topic = "west/ev/ocpi/evse-9"
        let end = at.advanced(byMicroseconds: lasts)
        for (word, stamp) in [("CHARGING", at), ("AVAILABLE", end)] where below(5) > 0 {
            let time = below(6) == 0 ? "" : ",\"last_updated\":\"\(stamp.iso8601)\""
            add(topic + "/status", "{\"status\":\"\(word)\"\(time)}", stamp)
        }
        let half = at.advanced(byMicroseconds: lasts / 2)
        let name = "\"id\":\"S\(number)\",\"evse_uid\":\"evse-9\",\"connector_id\":\"1\""
        for (state, kwh, stamp) in [("ACTIVE", "1.25", half), ("COMPLETED", "2.5", end)] where below(5) > 0 {
            let closing = state == "COMPLETED" ? ",\"end_date_time\":\"\(end.iso8601)\"" : ""
            add(
                topic + "/session",
                """
                {\(name),"start_date_time":"\(at.iso8601)"\(closing),"kwh":\(kwh),"status":"\(state)",\
                "last_updated":"\(stamp.iso8601)"}
                """, stamp)
        }
        guard below(2) == 0 else { return }
        add(
            topic + "/cdr",
            """
            {"id":"C\(number)","session_id":"S\(number)","start_date_time":"\(at.iso8601)","end_date_time":\
            "\(end.iso8601)","cdr_location":{"evse_uid":"evse-9","connector_id":"1"},"total_energy":2.5,\
            "last_updated":"\(end.iso8601)"}
            """, end)
    }
}
