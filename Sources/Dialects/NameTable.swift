/// A fixed set of names, each with its meaning: an open-addressed table at most half full, so that most look-ups take one
/// comparison.
struct NameTable<Meaning: Sendable>: Sendable {
    private struct Slot {
        var name: JSONName
        var meaning: Meaning?
    }

    private var slots: [Slot]
    private let shift: UInt64

    init(_ meanings: KeyValuePairs<String, Meaning>) {
        self.init(meanings.map { ($0.key, $0.value) })
    }

    /// The names must be distinct and not empty.
    init(_ meanings: [(name: String, meaning: Meaning)]) {
        var bits: UInt64 = 2
        while 1 << bits < meanings.count * 2 { bits += 1 }
        shift = 64 - bits
        slots = Array(repeating: Slot(name: JSONName(first: 0), meaning: nil), count: 1 << Int(bits))
        for (text, meaning) in meanings {
            let name = JSONName(text)
            var index = home(of: name)
            while slots[index].meaning != nil { index = (index + 1) & (slots.count - 1) }
            slots[index] = Slot(name: name, meaning: meaning)
        }
    }

    @inline(__always)
    subscript(name: JSONName) -> Meaning? {
        var index = home(of: name)
        while let meaning = slots[index].meaning {
            if slots[index].name == name { return meaning }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Multiplication by 2^64 over the golden ratio spreads the bits of short words to the top.
    @inline(__always)
    private func home(of name: JSONName) -> Int {
        let mixed = name.first ^ (name.second &* 3) ^ (name.third &* 5) ^ (name.fourth &* 7)
        return Int(truncatingIfNeeded: (mixed &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}

extension NameTable where Meaning: CaseIterable & RawRepresentable, Meaning.RawValue == String {
    /// The raw values of an enumeration.
    static func rawValues() -> NameTable {
        NameTable(Meaning.allCases.map { ($0.rawValue, $0) })
    }
}
