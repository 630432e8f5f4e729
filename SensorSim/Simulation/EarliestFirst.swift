import Readings

/// What will happen, the earliest first: a binary heap. Of things that are due at once, the one of the lower order comes first.
///
/// Times and orders alone move in the heap; what is waiting stays in its slot.
struct EarliestFirst<Element: Sendable>: Sendable {
    private struct Key: Sendable {
        var due: Instant
        var order: UInt64
        var slot: Int

        static func < (left: Key, right: Key) -> Bool {
            left.due == right.due ? left.order < right.order : left.due < right.due
        }
    }

    private var heap: [Key] = []
    private var slots: [Element?] = []
    private var free: [Int] = []
    private var inserted: UInt64 = 0

    /// When the next thing is due; nil when nothing waits.
    var firstDue: Instant? { heap.first?.due }

    /// - Parameter order: of things that are due at once; without one they keep the order in which they were inserted.
    mutating func insert(_ element: Element, due: Instant, order: UInt64? = nil) {
        inserted += 1
        let slot: Int
        if let known = free.popLast() {
            slot = known
            slots[slot] = element
        } else {
            slot = slots.count
            slots.append(element)
        }
        let key = Key(due: due, order: order ?? inserted, slot: slot)
        heap.append(key)
        rise(key, from: heap.count - 1)
    }

    mutating func popFirst() -> Element? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty { sink(last) }
        free.append(first.slot)
        let element = slots[first.slot]
        slots[first.slot] = nil
        return element
    }

    private mutating func rise(_ key: Key, from end: Int) {
        var child = end
        while child > 0 {
            let parent = (child - 1) / 2
            guard key < heap[parent] else { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = key
    }

    /// Puts the key in the root's place.
    private mutating func sink(_ key: Key) {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < key else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = key
    }
}
