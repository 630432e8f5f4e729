/// Where a broker listens: the host, the port, and whether the way there is encrypted.
package struct BrokerAddress: Equatable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: UInt16
    package let isEncrypted: Bool

    package init(host: String, port: UInt16, isEncrypted: Bool) {
        self.host = host
        self.port = port
        self.isEncrypted = isEncrypted
    }

    /// Reads `mqtt://host`, `mqtt://host:port`, `mqtts://…`; an IPv6 address stands in brackets. Without a port it is
    /// 1883, or 8883 when encrypted (the ports that IANA registered for MQTT). Credentials have no place in an address:
    /// addresses end up in logs.
    package init(_ text: String) throws(LinkMistake) {
        let encrypted: Bool
        let rest: Substring
        if text.hasPrefix("mqtt://") {
            encrypted = false
            rest = text.dropFirst("mqtt://".count)
        } else if text.hasPrefix("mqtts://") {
            encrypted = true
            rest = text.dropFirst("mqtts://".count)
        } else {
            throw LinkMistake.address(Self.withoutCredentials(text), "it does not begin with mqtt:// or mqtts://")
        }
        if rest.contains("@") {
            throw LinkMistake.address(
                Self.withoutCredentials(text),
                "it holds a user name or password; put them into a file and name that "
                    + "as broker.username_file")
        }
        let authority = rest.hasSuffix("/") ? rest.dropLast() : rest
        let (host, portText) = try Self.split(authority, of: text)
        guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" || $0.isWhitespace }) else {
            throw LinkMistake.address(text, "it names no host, or has more than host and port")
        }
        var port: UInt16 = encrypted ? 8883 : 1883
        if let portText {
            guard portText.allSatisfy({ $0.isASCII && $0.isNumber }), let number = UInt16(portText), number > 0 else {
                throw LinkMistake.address(text, "the port “\(portText)” is not a number from 1 to 65535")
            }
            port = number
        }
        self.init(host: String(host), port: port, isEncrypted: encrypted)
    }

    private static func split(
        _ authority: Substring, of text: String
    ) throws(LinkMistake) -> (host: Substring, port: Substring?) {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw LinkMistake.address(text, "the bracket of the IPv6 address is not closed")
            }
            let host = authority[authority.index(after: authority.startIndex)..<end]
            let after = authority[authority.index(after: end)...]
            if after.isEmpty { return (host, nil) }
            guard after.hasPrefix(":") else {
                throw LinkMistake.address(text, "“\(after)” follows the IPv6 address")
            }
            return (host, after.dropFirst())
        }
        guard let colon = authority.firstIndex(of: ":") else { return (authority, nil) }
        let port = authority[authority.index(after: colon)...]
        if port.contains(":") {
            throw LinkMistake.address(text, "an IPv6 address stands in brackets")
        }
        return (authority[..<colon], port)
    }

    private static func withoutCredentials(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        return "…" + text[at...]
    }

    /// As in the settings: `mqtt://host:port`.
    package var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(isEncrypted ? "mqtts" : "mqtt")://\(name):\(port)"
    }
}
