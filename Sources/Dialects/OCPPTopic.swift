/// What the topic says in the older layout of EMQX's gateway, behind the device: `up/request/StatusNotification/m0002`.
struct OCPPTopic: Sendable {
    enum Kind: Sendable {
        case call, reply, error
    }

    var kind: Kind
    var action: JSONName
    /// Where the message's identifier stands in the tail.
    private var id: Range<Int>
    private(set) var messageID: String

    private static let kinds = NameTable<Kind>(["request": .call, "response": .reply, "error": .error])
    private static let ways: [JSONName] = ["up", "down"]

    /// Nil for any other tail.
    init?(_ tail: Span<UInt8>) {
        var ends: [Int] = []
        for offset in tail.indices where tail[offset] == UInt8(ascii: "/") { ends.append(offset) }
        guard ends.count == 3, ends[2] + 1 < tail.count, Self.ways.contains(JSONName(tail.extracting(0..<ends[0]))),
            let kind = Self.kinds[JSONName(tail.extracting(ends[0] + 1..<ends[1]))]
        else { return nil }
        self.kind = kind
        action = JSONName(tail.extracting(ends[1] + 1..<ends[2]))
        id = ends[2] + 1..<tail.count
        var bytes: [UInt8] = []
        for offset in id { bytes.append(tail[offset]) }
        messageID = String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the action is one of the specifications', so that its level is nobody's name.
    fileprivate var isKnownAction: Bool { OCPP16Sender.table[action] != nil || OCPP201Sender.table[action] != nil }

    /// Whether the identifier may be written, as the one in a frame's own bytes is: up to 64 printable letters of ASCII
    /// without a number that has a card's own length. Without it a reply finds its call only by their order.
    fileprivate func isIDHarmless(_ tail: Span<UInt8>) -> Bool {
        let bytes = tail.extracting(id)
        guard bytes.count <= 64 else { return false }
        for offset in bytes.indices where bytes[offset] <= 0x20 || bytes[offset] >= 0x7F { return false }
        return !TokenShape.isCard(bytes)
    }
}

extension Dialect {
    /// How many levels behind the device are of the message and say nobody's name: those of EMQX's older layout, with the
    /// message's identifier (4), or without it where that might be a card's number (3). 0 in any other layout.
    package func messageLevels(_ tail: Span<UInt8>) -> Int {
        switch self {
        case .ocpp16, .emqxOCPP, .ocpp201:
            guard let topic = OCPPTopic(tail), topic.isKnownAction else { return 0 }
            return topic.isIDHarmless(tail) ? 4 : 3
        default: return 0
        }
    }
}
