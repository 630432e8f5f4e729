/// A key of an object: where it stands and what it spells.
package struct JSONKey: Sendable {
    package var name: JSONName
    /// The key's bytes between the quotes, and whether escapes are among them.
    package var string: JSONString
}

/// The keys that the open objects have had.
///
/// While an object is small, a new key is compared with those before that share its bit of a 64-bit filter, which are few.
/// A larger object is sorted once, at its end, so that a hostile one costs n log n.
struct SeenKeys: Sendable {
    private struct Entry {
        /// The name's bits mixed: differs for nearly all different keys.
        var mark: UInt64
        /// Where the key's bytes begin, in the text or, when it was spelled with escapes, in `spelledOut`.
        var start: Int
        /// Negative when the bytes are in `spelledOut`.
        var signedLength: Int

        var length: Int { abs(signedLength) }
    }

    /// A stack of `count` entries; those above it are left-overs.
    private var entries: [Entry] = []
    private var count = 0
    private var spelledOut: [UInt8] = []
    /// The innermost object's first entry. In front of it stands an entry that keeps the outer object's values of these two.
    private var first = 0
    private var filter: UInt64 = 0

    private static let smallObject = 64
    private static let keptCapacity = 4096

    mutating func removeAll() {
        if entries.count > Self.keptCapacity { entries = [] }
        count = 0
        if !spelledOut.isEmpty { spelledOut = [] }
        first = 0
        filter = 0
    }

    mutating func beginObject() {
        push(Entry(mark: filter, start: first, signedLength: 0))
        first = count
        filter = 0
    }

    @inline(__always)
    private mutating func push(_ entry: Entry) {
        if count < entries.count { entries[count] = entry } else { entries.append(entry) }
        count += 1
    }

    /// False when the key is known to stand in the innermost object already.
    @inline(__always)
    mutating func insert(_ key: JSONKey, _ text: Span<UInt8>) -> Bool {
        let name = key.name
        let mark = name.first ^ (name.second &* 3) ^ (name.third &* 5) ^ (name.fourth &* 7)
        let range = key.string.range
        var entry = Entry(mark: mark, start: range.lowerBound, signedLength: range.upperBound &- range.lowerBound)
        if key.string.hasEscapes { spellOut(key.string, text, &entry) }
        // The multiplier of SplitMix64's first step: under it the usual messages' keys have a bit each.
        let bit: UInt64 = 1 << ((mark &* 0xBF58_476D_1CE4_E5B9) >> 58)
        if filter & bit != 0, stands(entry, text) { return false }
        filter |= bit
        push(entry)
        return true
    }

    private mutating func spellOut(_ string: JSONString, _ text: Span<UInt8>, _ entry: inout Entry) {
        entry.start = spelledOut.count
        string.appendUnescaped(text, to: &spelledOut)
        entry.signedLength = entry.start - spelledOut.count
    }

    private func stands(_ entry: Entry, _ text: Span<UInt8>) -> Bool {
        guard count - first <= Self.smallObject else { return false }
        for index in first..<count where entries[index].mark == entry.mark {
            if order(entries[index], entry, text) == 0 { return true }
        }
        return false
    }

    /// Forgets the innermost object; false when one of its keys stands in it twice.
    mutating func endObject(_ text: Span<UInt8>) -> Bool {
        let isDistinct = count - first <= Self.smallObject || areDistinct(text)
        let outer = entries[first - 1]
        count = first - 1
        first = outer.start
        filter = outer.mark
        return isDistinct
    }

    private func areDistinct(_ text: Span<UInt8>) -> Bool {
        var members = Array(entries[first..<count])
        members.sort { order($0, $1, text) < 0 }
        for index in 1..<members.count where order(members[index - 1], members[index], text) == 0 { return false }
        return true
    }

    /// -1, 0 or 1: by mark, then length, then byte by byte.
    private func order(_ left: Entry, _ right: Entry, _ text: Span<UInt8>) -> Int {
        if left.mark != right.mark { return left.mark < right.mark ? -1 : 1 }
        if left.length != right.length { return left.length < right.length ? -1 : 1 }
        for offset in 0..<left.length {
            let leftByte = byte(left, offset, text)
            let rightByte = byte(right, offset, text)
            if leftByte != rightByte { return leftByte < rightByte ? -1 : 1 }
        }
        return 0
    }

    private func byte(_ entry: Entry, _ offset: Int, _ text: Span<UInt8>) -> UInt8 {
        entry.signedLength < 0 ? spelledOut[entry.start + offset] : text[entry.start + offset]
    }
}
