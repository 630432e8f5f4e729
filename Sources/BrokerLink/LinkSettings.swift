/// Which MQTT is spoken. MQTT 5 lets us choose the session's life and the window of unacknowledged messages.
package enum MQTTVersion: Sendable, Equatable {
    case v5
    case v3_1_1
}

/// Where the certificates are. Names are always checked, and nothing older than TLS 1.2 is spoken.
package struct TLSFiles: Sendable, Equatable {
    /// The authorities to trust, PEM. Nil: those of the operating system.
    package var authorities: String?
    /// Our own certificate and its key, PEM, for brokers that ask for one.
    package var certificate: String?
    package var key: String?

    package init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }
}

/// When a batch is full. A batch may pass `bytes` by one message, and both by what one TLS record holds (16 KiB),
/// because libmosquitto reads a record to its end.
package struct BatchLimits: Sendable, Equatable {
    package var messages: Int
    package var bytes: Int
    /// How long messages are gathered while more keep coming.
    package var linger: Duration

    /// 1,000 messages or 1 MiB: past that, an fsync is no longer the larger part of a batch's cost (measured).
    package static let standard = BatchLimits(messages: 1000, bytes: 1 << 20, linger: .milliseconds(50))

    package init(messages: Int, bytes: Int, linger: Duration) {
        self.messages = messages
        self.bytes = bytes
        self.linger = linger
    }
}

/// How a link to a broker is made and kept.
package struct LinkSettings: Sendable, Equatable {
    package var address: BrokerAddress
    /// The name of our session at the broker. Two clients with one name throw each other out.
    package var clientID: String
    package var credentials: Credentials?
    package var tls = TLSFiles()
    package var version = MQTTVersion.v5
    /// After this long without a word, we ask whether the broker is still there; half as long again, and the link is lost.
    package var keepAliveSeconds: UInt16 = 60
    /// How long the broker keeps our session and what it holds for us while we are away (MQTT 5).
    package var sessionExpirySeconds: UInt32 = 30 * 86_400
    /// How many unacknowledged messages the broker may send (MQTT 5). At least a batch, or the batch never fills.
    package var receiveMaximum: UInt16 = 1000
    /// The largest packet the broker may send (MQTT 5). libmosquitto itself would allocate up to 256 MiB for one.
    package var maximumPacketBytes: UInt32 = 1 << 20
    package var filters: [String] = []
    /// 0 or 1. With 2, libmosquitto answers before the message can be kept: a crash loses it.
    package var qos: QoS = .atLeastOnce
    package var batch = BatchLimits.standard
    /// How long to rest once the first message waits, so that one waking serves many: it halves the cost of a message.
    package var rest: Duration = .milliseconds(1)
    package var backoff = Backoff()

    package init(address: BrokerAddress, clientID: String) {
        self.address = address
        self.clientID = clientID
    }
}

/// The promise of delivery that is asked for.
package enum QoS: UInt8, Sendable, Equatable {
    case atMostOnce = 0
    case atLeastOnce = 1
    /// For publishing only.
    case exactlyOnce = 2
}
