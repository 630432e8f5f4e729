/// Every setting there is, with what it expects: one list for the reader, its messages and the environment.
enum SettingName: String, CaseIterable {
    case brokerURL = "broker.url"
    case brokerClientID = "broker.client_id"
    case brokerQoS = "broker.qos"
    case brokerUsernameFile = "broker.username_file"
    case brokerProtocol = "broker.protocol"
    case brokerTopics = "broker.topics"
    case brokerKeepAlive = "broker.keep_alive_s"
    case brokerSessionExpiry = "broker.session_expiry_days"
    case brokerReceiveMaximum = "broker.receive_maximum"
    case brokerMaximumPacket = "broker.maximum_packet_bytes"
    case tlsAuthorities = "broker.tls.ca_file"
    case tlsCertificate = "broker.tls.certificate_file"
    case tlsKey = "broker.tls.key_file"
    case batchMessages = "broker.batch.messages"
    case batchBytes = "broker.batch.bytes"
    case batchLinger = "broker.batch.linger_ms"
    case registry
    case data
    case windows
    case grace = "publish.grace_s"
    case retentionDays = "retention.days"
    case retentionGigabytes = "retention.gigabytes"
    case compressAfterDays = "retention.compress_after_days"
    case warnFree = "disk.warn_free_mib"
    case stopFree = "disk.stop_free_mib"
    case personalFields = "privacy.personal_fields"
    case personalKeyFile = "privacy.key_file"

    /// What a message says is expected.
    var expectation: String {
        switch self {
        case .brokerURL: "the broker's address, mqtt://host:1883 or mqtts://host:8883"
        case .brokerClientID: "a name that no other client of the broker uses"
        case .brokerQoS: "0 or 1"
        case .brokerUsernameFile: "a file of two lines, user name and password, with mode 0600"
        case .brokerProtocol: "5 or 3.1.1"
        case .brokerTopics: "a list of topic filters"
        case .brokerKeepAlive: "seconds, 10 to 3600"
        case .brokerSessionExpiry: "days, 1 to 365"
        case .brokerReceiveMaximum: "a number of messages, 1 to 65535"
        case .brokerMaximumPacket: "bytes, 1024 to 268435455"
        case .tlsAuthorities: "a PEM file with the certificates of the authority"
        case .tlsCertificate: "a PEM file with this service's certificate"
        case .tlsKey: "a PEM file with this service's private key"
        case .batchMessages: "a number of messages, 1 to 100000"
        case .batchBytes: "bytes, 1024 to 67108864"
        case .batchLinger: "milliseconds, 0 to 1000"
        case .registry: "the folder of the registry's CSV files"
        case .data: "the folder for the journal and the published files"
        case .windows: "a list of minute, quarter-hour, hour, day, month, year, school-day"
        case .grace: "seconds, 0 to 3600"
        case .retentionDays: "days, 1 to 36500"
        case .retentionGigabytes: "GiB, 1 to 1000000"
        case .compressAfterDays: "days, 0 to 36500"
        case .warnFree, .stopFree: "MiB, 0 to 100000000"
        case .personalFields: "drop or hmac"
        case .personalKeyFile: "a file of 32 to 4096 random bytes, with mode 0600"
        }
    }

    /// `KERBSIDE_BROKER_URL` for `broker.url`.
    var environmentVariable: String {
        "KERBSIDE_" + rawValue.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// Whether a path among the settings is read relative to the settings file's folder.
    var isPath: Bool {
        switch self {
        case .brokerUsernameFile, .tlsAuthorities, .tlsCertificate, .tlsKey, .registry, .data, .personalKeyFile: true
        default: false
        }
    }
}
