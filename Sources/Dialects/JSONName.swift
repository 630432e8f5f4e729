/// A key or a word of up to 32 bytes packed into four machine words, so that two names compare in a few instructions and
/// without a String.
package struct JSONName: Hashable, Sendable {
    var first: UInt64
    var second: UInt64
    var third: UInt64
    var fourth: UInt64

    package static let maximumLength = 32

    /// What stands for every text that is longer than 32 bytes or holds a NUL: equal to no known name, because 0xFF is
    /// in no UTF-8 text.
    package static let unnamed = JSONName(first: .max, second: .max, third: .max, fourth: .max)

    init(first: UInt64, second: UInt64 = 0, third: UInt64 = 0, fourth: UInt64 = 0) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// The name that these bytes spell.
    package init(_ bytes: Span<UInt8>) {
        guard bytes.count <= Self.maximumLength else {
            self = .unnamed
            return
        }
        self.init(first: 0)
        for offset in 0..<bytes.count {
            let byte = bytes[offset]
            guard byte != 0 else {
                self = .unnamed
                return
            }
            let shifted = UInt64(byte) << UInt64((offset & 7) * 8)
            switch offset >> 3 {
            case 0: first |= shifted
            case 1: second |= shifted
            case 2: third |= shifted
            default: fourth |= shifted
            }
        }
    }

    package init(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span)
    }

    var isUnnamed: Bool { first == .max }
}

extension JSONName: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}
