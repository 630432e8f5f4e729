import Readings

/// Objects of OCPI 2.2.1, written after the examples.
enum OCPIPayloads {
    static func name(of transaction: UnitTransaction) -> String { "S\(transaction.number)" }

    static func status(_ news: ChargerNews) -> [UInt8] {
        let word =
            switch news.word {
            case .available: "AVAILABLE"
            case .preparing, .charging, .suspendedEV, .finishing: "CHARGING"
            case .unavailable: "INOPERATIVE"
            case .faulted: "OUTOFORDER"
            }
        var bytes = Array("{\"status\":\"\(word)\",\"last_updated\":\"".utf8)
        bytes.append(seconds: news.stamp)
        bytes.append("\"}")
        return bytes
    }

    static func session(_ transaction: UnitTransaction, _ news: ChargerNews, evse: String) -> [UInt8] {
        var bytes = Array("{\"country_code\":\"GB\",\"party_id\":\"SIM\",\"id\":\"\(name(of: transaction))\",".utf8)
        append("start_date_time", transaction.startStamp, to: &bytes)
        if news.kind == .stopped { append("end_date_time", news.stamp, to: &bytes) }
        bytes.append("\"kwh\":")
        bytes.append(Double(news.sessionWh) / 1000, decimals: 3)
        bytes.append(",")
        appendToken(transaction, to: &bytes)
        bytes.append(
            "\"location_id\":\"SIM\",\"evse_uid\":\"\(evse)\",\"connector_id\":\"\(transaction.plug.inEVSE)\",")
        bytes.append("\"currency\":\"GBP\",\"charging_periods\":[{")
        append("start_date_time", transaction.startStamp, to: &bytes)
        bytes.append("\"dimensions\":[{\"type\":\"ENERGY\",\"volume\":")
        bytes.append(Double(news.sessionWh) / 1000, decimals: 3)
        bytes.append("}]}],\"status\":\"\(news.kind == .stopped ? "COMPLETED" : "ACTIVE")\",\"last_updated\":\"")
        bytes.append(seconds: news.stamp)
        bytes.append("\"}")
        return bytes
    }

    static func detailRecord(
        _ transaction: UnitTransaction, _ news: ChargerNews, evse: String, at billed: Instant
    ) -> [UInt8] {
        let visit = transaction.visit
        let charging = Double(visit.chargingSeconds) / 3600
        let stay = Double(news.stamp.microseconds(since: transaction.startStamp)) / Double(Microseconds.hour)
        var bytes = Array("{\"country_code\":\"GB\",\"party_id\":\"SIM\",\"id\":\"CDR\(transaction.number)\",".utf8)
        append("start_date_time", transaction.startStamp, to: &bytes)
        append("end_date_time", news.stamp, to: &bytes)
        bytes.append("\"session_id\":\"\(name(of: transaction))\",")
        appendToken(transaction, to: &bytes)
        bytes.append("\"cdr_location\":{\"id\":\"SIM\",\"country\":\"GBR\",\"evse_uid\":\"\(evse)\",")
        bytes.append("\"connector_id\":\"\(transaction.plug.inEVSE)\"},\"currency\":\"GBP\",\"charging_periods\":[{")
        append("start_date_time", transaction.startStamp, to: &bytes)
        bytes.append("\"dimensions\":[{\"type\":\"ENERGY\",\"volume\":")
        bytes.append(Double(news.sessionWh) / 1000, decimals: 3)
        bytes.append("},{\"type\":\"TIME\",\"volume\":")
        bytes.append(charging, decimals: 4)
        bytes.append("}]}],\"total_cost\":{\"excl_vat\":")
        // 0.44 pounds a kWh: assumed.
        bytes.append(Double(news.sessionWh) / 1000 * 0.44, decimals: 2)
        bytes.append("},\"total_energy\":")
        bytes.append(Double(news.sessionWh) / 1000, decimals: 3)
        bytes.append(",\"total_time\":")
        bytes.append(max(stay, 0), decimals: 4)
        bytes.append(",\"total_parking_time\":")
        bytes.append(max(stay - charging, 0), decimals: 4)
        bytes.append(",\"last_updated\":\"")
        bytes.append(seconds: billed)
        bytes.append("\"}")
        return bytes
    }

    private static func append(_ name: String, _ instant: Instant, to bytes: inout [UInt8]) {
        bytes.append("\"\(name)\":\"")
        bytes.append(seconds: instant)
        bytes.append("\",")
    }

    private static func appendToken(_ transaction: UnitTransaction, to bytes: inout [UInt8]) {
        bytes.append(
            "\"cdr_token\":{\"country_code\":\"GB\",\"party_id\":\"SIM\",\"uid\":\"\(transaction.visit.card)\",")
        bytes.append(
            "\"type\":\"RFID\",\"contract_id\":\"GB-SIM-C\(transaction.number)\"},\"auth_method\":\"WHITELIST\",")
    }
}
