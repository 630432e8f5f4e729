import CMosquitto
import Glibc

/// The one type that touches libmosquitto. It owns the library's handle and the inbox that the callbacks write into; both
/// live exactly as long as this value, which cannot be copied and stays on the thread that made it.
@safe
struct MosquittoSession: ~Copyable {
    private let handle: OpaquePointer
    private let inbox: UnsafeMutablePointer<Inbox>
    let settings: LinkSettings
    let checksName: Bool

    /// Initialises the library, once in a process. It keeps no other global state of ours.
    private static let libraryIsReady: Bool = mosquitto_lib_init() == Int32(MOSQ_ERR_SUCCESS.rawValue)

    /// - Parameters:
    ///   - keepsSession: the broker keeps subscriptions and messages for us while we are away.
    ///   - checksName: false only to find out why a certificate was not accepted.
    init(
        _ settings: LinkSettings, keepsSession: Bool, sendMaximum: UInt16 = 20, checksName: Bool = true
    ) throws(LinkMistake) {
        try settings.validate()
        guard Self.libraryIsReady, let made = unsafe mosquitto_new(settings.clientID, !keepsSession, nil) else {
            throw LinkMistake(
                subject: .machine, finding: "libmosquitto could not make a client: \(SystemWords.error(errno))",
                remedy: "Check this machine's memory and the client id “\(settings.clientID)”")
        }
        do throws(LinkMistake) {
            unsafe try Self.configure(made, settings, sendMaximum: sendMaximum, checksName: checksName)
        } catch {
            unsafe mosquitto_destroy(made)
            throw error
        }
        unsafe handle = made
        unsafe inbox = .allocate(capacity: 1)
        unsafe inbox.initialize(to: Inbox())
        self.settings = settings
        self.checksName = checksName
        unsafe mosquitto_user_data_set(made, inbox)
        unsafe Callbacks.install(on: made)
    }

    deinit {
        unsafe mosquitto_destroy(handle)
        unsafe inbox.deinitialize(count: 1)
        unsafe inbox.deallocate()
    }

    private static func configure(
        _ handle: OpaquePointer, _ settings: LinkSettings, sendMaximum: UInt16, checksName: Bool
    ) throws(LinkMistake) {
        // From here on the library only queues what it wants to send, PUBACKs above all; they leave in `write`.
        unsafe mosquitto_threaded_set(handle, true)
        let version = settings.version == .v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
        unsafe mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, version)
        unsafe mosquitto_int_option(handle, MOSQ_OPT_RECEIVE_MAXIMUM, Int32(settings.receiveMaximum))
        unsafe mosquitto_int_option(handle, MOSQ_OPT_SEND_MAXIMUM, Int32(sendMaximum))
        if let credentials = settings.credentials, checksName {
            unsafe mosquitto_username_pw_set(handle, credentials.user, credentials.password)
        }
        guard settings.address.isEncrypted else { return }
        let tls = settings.tls
        // No prompt for a key's passphrase: a service has no terminal. Such a key is reported by OpenSSL as unreadable.
        let result = unsafe mosquitto_tls_set(
            handle, tls.authorities, tls.authorities == nil ? LinkSettings.systemAuthorities : nil, tls.certificate,
            tls.key, { _, _, _, _ in 0 })
        // 1 is OpenSSL's SSL_VERIFY_PEER. Without the version, libmosquitto 2.0.11 would speak TLS 1.1.
        let options = unsafe mosquitto_tls_opts_set(handle, 1, "tlsv1.2", nil)
        let insecure = unsafe mosquitto_tls_insecure_set(handle, !checksName)
        guard result == 0, options == 0, insecure == 0 else {
            throw LinkMistake(
                subject: .certificates, finding: "The certificates of broker.tls cannot be used",
                remedy: "Check that ca_file, certificate_file and key_file are PEM files that this service may read")
        }
    }

    // MARK: Linking

    /// Opens the connection and queues CONNECT. It waits for the name's address and for TCP.
    func connect() -> LinkFault? {
        unsafe inbox.pointee.forgetLink()
        var properties: OpaquePointer?
        defer { unsafe mosquitto_property_free_all(&properties) }
        if settings.version == .v5 {
            unsafe mosquitto_property_add_int32(
                &properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), settings.sessionExpirySeconds)
            unsafe mosquitto_property_add_int32(
                &properties, Int32(MQTT_PROP_MAXIMUM_PACKET_SIZE.rawValue), settings.maximumPacketBytes)
        }
        errno = 0
        let code = unsafe mosquitto_connect_bind_v5(
            handle, settings.address.host, Int32(settings.address.port), Int32(settings.keepAliveSeconds), nil,
            properties)
        let number = errno
        return code == 0 ? nil : fault(code: code, number: number, phase: .opening)
    }

    /// Queues SUBSCRIBE for all filters; returns its packet id, or nil when the link is gone. Retained messages come again
    /// with every SUBSCRIBE: a state that changed at QoS 0 while we were away would otherwise never arrive.
    func subscribe(_ filters: [String]) -> Int32? {
        var packetID: Int32 = 0
        let code = unsafe Self.withCStrings(filters) { names in
            unsafe mosquitto_subscribe_multiple(
                handle, &packetID, Int32(filters.count), names, Int32(settings.qos.rawValue), 0, nil)
        }
        return code == 0 ? packetID : nil
    }

    /// Queues UNSUBSCRIBE; returns its packet id.
    func unsubscribe(_ filters: [String]) -> Int32? {
        var packetID: Int32 = 0
        let code = unsafe Self.withCStrings(filters) { names in
            unsafe mosquitto_unsubscribe_multiple(handle, &packetID, Int32(filters.count), names, nil)
        }
        return code == 0 ? packetID : nil
    }

    /// Queues DISCONNECT.
    func disconnect() {
        unsafe mosquitto_disconnect(handle)
    }

    private static func withCStrings(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        let copies: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe copies.withUnsafeBufferPointer { pointers in
            guard let base = pointers.baseAddress else { return Int32(MOSQ_ERR_INVAL.rawValue) }
            return unsafe body(base)
        }
    }

    // MARK: Moving packets

    var socket: Int32 { unsafe mosquitto_socket(handle) }

    var wantsWrite: Bool { unsafe mosquitto_want_write(handle) }

    /// Reads about one packet. Messages land in the batch; their acknowledgements are queued, not sent.
    func read() -> LinkFault? {
        errno = 0
        let code = unsafe mosquitto_loop_read(handle, 1)
        let number = errno
        return fault(code: code, number: number, phase: .reading)
    }

    /// Sends what is queued, acknowledgements included: never call this while the batch holds an uncommitted message.
    func write() -> LinkFault? {
        unsafe inbox.pointee.isWriting = true
        defer { unsafe inbox.pointee.isWriting = false }
        errno = 0
        let code = unsafe mosquitto_loop_write(handle, 1)
        let number = errno
        return fault(code: code, number: number, phase: .reading)
    }

    /// Sends what is queued in as few segments as it fits in. The library writes each packet by itself; the kernel holds them
    /// back meanwhile (tcp(7), TCP_CORK).
    func writeTogether() -> LinkFault? {
        cork(true)
        defer { cork(false) }
        return write()
    }

    private func cork(_ isOn: Bool) {
        var value: Int32 = isOn ? 1 : 0
        // Where it fails, packets travel one by one.
        _ = unsafe setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// No more words of the library's log, once the broker has greeted us: it writes some for each packet, which costs a
    /// tenth of a message. Only those of OpenSSL matter later, so an encrypted link keeps them.
    func quieten() {
        guard !settings.address.isEncrypted else { return }
        unsafe mosquitto_log_callback_set(handle, nil)
    }

    /// Keep-alive: due at least once a second.
    func keepAlive() -> LinkFault? {
        errno = 0
        let code = unsafe mosquitto_loop_misc(handle)
        let number = errno
        return fault(code: code, number: number, phase: .reading)
    }

    /// Queues a message. The library keeps one of QoS 1 or 2 until the broker acknowledged it, over reconnections too.
    /// - Parameters:
    ///   - topic: ended by a zero byte.
    ///   - received: the user property of that name, ended by a zero byte; empty for none.
    func publish(
        topic: Span<UInt8>, payload: Span<UInt8>, qos: QoS, retain: Bool, received: Span<UInt8>
    ) throws(PublishError) {
        for at in 0..<(topic.count - 1) where topic[at] == 0 { throw .topic(Self.text(topic)) }
        var properties: OpaquePointer?
        defer { unsafe mosquitto_property_free_all(&properties) }
        if !received.isEmpty {
            unsafe received.withUnsafeBytes { stamp in
                guard let text = unsafe stamp.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
                unsafe mosquitto_property_add_string_pair(
                    &properties, Int32(MQTT_PROP_USER_PROPERTY.rawValue), "received", text)
            }
        }
        let code = unsafe payload.withUnsafeBytes { bytes in
            unsafe topic.withUnsafeBytes { topic in
                unsafe mosquitto_publish_v5(
                    handle, nil, topic.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                    bytes.baseAddress, Int32(qos.rawValue), retain, properties)
            }
        }
        switch mosq_err_t(code) {
        // Without a connection it is queued all the same, and sent after the next CONNACK.
        case MOSQ_ERR_SUCCESS, MOSQ_ERR_NO_CONN: return
        case MOSQ_ERR_INVAL, MOSQ_ERR_MALFORMED_UTF8: throw .topic(Self.text(topic))
        case MOSQ_ERR_OVERSIZE_PACKET, MOSQ_ERR_PAYLOAD_SIZE:
            throw .tooLarge(topic: Self.text(topic), bytes: payload.count)
        default: throw .notAccepted(topic: Self.text(topic), unsafe String(cString: mosquitto_strerror(code)))
        }
    }

    private static func text(_ topic: Span<UInt8>) -> String {
        String(decoding: (0..<(topic.count - 1)).map { topic[$0] }, as: UTF8.self)
    }

    // MARK: What the callbacks left

    var greeting: Inbox.Greeting? { unsafe inbox.pointee.greeting }
    var arrivals: Int { unsafe inbox.pointee.arrivals }
    var complaints: [String] { unsafe inbox.pointee.complaints }
    var farewell: UInt8? { unsafe inbox.pointee.farewell }
    var acknowledged: Int { unsafe inbox.pointee.acknowledged }
    var departed: Int { unsafe inbox.pointee.departed }
    var refusals: Int { unsafe inbox.pointee.refusals }
    var lastRefusal: UInt8? { unsafe inbox.pointee.lastRefusal }
    var messageCount: Int { unsafe inbox.pointee.batch.messages.count }
    var byteCount: Int { unsafe inbox.pointee.batch.bytes.count }

    func withBatch(_ body: (borrowing InboxBatch) throws -> Void) rethrows {
        try unsafe body(inbox.pointee.batch)
    }

    func emptyBatch() {
        unsafe inbox.pointee.batch.removeAll()
    }

    func takeGrants() -> [Inbox.Grant] {
        defer { unsafe inbox.pointee.grants.removeAll() }
        return unsafe inbox.pointee.grants
    }

    func takeRemovals() -> [Int32] {
        defer { unsafe inbox.pointee.removals.removeAll() }
        return unsafe inbox.pointee.removals
    }
}
