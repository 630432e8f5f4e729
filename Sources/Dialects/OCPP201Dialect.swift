import Readings

/// Calls and replies of OCPP-J 2.0.1, part 2. Calls that say nothing about a connector, a transaction or a restart are
/// context; OCPP 2.1 writes the same members.
extension Decoder {
    mutating func ocpp201Call(
        _ text: Span<UInt8>, _ name: JSONName, into decoded: inout Decoded
    ) throws(JSONError) {
        decoded.origin = OCPP201Sender.table[name] ?? .either
        decoded.isHeartbeat = name == OCPPWord.heartbeat
        guard let action = OCPP201Action.table[name] else { return try ocppOtherCall(text, name, into: &decoded) }
        let start = scanner.position
        var call = OCPP201Call(firstEvent: decoded.events.count)
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch action {
            case .statusNotification: try ocpp201StatusMember(text, key.name, &call)
            case .transactionEvent: try ocpp201TransactionMember(text, key.name, &call, into: &decoded)
            case .meterValues:
                switch OCPP201Name.table[key.name] {
                case .evseID: call.evse = try ocppConnector(text)
                case .meterValue: try ocpp201MeterValues(text, &call, into: &decoded)
                default: try scanner.skipValue(text)
                }
            }
        }
        guard call.finish(action, into: &decoded) else { throw JSONError(.wrongShape, at: start) }
    }

    mutating func ocpp201Reply(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var boot = OCPPBootReply()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) { try ocppBootMember(text, key.name, &boot) }
        boot.add(to: &decoded)
    }

    private mutating func ocpp201StatusMember(
        _ text: Span<UInt8>, _ name: JSONName, _ call: inout OCPP201Call
    ) throws(JSONError) {
        switch OCPP201Name.table[name] {
        case .timestamp: call.stamp = try ocppStamp(text)
        case .connectorStatus: call.status = OCPP201Word.statuses[try scanner.string(text).name(text)]
        case .evseID: call.evse = try ocppConnector(text)
        case .connectorID: call.connector = try ocppConnector(text)
        default: try scanner.skipValue(text)
        }
    }

    private mutating func ocpp201TransactionMember(
        _ text: Span<UInt8>, _ name: JSONName, _ call: inout OCPP201Call, into decoded: inout Decoded
    ) throws(JSONError) {
        switch OCPP201Name.table[name] {
        case .eventType: call.phase = OCPP201Word.phases[try scanner.string(text).name(text)]
        case .timestamp: call.stamp = try ocppStamp(text)
        case .sequence: call.sequence = try scanner.integer(text)
        case .offline:
            call.isOffline = scanner.kind(text) == .boolean && text[scanner.position] == UInt8(ascii: "t")
            try scanner.skipValue(text)
        case .transactionInfo: try ocpp201TransactionInfo(text, &call)
        case .evse: try ocpp201EVSE(text, &call)
        case .idToken:
            call.hasCard = scanner.kind(text) != .null
            try scanner.skipValue(text)
        case .triggerReason: call.isAuthorized = try scanner.string(text).name(text) == OCPP201Word.authorized
        case .meterValue: try ocpp201MeterValues(text, &call, into: &decoded)
        default: try scanner.skipValue(text)
        }
    }

    private mutating func ocpp201TransactionInfo(
        _ text: Span<UInt8>, _ call: inout OCPP201Call
    ) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch OCPP201Name.table[key.name] {
            case .transactionID:
                let string = try scanner.string(text)
                if !string.range.isEmpty { call.transaction = string.unescaped(text) }
            case .chargingState: call.chargingState = OCPP201Word.chargingStates[try scanner.string(text).name(text)]
            case .stoppedReason:
                call.reason = OCPP201Word.reasons[try scanner.string(text).name(text)] ?? .other
            default: try scanner.skipValue(text)
            }
        }
    }

    private mutating func ocpp201EVSE(_ text: Span<UInt8>, _ call: inout OCPP201Call) throws(JSONError) {
        if scanner.kind(text) == .null {
            try scanner.skipValue(text)
            return
        }
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch OCPP201Name.table[key.name] {
            case .id: call.evse = try ocppConnector(text)
            case .connectorID: call.connector = try ocppConnector(text)
            default: try scanner.skipValue(text)
            }
        }
    }

    private mutating func ocpp201MeterValues(
        _ text: Span<UInt8>, _ call: inout OCPP201Call, into decoded: inout Decoded
    ) throws(JSONError) {
        call.hasMeterValues = true
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try ocppMeterValue(text, into: &decoded) }
    }
}
