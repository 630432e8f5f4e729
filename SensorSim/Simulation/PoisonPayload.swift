/// Payloads that no decoder can read, each in another way.
enum PoisonPayload: String, CaseIterable, Sendable {
    /// The first half: the modem lost its link.
    case truncated
    case empty
    /// Bytes that are no UTF-8.
    case binary
    /// JSON of somebody else.
    case foreign
    /// JSON nested deeper than any reader should follow.
    case nested
    /// Two payloads in one message.
    case doubled

    /// The way that leaves nothing to be read. Half of a bare value, or two in a row, may be another value (`1375.123` gives
    /// `1375`, `5` gives `55`), and half of a table is a table: what is no JSON object or array becomes `binary` instead.
    func fitting(_ payload: [UInt8]) -> PoisonPayload {
        guard self == .truncated || self == .doubled else { return self }
        let first = payload.first { $0 > 0x20 }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? self : .binary
    }

    func bytes(of payload: [UInt8]) -> [UInt8] {
        switch self {
        case .truncated: Array(payload.prefix(payload.count / 2))
        case .empty: []
        case .binary: [0x00, 0xff, 0xfe, 0x80, 0xc3, 0x28]
        case .foreign: Array("{\"cmd\":\"reboot\",\"args\":[1,2,3]}".utf8)
        case .nested: Array((String(repeating: "[", count: 200) + String(repeating: "]", count: 200)).utf8)
        case .doubled: payload + payload
        }
    }
}
