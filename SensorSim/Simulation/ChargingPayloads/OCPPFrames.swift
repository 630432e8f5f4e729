import Readings

/// Frames of OCPP as JSON: calls, and answers to them.
enum OCPPForm: Sendable {
    /// `[2,"m1","Heartbeat",{}]` and `[3,"m1",{}]`, OCPP-J 1.6 section 4.
    case array
    /// `{"MessageTypeId":2,"UniqueId":"m1",...}`, as EMQX's gateway writes it.
    case object

    func call(_ id: String, _ action: String, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 90)
        switch self {
        case .array: bytes.append("[2,\"\(id)\",\"\(action)\",")
        case .object: bytes.append("{\"MessageTypeId\":2,\"UniqueId\":\"\(id)\",\"Action\":\"\(action)\",\"Payload\":")
        }
        bytes.append(contentsOf: payload)
        bytes.append(self == .array ? "]" : "}")
        return bytes
    }

    func answer(_ id: String, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .array: bytes.append("[3,\"\(id)\",")
        case .object: bytes.append("{\"MessageTypeId\":3,\"UniqueId\":\"\(id)\",\"Payload\":")
        }
        bytes.append(contentsOf: payload)
        bytes.append(self == .array ? "]" : "}")
        return bytes
    }
}
