/// A path into JSON: names between slashes, as in JSON Pointer (RFC 6901; `~1` is a slash and `~0` a tilde inside of a
/// name), with two steps of our own for arrays: `[0]`, the element by its place, and `[type=PM25]`, the elements whose member
/// says so.
///
/// `PMS5003/PM2.5`, `data/[0]/value`, `sensors/[type=PM25]/value`. Where a mapping has `records`, a path counts from the
/// record, and from the payload's top when it begins with a slash; `/` alone is the
/// whole payload.
package struct MappedPath: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        case member([UInt8])
        case element(Int)
        case elements(member: [UInt8], value: [UInt8])
    }

    package var steps: [Step]
    package var isFromTop: Bool

    /// Deeper than any payload: the scanner refuses more levels.
    private static let mostSteps = 16

    /// Nil for what is no path: nothing, an empty step, a bracket that is not closed.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        isFromTop = rest.first == UInt8(ascii: "/")
        if isFromTop { rest = rest.dropFirst() }
        steps = []
        if isFromTop, rest.isEmpty { return }
        for part in rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let step = Self.step(Array(part)), steps.count < Self.mostSteps else { return nil }
            steps.append(step)
        }
    }

    private static func step(_ part: [UInt8]) -> Step? {
        guard let first = part.first else { return nil }
        guard first == UInt8(ascii: "[") else { return .member(unescaped(part)) }
        guard part.last == UInt8(ascii: "]"), part.count > 2 else { return nil }
        let inside = Array(part.dropFirst().dropLast())
        if let index = Int(String(decoding: inside, as: UTF8.self)) { return index >= 0 ? .element(index) : nil }
        guard let equals = inside.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { return nil }
        return .elements(member: unescaped(inside[..<equals]), value: unescaped(inside[(equals + 1)...]))
    }

    private static func unescaped(_ part: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in part {
            if bytes.last == UInt8(ascii: "~"), byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") {
                bytes[bytes.count - 1] = byte == UInt8(ascii: "0") ? 0 : UInt8(ascii: "/")
            } else {
                bytes.append(byte)
            }
        }
        // A nought stood for a tilde, so that `~01` is not read twice.
        return bytes.map { $0 == 0 ? UInt8(ascii: "~") : $0 }
    }

    /// Whether a name on the way is one by which chargers name a card or a vehicle: such a field is emptied in an air
    /// sensor's message too, before it is written.
    package var namesCard: Bool {
        steps.contains { step in
            switch step {
            case .member(let name), .elements(let name, _):
                JSONName(folding: name.span).map { PersonalFieldRedaction.chargerNames[$0] != nil } ?? false
            case .element: false
            }
        }
    }
}
