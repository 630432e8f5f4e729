import Readings

/// Frames of OCPP-J 1.6: `[2, id, action, payload]` from either side, `[3, id, payload]` in reply, and
/// `[4, id, code, description, details]` for an error. Calls that say nothing about a connector, and errors, are context.
extension Decoder {
    mutating func decodeOCPP16(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        try scanner.beginArray(text)
        try ocppElement(text)
        let typeAt = scanner.position
        let type = try scanner.integer(text)
        try ocppElement(text)
        let messageID = try scanner.string(text)
        try ocppElement(text)
        switch type {
        case 2:
            let action = try scanner.string(text).name(text)
            decoded.origin = OCPP16Sender.table[action] ?? .either
            decoded.isHeartbeat = action == OCPP16Sender.heartbeat
            try ocppElement(text)
            try ocppCall(text, OCPP16Action.table[action], messageID, into: &decoded)
        case 3:
            decoded.origin = .reply
            try ocppReply(text, messageID, into: &decoded)
        case 4:
            decoded.origin = .reply
            _ = try scanner.string(text)
            try ocppElement(text)
            _ = try scanner.string(text)
            try ocppElement(text)
            try scanner.skipValue(text)
        default: throw JSONError(.wrongShape, at: typeAt)
        }
        guard try !scanner.nextElement(text) else { throw JSONError(.wrongShape, at: scanner.position) }
    }

    private mutating func ocppElement(_ text: Span<UInt8>) throws(JSONError) {
        guard try scanner.nextElement(text) else { throw JSONError(.wrongShape, at: scanner.position) }
    }

    private mutating func ocppCall(
        _ text: Span<UInt8>, _ action: OCPP16Action?, _ messageID: JSONString, into decoded: inout Decoded
    ) throws(JSONError) {
        guard let action else {
            guard scanner.kind(text) == .object else { throw JSONError(.wrongShape, at: scanner.position) }
            try scanner.skipValue(text)
            return
        }
        let start = scanner.position
        var call = OCPP16Call(firstEvent: decoded.events.count)
        try ocppMembers(text, action, &call, into: &decoded)
        guard let kind = call.kind(action, text, messageID) else { throw JSONError(.wrongShape, at: start) }
        switch kind {
        case .whole(let kind):
            decoded.events.append(ChargerEvent(connector: call.connector, stamp: call.stamp, kind: kind))
        case .parts: break
        }
        // The members may come in any order, so the values behind `transactionId` are not the only ones to get it.
        for index in call.firstEvent..<decoded.events.count {
            decoded.events[index].connector = call.connector
            decoded.events[index].kind.belongs(to: call.transaction.map(TransactionKey.number))
        }
    }

    private mutating func ocppMembers(
        _ text: Span<UInt8>, _ action: OCPP16Action, _ call: inout OCPP16Call, into decoded: inout Decoded
    ) throws(JSONError) {
        let names = OCPP16Name.table
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch (names[key.name], action) {
            case (.connectorID, .statusNotification), (.connectorID, .startTransaction), (.connectorID, .meterValues):
                call.connector = try ocppConnector(text)
            case (.transactionID, .stopTransaction), (.transactionID, .meterValues):
                call.transaction = try ocppTransaction(text)
            case (.timestamp, .statusNotification), (.timestamp, .startTransaction), (.timestamp, .stopTransaction):
                call.stamp = try ocppStamp(text)
            case (.status, .statusNotification):
                call.status = OCPP16Word.statuses[try scanner.string(text).name(text)]
            case (.errorCode, .statusNotification):
                call.errorCode = OCPP16Word.errorCodes[try scanner.string(text).name(text)] ?? OCPP16Word.otherError
            case (.reason, .stopTransaction):
                call.reason = OCPP16Word.reasons[try scanner.string(text).name(text)] ?? .other
            case (.meterStart, .startTransaction), (.meterStop, .stopTransaction):
                guard case .value(let meter) = try scanner.value(text) else {
                    throw JSONError(.wrongShape, at: scanner.position)
                }
                call.meter = WattHours(millionths: meter.count)
            case (.meterValue, .meterValues), (.transactionData, .stopTransaction):
                call.hasMeterValues = true
                try scanner.beginArray(text)
                while try scanner.nextElement(text) { try ocppMeterValue(text, into: &decoded) }
            default: try scanner.skipValue(text)
            }
        }
    }

    /// The reply to a start names the transaction; every other reply is context.
    private mutating func ocppReply(
        _ text: Span<UInt8>, _ messageID: JSONString, into decoded: inout Decoded
    ) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard case .transactionID = OCPP16Name.table[key.name] else {
                try scanner.skipValue(text)
                continue
            }
            guard let transaction = try ocppTransaction(text) else { continue }
            let kind = ChargerEvent.Kind.numbered(messageID: messageID.unescaped(text), transaction: transaction)
            decoded.events.append(ChargerEvent(connector: nil, stamp: nil, kind: kind))
        }
    }

    private mutating func ocppConnector(_ text: Span<UInt8>) throws(JSONError) -> Int {
        let start = scanner.position
        guard let connector = try scanner.integer(text), connector >= 0, connector <= Int32.max else {
            throw JSONError(.wrongShape, at: start)
        }
        return Int(connector)
    }

    /// Nil for `null`. -1 is kept: a unit that never got its number says so (errata 3.18).
    private mutating func ocppTransaction(_ text: Span<UInt8>) throws(JSONError) -> Int64? {
        let start = scanner.position
        if scanner.kind(text) == .null {
            try scanner.skipValue(text)
            return nil
        }
        guard let number = try scanner.integer(text) else { throw JSONError(.wrongShape, at: start) }
        return number
    }

    /// A stamp with a zone, fraction or not (errata 3.10); nil for `null`.
    mutating func ocppStamp(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        let start = scanner.position
        if scanner.kind(text) == .null {
            try scanner.skipValue(text)
            return nil
        }
        guard let stamp = stamps.instant(text, try scanner.string(text)) else {
            throw JSONError(.malformedStamp, at: start)
        }
        return stamp
    }
}
