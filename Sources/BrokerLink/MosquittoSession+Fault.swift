import CMosquitto
import Glibc

extension MosquittoSession {
    enum Phase {
        case opening
        case reading
    }

    /// What a return code means, or nil when the link is still there. `number` is errno right after the call.
    func fault(code: Int32, number: Int32, phase: Phase) -> LinkFault? {
        if code == 0, socket >= 0 { return nil }
        return LinkFault(cause: cause(code: mosq_err_t(code), number: number, phase: phase), settings)
    }

    private func cause(code: mosq_err_t, number: Int32, phase: Phase) -> LinkFault.Cause {
        if let farewell { return ReasonWords.farewell(farewell) }
        if let greeting, greeting.reason != 0 { return ReasonWords.refusal(greeting.reason) }
        switch code {
        case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP: return .nameUnknown(SystemWords.lookup(number))
        case MOSQ_ERR_TLS, MOSQ_ERR_TLS_HANDSHAKE: return tlsCause()
        case MOSQ_ERR_ERRNO:
            // libmosquitto sets EPROTO when OpenSSL fails in the middle of a link.
            if number == EPROTO || !complaints.isEmpty { return tlsCause() }
            return phase == .opening ? .unreachable(SystemWords.error(number)) : .dropped(SystemWords.error(number))
        case MOSQ_ERR_KEEPALIVE: return .silence
        case MOSQ_ERR_CONN_LOST, MOSQ_ERR_NO_CONN, MOSQ_ERR_SUCCESS, MOSQ_ERR_CONN_REFUSED:
            return complaints.isEmpty ? closure : tlsCause()
        case MOSQ_ERR_PROTOCOL, MOSQ_ERR_MALFORMED_PACKET, MOSQ_ERR_MALFORMED_UTF8: return .notMQTT
        case MOSQ_ERR_OVERSIZE_PACKET: return .packetTooLarge
        default: return .other(unsafe String(cString: mosquitto_strerror(Int32(code.rawValue))))
        }
    }

    private var closure: LinkFault.Cause { greeting == nil ? .closedUnheard : .closed }

    /// OpenSSL's reasons come only as text in the library's log: `OpenSSL Error[0]: error:0A000086:SSL routines::reason`.
    private func tlsCause() -> LinkFault.Cause {
        let reasons = complaints.map { complaint in
            complaint.hasPrefix("OpenSSL Error") ? String(complaint.split(separator: ":").last ?? "") : complaint
        }
        let words = reasons.joined(separator: "; ")
        if words.contains("certificate verify failed") {
            return isCertificateForAnotherName() ? .certificateForAnotherName : .certificateNotTrusted
        }
        if words.contains("alert")
            && ["certificate", "unknown ca", "handshake failure"].contains(where: words.contains)
        {
            return .ownCertificateRefused(words)
        }
        // OpenSSL 3 calls a closed connection an error when no goodbye of TLS came before it.
        if words.contains("unexpected eof"), greeting != nil { return .closed }
        return .tls(words.isEmpty ? "the other side closed the connection" : words)
    }

    /// The library says “certificate verify failed” for a wrong name as for an unknown authority. A second handshake
    /// that checks everything but the name tells which. Nothing is sent over it: CONNECT stays queued, credentials are not
    /// set, and it is closed at once.
    private func isCertificateForAnotherName() -> Bool {
        guard settings.address.isEncrypted, checksName,
            let probe = try? MosquittoSession(settings, keepsSession: false, checksName: false),
            probe.connect() == nil
        else { return false }
        let deadline = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < deadline {
            // During the handshake the library wants no write; then it wants to send CONNECT.
            if probe.wantsWrite { return true }
            _ = Readiness.wait(socket: probe.socket, forWrite: false, stop: nil, atMost: .milliseconds(200))
            if probe.read() != nil { return false }
        }
        return false
    }
}

extension LinkFault {
    init(cause: Cause, _ settings: LinkSettings) {
        self.init(
            cause: cause, address: settings.address, clientID: settings.clientID, user: settings.credentials?.user,
            authorities: settings.tls.authorities.map { "the authorities in \($0)" }
                ?? "an authority that this machine trusts")
    }
}
