import Readings

/// Calls and replies of OCPP-J 1.6. Calls that say nothing about a connector or a restart are context.
extension Decoder {
    mutating func ocpp16Call(
        _ text: Span<UInt8>, _ name: JSONName, _ messageID: OCPPMessageID, into decoded: inout Decoded
    ) throws(JSONError) {
        decoded.origin = OCPP16Sender.table[name] ?? .either
        decoded.isHeartbeat = name == OCPPWord.heartbeat
        guard let action = OCPP16Action.table[name] else { return try ocppOtherCall(text, name, into: &decoded) }
        try ocppCall(text, action, messageID, into: &decoded)
    }

    private mutating func ocppCall(
        _ text: Span<UInt8>, _ action: OCPP16Action, _ messageID: OCPPMessageID, into decoded: inout Decoded
    ) throws(JSONError) {
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

    /// The reply to a start names the transaction, the one to a boot the interval of heartbeats; every other is context.
    mutating func ocpp16Reply(
        _ text: Span<UInt8>, _ messageID: OCPPMessageID, into decoded: inout Decoded
    ) throws(JSONError) {
        var boot = OCPPBootReply()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            guard case .transactionID = OCPP16Name.table[key.name] else {
                try ocppBootMember(text, key.name, &boot)
                continue
            }
            guard let transaction = try ocppTransaction(text) else { continue }
            let kind = ChargerEvent.Kind.numbered(messageID: messageID.spelled(text), transaction: transaction)
            decoded.events.append(ChargerEvent(connector: nil, stamp: nil, kind: kind))
        }
        boot.add(to: &decoded)
    }

    mutating func ocppConnector(_ text: Span<UInt8>) throws(JSONError) -> Int {
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
