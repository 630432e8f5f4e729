/// What the broker's reason codes mean (MQTT 3.1.1 section 3.2.2.3, MQTT 5 section 2.4), in words for the people who run
/// the service.
enum ReasonWords {
    static func subscription(_ code: UInt8) -> String {
        switch code {
        case 0x80: "failure, code 0x80"
        case 0x83: "a rule of the broker forbids it, code 0x83"
        case 0x87: "not authorised, code 0x87"
        case 0x8F: "the topic filter is invalid, code 0x8F"
        case 0x97: "a quota is used up, code 0x97"
        case 0x9E: "shared subscriptions are not supported, code 0x9E"
        case 0xA2: "wildcards are not supported, code 0xA2"
        default: "code 0x\(String(code, radix: 16, uppercase: true))"
        }
    }

    /// Why a CONNECT was refused. MQTT 3.1.1 counts 1 to 5, MQTT 5 from 0x80.
    static func refusal(_ code: UInt8) -> LinkFault.Cause {
        switch code {
        case 1, 0x84: .versionRefused
        case 2, 0x85: .clientIDRefused
        case 4, 5, 0x86, 0x87, 0x8C: .credentialsRefused
        case 0x8A: .banned
        case 3, 0x88, 0x89, 0x97, 0x9F: .busy
        default: .refused(code)
        }
    }

    /// Why the broker ended a link with DISCONNECT (MQTT 5).
    static func farewell(_ code: UInt8) -> LinkFault.Cause {
        switch code {
        case 0x8E: .takenOver
        case 0x8B: .brokerShutDown
        case 0x8D: .silence
        case 0x89, 0x97, 0x96: .busy
        case 0x98: .endedByOperator
        case 0x95: .packetTooLarge
        default: .ended(code)
        }
    }
}
