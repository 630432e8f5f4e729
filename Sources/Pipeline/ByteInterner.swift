/// Gives equal byte strings equal small numbers, without making a String of each.
struct ByteInterner: Sendable {
    /// All keys, one behind the other.
    private var arena: [UInt8] = []
    /// Where each key ends in the arena.
    private var ends: [Int] = [0]
    /// Open addressing: index + 1, 0 for a free slot. The size is a power of two, at most half full.
    private var slots: [Int32] = Array(repeating: 0, count: 64)

    var count: Int { ends.count - 1 }

    /// The number of a key that was interned before.
    func index(of key: Span<UInt8>) -> Int? {
        let entry = slots[slot(of: key)]
        return entry == 0 ? nil : Int(entry) - 1
    }

    /// The number of a key; a new key gets the next number.
    mutating func intern(_ key: Span<UInt8>) -> Int {
        let slot = slot(of: key)
        if slots[slot] != 0 { return Int(slots[slot]) - 1 }
        for offset in key.indices { arena.append(key[offset]) }
        ends.append(arena.count)
        slots[slot] = Int32(truncatingIfNeeded: count)
        let index = count - 1
        if count * 2 > slots.count { grow() }
        return index
    }

    func text(at index: Int) -> String {
        String(decoding: arena[ends[index]..<ends[index + 1]], as: UTF8.self)
    }

    private func slot(of key: Span<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(key)) & mask
        while slots[slot] != 0, !isKey(Int(slots[slot]) - 1, key) { slot = (slot + 1) & mask }
        return slot
    }

    private func isKey(_ index: Int, _ key: Span<UInt8>) -> Bool {
        let start = ends[index]
        guard ends[index + 1] - start == key.count else { return false }
        for offset in key.indices where arena[start + offset] != key[offset] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 4)
        let mask = slots.count - 1
        for index in 0..<count {
            let key = Array(arena[ends[index]..<ends[index + 1]])
            var slot = Int(truncatingIfNeeded: Self.hash(key.span)) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: index + 1)
        }
    }

    /// FNV-1a with a final mix, so that short names that differ in their last digit spread over the table.
    private static func hash(_ key: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for offset in key.indices {
            hash = (hash ^ UInt64(key[offset])) &* 0x100_0000_01b3
        }
        return hash ^ (hash >> 29)
    }
}
