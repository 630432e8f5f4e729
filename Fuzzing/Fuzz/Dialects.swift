import Dialects
import Readings

/// A payload is decoded or refused with one of the reasons of a payload; a refused one leaves nothing behind, and a decoder
/// that has seen it decodes the next one as a fresh decoder does. In a format with a topic a field that holds for each topic.
func decode(_ bytes: [UInt8], _ dialect: Dialect) {
    for tail in tails(of: dialect) { decode(bytes, behind: tail, dialect) }
}

/// What can stand behind the device in the dialect's topics.
private func tails(of dialect: Dialect) -> [[UInt8]] {
    let declared = dialect.tails?.map {
        $0.text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "1")
    }
    let bare = dialect == .emqxOCPP ? ["up/request/StartTransaction/m1", "down/response/StartTransaction/m1"] : []
    return (declared ?? [""] + bare).map { Array($0.utf8) }
}

private func decode(_ bytes: [UInt8], behind tail: [UInt8], _ dialect: Dialect) {
    var decoder = Dialects.Decoder()
    var decoded = Decoded()
    let first = attempt(bytes, tail, dialect, &decoder, &decoded)
    switch first {
    case .none:
        if let device = decoded.device { require(device.upperBound <= bytes.count, "the device lies in the payload") }
        require(dialect.family == .ev || decoded.events.isEmpty, "an air payload makes no charger event")
        require(dialect.family == .air || decoded.samples.isEmpty, "a charger's payload makes no sample")
        require(decoded.samples.allSatisfy { $0.covers.map { !$0.isEmpty } ?? true }, "an interval is never empty")
    case .some(let reason):
        let reasons: Set<QuarantineReason> = [
            .notJSON, .tooDeep, .duplicateKey, .wrongShape, .malformedStamp, .deviceMismatch,
        ]
        require(reasons.contains(reason), "refused with a payload's reason, not \(reason)")
        require(decoded == Decoded(), "a refused payload leaves nothing behind")
        require((0...bytes.count).contains(decoder.refusedAt), "refused inside the payload")
    }
    let before = decoded
    require(attempt(bytes, tail, dialect, &decoder, &decoded) == first, "a second look ends as the first")
    require(decoded == before, "a second look reads what the first read")
}

private func attempt(
    _ bytes: [UInt8], _ tail: [UInt8], _ dialect: Dialect, _ decoder: inout Dialects.Decoder,
    _ decoded: inout Decoded
) -> QuarantineReason? {
    do {
        try decoder.decode(bytes.span, behindDevice: tail.span, dialect: dialect, into: &decoded)
        return nil
    } catch {
        return error
    }
}
