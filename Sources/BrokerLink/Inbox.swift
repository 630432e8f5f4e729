import CMosquitto
import Glibc

/// What libmosquitto's callbacks leave behind for the loop. They only write here; everything else happens between two
/// calls into the library, at the loop's own pace.
struct Inbox: ~Copyable {
    var batch = InboxBatch()
    /// Grows with every packet that meant something, so that the loop sees whether a read brought anything.
    var arrivals = 0
    var greeting: Greeting?
    /// The broker's reason for ending the link, when it gave one.
    var farewell: UInt8?
    var grants: [Grant] = []
    /// Packet ids of confirmed UNSUBSCRIBEs.
    var removals: [Int32] = []
    /// What the library logged as errors: the only place where OpenSSL's reasons show.
    var complaints: [String] = []
    var acknowledged = 0
    /// Packets of QoS 0 that reached the socket.
    var departed = 0
    var isWriting = false
    var refusals = 0
    var lastRefusal: UInt8?

    struct Greeting {
        let reason: UInt8
        let sessionPresent: Bool
    }

    struct Grant {
        let packetID: Int32
        let codes: [UInt8]
    }

    init() {}

    /// Before a new connection. The batch is not touched: it is empty whenever a link ends.
    mutating func forgetLink() {
        greeting = nil
        farewell = nil
        grants.removeAll()
        removals.removeAll()
        complaints.removeAll()
    }
}

/// The callbacks. Each gets the inbox as its context pointer. The inbox and the handle are made and destroyed together by
/// `MosquittoSession`, and the library calls back only inside our own calls on the one thread that owns the session, so
/// the pointer is always good and nobody else touches the inbox meanwhile.
@unsafe
enum Callbacks {
    static func install(on handle: OpaquePointer) {
        unsafe mosquitto_connect_v5_callback_set(handle) { _, context, reason, flags, _ in
            unsafe Callbacks.inbox(context) {
                $0.greeting = Inbox.Greeting(reason: UInt8(truncatingIfNeeded: reason), sessionPresent: flags & 1 == 1)
            }
        }
        unsafe mosquitto_disconnect_v5_callback_set(handle) { _, context, reason, _ in
            // From 128 on it is the reason in the broker's DISCONNECT, below it an error of the library's own.
            guard reason >= 128 else { return }
            unsafe Callbacks.inbox(context) { $0.farewell = UInt8(truncatingIfNeeded: reason) }
        }
        unsafe mosquitto_message_v5_callback_set(handle) { _, context, message, properties in
            unsafe Callbacks.take(message, properties, into: context)
        }
        unsafe mosquitto_subscribe_v5_callback_set(handle) { _, context, packetID, count, granted, _ in
            let codes = unsafe UnsafeBufferPointer(start: granted, count: Int(count))
            let grant = unsafe Inbox.Grant(packetID: packetID, codes: codes.map { UInt8(truncatingIfNeeded: $0) })
            unsafe Callbacks.inbox(context) { $0.grants.append(grant) }
        }
        unsafe mosquitto_unsubscribe_v5_callback_set(handle) { _, context, packetID, _ in
            unsafe Callbacks.inbox(context) { $0.removals.append(packetID) }
        }
        unsafe mosquitto_publish_v5_callback_set(handle) { _, context, _, reason, _ in
            unsafe Callbacks.inbox(context) { inbox in
                // For QoS 0 the library calls back while it writes, for QoS 1 when the PUBACK is read.
                if inbox.isWriting { inbox.departed += 1 } else { inbox.acknowledged += 1 }
                if reason >= 128 {
                    inbox.refusals += 1
                    inbox.lastRefusal = UInt8(truncatingIfNeeded: reason)
                }
            }
        }
        unsafe mosquitto_log_callback_set(handle) { _, context, level, text in
            guard level == MOSQ_LOG_ERR, let text = unsafe text else { return }
            let words = unsafe String(cString: text)
            unsafe Callbacks.inbox(context) { inbox in
                if inbox.complaints.count < 8 { inbox.complaints.append(words) }
            }
        }
    }

    private static func inbox(_ context: UnsafeMutableRawPointer?, _ body: (inout Inbox) -> Void) {
        guard let context = unsafe context else { return }
        unsafe context.assumingMemoryBound(to: Inbox.self).pointee.arrivals += 1
        unsafe body(&context.assumingMemoryBound(to: Inbox.self).pointee)
    }

    private static func take(
        _ message: UnsafePointer<mosquitto_message>?, _ properties: OpaquePointer?,
        into context: UnsafeMutableRawPointer?
    ) {
        guard let message = unsafe message?.pointee, let topic = unsafe message.topic else { return }
        let topicBytes = unsafe UnsafeRawBufferPointer(start: topic, count: strlen(topic))
        let payload = unsafe UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
        let stamp = unsafe properties == nil ? nil : receivedStamp(properties)
        defer { unsafe free(stamp) }
        let stampBytes = unsafe stamp.map { unsafe UnsafeRawBufferPointer(start: $0, count: strlen($0)) }
        let packetID = unsafe UInt16(truncatingIfNeeded: message.mid)
        let qos = unsafe UInt8(truncatingIfNeeded: message.qos)
        let isRetained = unsafe message.retain
        unsafe inbox(context) { inbox in
            unsafe inbox.batch.append(
                topic: topicBytes, payload: payload, received: stampBytes, packetID: packetID, qos: qos,
                isRetained: isRetained)
        }
    }

    /// The user property `received`, as a string that the caller frees.
    private static func receivedStamp(_ properties: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
        var property = unsafe properties
        var isFirst = true
        while true {
            var name: UnsafeMutablePointer<CChar>?
            var value: UnsafeMutablePointer<CChar>?
            unsafe property = mosquitto_property_read_string_pair(
                property, Int32(MQTT_PROP_USER_PROPERTY.rawValue), &name, &value, !isFirst)
            defer { unsafe free(name) }
            guard unsafe property != nil, let found = unsafe name else {
                unsafe free(value)
                return nil
            }
            if unsafe strcmp(found, "received") == 0 { return unsafe value }
            unsafe free(value)
            isFirst = false
        }
    }
}
