import Readings

/// Variables of EVerest, written after the examples.
enum EVerestPayloads {
    static func session(_ news: ChargerNews, energyWh: Int64, at now: Instant) -> [UInt8] {
        let state =
            switch news.word {
            case .available: "Unplugged"
            case .preparing: "AuthRequired"
            case .charging: "Charging"
            case .suspendedEV: "ChargingPausedEV"
            case .finishing: "Finished"
            case .unavailable: "Disabled"
            case .faulted: "Faulted"
            }
        let power = news.word == .charging ? news.powerW : 0
        var bytes = Array("{\"state\":\"\(state)\",\"charged_energy_wh\":\(energyWh),".utf8)
        bytes.append("\"discharged_energy_wh\":0,\"latest_total_w\":\(power),")
        if news.word.isTaken, let visit = news.transaction?.visit {
            let seconds = now.microseconds(since: visit.pluggedIn) / Microseconds.second
            bytes.append("\"session_duration_s\":\(max(seconds, 0)),\"session_start_time\":\"")
            bytes.append(milliseconds: visit.pluggedIn)
            bytes.append("\",")
        }
        bytes.append("\"timestamp\":\"")
        bytes.append(milliseconds: now)
        bytes.append("\"}")
        return bytes
    }

    static func powermeter(_ news: ChargerNews, evse: Int, at now: Instant) -> [UInt8] {
        let power = Double(news.word == .charging ? news.powerW : 0)
        var bytes = Array("{\"timestamp\":".utf8)
        bytes.append(epoch: now)
        bytes.append(",\"meter_id\":\"MTR\(evse)\",\"energy_Wh_import\":{\"total\":")
        bytes.append(Double(news.registerWh), decimals: 1)
        bytes.append("},\"power_W\":{\"total\":")
        bytes.append(power, decimals: 1)
        bytes.append("},\"phase_seq_error\":false}")
        return bytes
    }
}
