import Dialects
import Readings
import Registry

extension MessageOrigin {
    /// Whether a message proves that the charge point was in contact when it was received: the unit's own calls and replies
    /// do, and the central system's replies, for they follow the unit's calls. What the central system or a broker says of
    /// its own accord does not, and nor does a message that the broker had kept.
    ///
    /// - Parameter direction: of the topic. Where it tells, it decides; where it does not, what the message is must.
    func provesContact(_ direction: TopicDirection, _ header: MessageHeader) -> Bool {
        if header.isRetained || self == .thirdParty { return false }
        switch direction {
        case .up: return true
        case .down: return self == .reply
        case .other: return self == .unit || self == .reply
        }
    }
}
