import Readings

/// Payloads of OCPP 2.0.1, written after the examples.
enum OCPP201Payloads {
    static func boot(_ chargePoint: String) -> [UInt8] {
        Array(
            """
            {"reason":"PowerUp","chargingStation":{"model":"Simulated","vendorName":"ExampleWorks",\
            "serialNumber":"\(chargePoint)","firmwareVersion":"2.1.0"}}
            """.utf8)
    }

    /// The station as a whole has no connector status of its own, and EVSE 0 says nothing that its EVSEs do not say.
    static func status(_ news: ChargerNews, _ plug: Plug) -> [UInt8] {
        let word =
            switch news.word {
            case .available: "Available"
            case .preparing, .charging, .suspendedEV, .finishing: "Occupied"
            case .unavailable: "Unavailable"
            case .faulted: "Faulted"
            }
        var bytes = Array("{\"timestamp\":\"".utf8)
        bytes.append(seconds: news.stamp)
        bytes.append("\",\"connectorStatus\":\"\(word)\",\"evseId\":\(plug.evse),\"connectorId\":\(plug.inEVSE)}")
        return bytes
    }

    static func name(of transaction: UnitTransaction) -> String {
        // The shape of a UUID, from the number: unique in the city.
        let digits = padded(Int(transaction.number), 12)
        return "5e550000-0000-4000-8000-" + digits.suffix(12)
    }

    static func event(_ transaction: UnitTransaction, _ news: ChargerNews, sequence: Int64) -> [UInt8] {
        let (type, trigger, state, context) =
            switch news.kind {
            case .started: ("Started", "Authorized", "EVConnected", "Transaction.Begin")
            case .stopped: ("Ended", Self.trigger(news.reason), "Idle", "Transaction.End")
            case .sampled: ("Updated", "MeterValuePeriodic", Self.state(news), "Sample.Periodic")
            default: ("Updated", "ChargingStateChanged", Self.state(news), "")
            }
        var bytes = Array("{\"eventType\":\"\(type)\",\"timestamp\":\"".utf8)
        bytes.append(seconds: news.stamp)
        bytes.append("\",\"triggerReason\":\"\(trigger)\",\"seqNo\":\(sequence),\"offline\":\(news.wasQueued),")
        bytes.append(
            "\"transactionInfo\":{\"transactionId\":\"\(name(of: transaction))\",\"chargingState\":\"\(state)\"")
        if news.kind == .stopped { bytes.append(",\"stoppedReason\":\"\(news.reason)\"") }
        bytes.append("},\"evse\":{\"id\":\(transaction.plug.evse),\"connectorId\":\(transaction.plug.inEVSE)}")
        if news.kind == .started {
            bytes.append(",\"idToken\":{\"idToken\":\"\(transaction.visit.card)\",\"type\":\"ISO14443\"}")
        }
        if !context.isEmpty { appendMeter(news, context, to: &bytes) }
        bytes.append("}")
        return bytes
    }

    private static func trigger(_ reason: String) -> String {
        switch reason {
        case "EVDisconnected": "EVCommunicationLost"
        case "Remote": "RemoteStop"
        default: "StopAuthorized"
        }
    }

    private static func state(_ news: ChargerNews) -> String {
        switch news.word {
        case .charging: "Charging"
        case .suspendedEV: "SuspendedEV"
        default: "EVConnected"
        }
    }

    /// Numbers with a power of ten; begin and end in Wh, samples in kWh, as stations mix them.
    private static func appendMeter(_ news: ChargerNews, _ context: String, to bytes: inout [UInt8]) {
        bytes.append(",\"meterValue\":[{\"timestamp\":\"")
        bytes.append(seconds: news.stamp)
        bytes.append("\",\"sampledValue\":[{\"value\":")
        let isSample = news.kind == .sampled
        if isSample {
            bytes.append(Double(news.registerWh) / 1000, decimals: 3)
        } else {
            bytes.append(number: news.registerWh)
        }
        bytes.append(
            ",\"context\":\"\(context)\",\"measurand\":\"Energy.Active.Import.Register\",\"location\":\"Outlet\",")
        bytes.append("\"unitOfMeasure\":{\"unit\":\"\(isSample ? "kWh" : "Wh")\",\"multiplier\":0}}")
        if isSample {
            bytes.append(",{\"value\":\(news.powerW * 10),\"measurand\":\"Power.Active.Import\",")
            bytes.append("\"unitOfMeasure\":{\"unit\":\"W\",\"multiplier\":-1}}")
        }
        bytes.append("]}]")
    }
}
