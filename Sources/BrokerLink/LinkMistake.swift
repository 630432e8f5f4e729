/// Something that only a person can put right, by editing the settings, a file or the broker's access rules. Trying again
/// would not help, so the link stops with it. Everything else is a `LinkFault` and is tried again.
package struct LinkMistake: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Subject: Equatable, Sendable {
        case address
        case credentials
        case certificates
        case filter
        case topic
        case clientID
        case limits
        /// The broker's access rules refuse a subscription.
        case subscription
        /// The machine refused a resource: memory, descriptors.
        case machine
    }

    package let subject: Subject
    /// What was found, and what was expected.
    package let finding: String
    /// What to do next.
    package let remedy: String

    package var description: String { "\(finding). \(remedy)." }

    static func address(_ text: String, _ why: String) -> LinkMistake {
        LinkMistake(
            subject: .address, finding: "The broker's address “\(text)” cannot be used: \(why)",
            remedy: "Write broker.url as mqtt://host:1883, mqtts://host:8883 or mqtt://[2001:db8::1]:1883")
    }

    static func filter(_ filter: String) -> LinkMistake {
        LinkMistake(
            subject: .filter, finding: "“\(filter)” is not a topic filter of MQTT",
            remedy: "Use levels parted by /, + for one level, # only as the last level, for example westminster/air/#")
    }

    static func refusedSubscription(_ filter: String, reason: UInt8, user: String?) -> LinkMistake {
        let name = user.map { "the user “\($0)”" } ?? "clients without a user name"
        return LinkMistake(
            subject: .subscription,
            finding: "The broker refuses the subscription to “\(filter)” (\(ReasonWords.subscription(reason)))",
            remedy: "Allow \(name) to subscribe to and read it in the broker's access rules (acl_file or the dynamic "
                + "security plugin), or take the filter out of the settings")
    }
}
