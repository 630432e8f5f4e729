import Scoring

/// A small truth and the data folder that fits it: an air sensor and a charge point with two connectors, one Monday morning.
struct ScoredFolder {
    static let day = "2026-03-02"

    var truth: [String: String] = [
        "arrivals.csv": """
        day,borough,device,messages,duplicate,poison,unknown_device,spoofed_borough
        2026-03-02,sim,aq-1,120,2,2,0,0
        2026-03-02,sim,cp-1,9,1,0,0,0
        2026-03-02,sim,,2,0,0,2,0

        """,
        // Two readings, 10.1 and 10.2: their mean is 10.15. Three of 1, 1 and 2: 1.333333. -0.5 and 0: -0.25.
        "air-hours.csv": """
        window_start,borough,site,device,quantity,n,emitted_sum,emitted_mean,city_mean
        2026-03-02T08:00:00Z,sim,s,aq-1,no2,2,20.3,10.15,9.15
        2026-03-02T09:00:00Z,sim,s,aq-1,no2,3,4,1.333333,1.333333
        2026-03-02T09:00:00Z,sim,s,aq-1,pm2_5,2,-0.5,-0.25,0

        """,
        "city-hours.csv": """
        window_start,borough,site,no2,nox,o3,pm2_5,pm10,temperature,humidity
        2026-03-02T07:00:00Z,sim,s,8,12,30,1,2,7,80
        2026-03-02T08:00:00Z,sim,s,8.15,12,30,1,2,7,80
        2026-03-02T09:00:00Z,sim,s,1.333333,12,30,0.5,2,7,80
        2026-03-02T13:00:00Z,sim,s,9,12,30,1,2,7,80

        """,
        "charging-hours.csv": """
        window_start,charge_point,connector,told_starts,told_kwh,city_kwh
        2026-03-02T08:00:00Z,cp-1,1,1,7,7.1

        """,
        // One that ended, one that is going on, one of which nothing was told.
        "sessions.csv": """
        borough,site,charge_point,connector,city_plug_in,city_unplug,city_kwh,transaction,told_start,told_stop,told_kwh,told_meter_kwh,told_charge_from,told_charge_to,told_clock
        sim,hub,cp-1,1,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,7.1,1,2026-03-02T08:00:30Z,2026-03-02T08:59:30Z,7,7,2026-03-02T08:00:30Z,2026-03-02T08:50:00Z,
        sim,hub,cp-1,2,2026-03-02T09:00:00Z,2026-03-03T09:00:00Z,9,2,2026-03-02T09:00:30Z,,,3.5,2026-03-02T09:00:30Z,,
        sim,hub,cp-1,1,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,3,,,,,,,,

        """,
        "faults.csv": """
        kind,device,connector,from,to,count
        flapping,cp-1,1,2026-03-02T12:00:00Z,2026-03-02T12:01:00Z,4
        lost_readings,aq-1,,2026-03-02T08:10:00Z,2026-03-02T08:40:00Z,1

        """,
        "messages.csv": """
        message,sent,received,topic,fault,detail,family,device,measured_from,measured_to
        3,2026-03-02T08:00:01Z,2026-03-02T08:00:02Z,sim/air/plain/aq-1,duplicate,,air,aq-1,,
        4,2026-03-02T08:01:01Z,2026-03-02T08:01:02Z,sim/air/plain/aq-1,duplicate,,air,aq-1,,
        5,2026-03-02T08:01:05Z,2026-03-02T08:01:06Z,sim/ev/ocpp16/cp-1/up,duplicate,,charging,cp-1,,
        6,2026-03-02T08:02:00Z,2026-03-02T08:02:00.5Z,sim/air/plain/aq-1,poison,truncated,air,aq-1,,
        7,2026-03-02T08:03:00Z,2026-03-02T08:03:00.25Z,sim/air/plain/aq-1,poison,empty,air,aq-1,,
        8,2026-03-02T08:04:00Z,2026-03-02T08:04:01Z,sim/air/plain/stray-1,unknown_device,stray-1,air,aq-1,,
        9,2026-03-02T08:05:00Z,2026-03-02T08:05:01Z,sim/air/plain/stray-2,unknown_device,stray-2,charging,cp-1,,

        """,
    ]
    var airHours = """
        window_start,window_end,borough,site,device,quantity,n,capture_pct,valid,mean,flags
        2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,sim,s,aq-1,no2,2,50,false,10.15,
        2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,sim,s,aq-1,no2,3,100,true,1.333333,
        2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,sim,s,aq-1,pm2_5,2,100,true,-0.25,
        2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,sim,s,aq-1,no2,0,100,true,,

        """
    var chargingHours = """
        window_start,borough,site,charge_point,connector,plugged_in_s,available_s,reserved_s,blocked_s,out_of_service_s,unknown_s,kwh,sessions_started,capture_pct,valid
        2026-03-02T08:00:00Z,sim,hub,cp-1,1,3540,30,0,0,0,30,7,1,99.1667,true
        2026-03-02T09:00:00Z,sim,hub,cp-1,1,0,0,0,0,0,3600,,0,0,false

        """
    var sessions = """
        session,borough,site,charge_point,connector,plug_in,charge_start,charge_end,unplug,kwh,meter_start,state,result,evidence,flags
        a,sim,hub,cp-1,1,2026-03-02T08:00:30Z,2026-03-02T08:00:30Z,2026-03-02T08:50:00Z,2026-03-02T08:59:30Z,7,100,completed,ok,transaction,
        b,sim,hub,cp-1,2,2026-03-02T09:00:30Z,2026-03-02T09:00:30Z,,,3.5,200,active,,start,

        """
    var statuses = "start,end,charge_point,connector,status,flags\n"
    // 119 messages of two readings, of which one is poison and one empty; four readings are second copies.
    var balance = """
        borough,source,kind,messages,decoded,context,duplicate_messages,quarantined,ignored,messages_difference,readings,in_windows,duplicate_readings,conflicts,late,rejected,readings_difference,reasons
        sim,aq-1,air,120,118,0,0,1,1,0,236,232,4,0,0,0,0,not_json:1
        sim,cp-1,charging,9,5,4,0,0,0,0,5,4,1,0,0,0,0,
        sim,sim/air/plain/*,topics,2,0,0,0,2,0,0,0,0,0,0,0,0,0,unknown_device:2

        """
    var quarantine = """
        {"tst":"2026-03-02T08:02:00.5Z","reason":"not_json","topic":"sim/air/plain/aq-1","payload":"{\\"tst\\":","payload_bytes":7}
        {"tst":"2026-03-02T08:04:01Z","reason":"unknown_device","topic":"","payload_begins_base64":"","payload_bytes":9}
        {"tst":"2026-03-02T08:05:01Z","reason":"unknown_device","topic":"","payload_begins_base64":"","payload_bytes":9}

        """

    mutating func replace(_ file: WritableKeyPath<ScoredFolder, String>, _ before: String, _ after: String) {
        self[keyPath: file] = self[keyPath: file].replacing(before, with: after)
    }

    mutating func replaceTruth(_ name: String, _ before: String, _ after: String) {
        truth[name] = truth[name]?.replacing(before, with: after)
    }

    func report() throws -> ScoreReport {
        var score = try Score { name in
            guard let text = truth[name] else { throw ScoreProblem("no \(name)") }
            return Array(text.utf8)
        }
        try score.take(Array(airHours.utf8), .airHours, name: "air")
        try score.take(Array(chargingHours.utf8), .chargingHours, name: "charging")
        try score.take(Array(sessions.utf8), .sessions, name: "sessions")
        try score.take(Array(statuses.utf8), .statuses, name: "statuses")
        try score.take(Array(balance.utf8), .balance(day: Self.day), name: "balance")
        try score.take(Array(quarantine.utf8), .quarantine(day: Self.day), name: "quarantine")
        return score.report()
    }
}
