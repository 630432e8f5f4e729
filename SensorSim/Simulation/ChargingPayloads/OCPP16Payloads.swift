import Readings

/// Payloads of OCPP 1.6, written after the examples: what a charge point calls, and the central system's answers.
enum OCPP16Payloads {
    static func boot(_ chargePoint: String) -> [UInt8] {
        Array(
            """
            {"chargePointVendor":"ExampleWorks","chargePointModel":"Simulated",\
            "chargePointSerialNumber":"\(chargePoint)","firmwareVersion":"1.8.3","meterType":"MID-1P"}
            """.utf8)
    }

    static func status(_ news: ChargerNews) -> [UInt8] {
        var bytes = Array("{\"connectorId\":\(news.plug?.connector ?? 0),\"errorCode\":\"\(news.errorCode)\",".utf8)
        bytes.append("\"status\":\"\(news.word.rawValue)\",\"timestamp\":\"")
        bytes.append(seconds: news.stamp)
        bytes.append("\"}")
        return bytes
    }

    static func start(_ transaction: UnitTransaction, _ news: ChargerNews) -> [UInt8] {
        var bytes = Array("{\"connectorId\":\(transaction.plug.connector),\"idTag\":\"".utf8)
        bytes.append("\(transaction.visit.card)\",\"meterStart\":\(news.registerWh),\"timestamp\":\"")
        bytes.append(seconds: news.stamp)
        bytes.append("\"}")
        return bytes
    }

    static func stop(_ transaction: UnitTransaction, _ news: ChargerNews) -> [UInt8] {
        var bytes = Array("{\"transactionId\":\(transaction.toldNumber),".utf8)
        bytes.append("\"idTag\":\"\(transaction.visit.card)\",\"meterStop\":\(news.registerWh),\"timestamp\":\"")
        bytes.append(seconds: news.stamp)
        bytes.append("\",\"reason\":\"\(news.reason)\"}")
        return bytes
    }

    /// The register and the power; a sampled value is a string in OCPP 1.6.
    static func meter(_ transaction: UnitTransaction, _ news: ChargerNews, mislabelled: Bool) -> [UInt8] {
        var bytes = Array(
            "{\"connectorId\":\(transaction.plug.connector),\"transactionId\":\(transaction.toldNumber),".utf8)
        bytes.append("\"meterValue\":[{\"timestamp\":\"")
        bytes.append(seconds: news.stamp)
        bytes.append("\",\"sampledValue\":[{\"value\":\"")
        if mislabelled {
            // kWh that are called Wh.
            bytes.append(Double(news.registerWh) / 1000, decimals: 3)
        } else {
            bytes.append(number: news.registerWh)
        }
        bytes.append(
            """
            ","context":"Sample.Periodic","format":"Raw",\
            "measurand":"Energy.Active.Import.Register","location":"Outlet","unit":"Wh"},\
            {"value":"\(news.powerW)","context":"Sample.Periodic","format":"Raw",\
            "measurand":"Power.Active.Import","location":"Outlet","unit":"W"}]}]}
            """)
        return bytes
    }

    /// Only this answer carries the transaction's number.
    static func startAccepted(_ number: Int64) -> [UInt8] {
        Array("{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":\(number)}".utf8)
    }

    static let stopAccepted = Array("{\"idTagInfo\":{\"status\":\"Accepted\"}}".utf8)
    static let nothing = Array("{}".utf8)

    static func bootAccepted(at instant: Instant, heartbeatSeconds: Int64) -> [UInt8] {
        var bytes = Array("{\"currentTime\":\"".utf8)
        bytes.append(milliseconds: instant)
        bytes.append("\",\"interval\":\(heartbeatSeconds),\"status\":\"Accepted\"}")
        return bytes
    }

    static func time(_ instant: Instant) -> [UInt8] {
        var bytes = Array("{\"currentTime\":\"".utf8)
        bytes.append(milliseconds: instant)
        bytes.append("\"}")
        return bytes
    }
}
