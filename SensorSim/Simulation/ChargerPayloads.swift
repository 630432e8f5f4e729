import Readings

/// OCPP 1.6 JSON frames, written after the examples: calls of the charge point and the central system's answers.
enum ChargerPayloads {
    static func boot(_ call: String, chargePoint: String) -> [UInt8] {
        Array(
            """
            [2,"\(call)","BootNotification",{"chargePointVendor":"ExampleWorks","chargePointModel":"Simulated",\
            "chargePointSerialNumber":"\(chargePoint)","firmwareVersion":"1.8.3","meterType":"MID-1P"}]
            """.utf8)
    }

    static func heartbeat(_ call: String) -> [UInt8] {
        Array("[2,\"\(call)\",\"Heartbeat\",{}]".utf8)
    }

    static func status(_ call: String, connector: Int, _ status: String, at instant: Instant) -> [UInt8] {
        var bytes = Array(
            "[2,\"\(call)\",\"StatusNotification\",{\"connectorId\":\(connector),\"errorCode\":\"NoError\",".utf8)
        bytes.append("\"status\":\"\(status)\",\"timestamp\":\"")
        bytes.append(seconds: instant)
        bytes.append("\"}]")
        return bytes
    }

    static func start(_ call: String, _ session: ChargingSession) -> [UInt8] {
        var bytes = Array(
            "[2,\"\(call)\",\"StartTransaction\",{\"connectorId\":\(session.connector),\"idTag\":\"".utf8)
        bytes.append("\(session.idTag)\",\"meterStart\":\(session.meterStartWh),\"timestamp\":\"")
        bytes.append(seconds: session.start)
        bytes.append("\"}]")
        return bytes
    }

    static func stop(_ call: String, _ session: ChargingSession, reason: String) -> [UInt8] {
        let meterStop = session.meterStartWh + session.deliveredWh(at: session.stop)
        var bytes = Array("[2,\"\(call)\",\"StopTransaction\",{\"transactionId\":\(session.transaction),".utf8)
        bytes.append("\"idTag\":\"\(session.idTag)\",\"meterStop\":\(meterStop),\"timestamp\":\"")
        bytes.append(seconds: session.stop)
        bytes.append("\",\"reason\":\"\(reason)\"}]")
        return bytes
    }

    /// The register and the power; a sampled value is a string in OCPP 1.6.
    static func meter(_ call: String, _ session: ChargingSession, at instant: Instant) -> [UInt8] {
        let register = session.meterStartWh + session.deliveredWh(at: instant)
        var bytes = Array(
            "[2,\"\(call)\",\"MeterValues\",{\"connectorId\":\(session.connector),\"transactionId\":".utf8)
        bytes.append("\(session.transaction),\"meterValue\":[{\"timestamp\":\"")
        bytes.append(seconds: instant)
        bytes.append("\",\"sampledValue\":[")
        bytes.append(
            """
            {"value":"\(register)","context":"Sample.Periodic","format":"Raw",\
            "measurand":"Energy.Active.Import.Register","location":"Outlet","unit":"Wh"},\
            {"value":"\(session.powerW(at: instant))","context":"Sample.Periodic","format":"Raw",\
            "measurand":"Power.Active.Import","location":"Outlet","unit":"W"}]}]}]
            """)
        return bytes
    }

    static func bootAccepted(_ call: String, at instant: Instant, heartbeatSeconds: Int64) -> [UInt8] {
        var bytes = Array("[3,\"\(call)\",{\"currentTime\":\"".utf8)
        bytes.append(milliseconds: instant)
        bytes.append("\",\"interval\":\(heartbeatSeconds),\"status\":\"Accepted\"}]")
        return bytes
    }

    static func heartbeatAnswer(_ call: String, at instant: Instant) -> [UInt8] {
        var bytes = Array("[3,\"\(call)\",{\"currentTime\":\"".utf8)
        bytes.append(milliseconds: instant)
        bytes.append("\"}]")
        return bytes
    }

    /// Only this answer carries the transaction's number.
    static func startAccepted(_ call: String, transaction: Int64) -> [UInt8] {
        Array("[3,\"\(call)\",{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":\(transaction)}]".utf8)
    }

    static func stopAccepted(_ call: String) -> [UInt8] {
        Array("[3,\"\(call)\",{\"idTagInfo\":{\"status\":\"Accepted\"}}]".utf8)
    }

    static func confirmed(_ call: String) -> [UInt8] {
        Array("[3,\"\(call)\",{}]".utf8)
    }
}
