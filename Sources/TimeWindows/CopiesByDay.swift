import Readings

/// How many copies of each kind were received on each UTC day.
///
/// Adding takes the same time however many copies there are. Listing the days of one kind takes as many steps as days
/// are known in all, which the admission's horizon holds to a few.
struct CopiesByDay<Kind: Hashable & Comparable & Sendable>: Hashable, Sendable {
    struct Key: Hashable, Comparable, Sendable {
        var kind: Kind
        /// Days since 1970-01-01.
        var day: Int32

        static func < (left: Key, right: Key) -> Bool {
            (left.day, left.kind) < (right.day, right.kind)
        }
    }

    private(set) var counts: [Key: Int] = [:]
    /// The days in `counts`, ascending.
    private var days: [Int32] = []

    var isEmpty: Bool { counts.isEmpty }

    mutating func add(_ kind: Kind, day: Int32, count: Int = 1) {
        counts[Key(kind: kind, day: day), default: 0] += count
        if days.last == day { return }
        var place = days.count
        while place > 0, days[place - 1] > day { place -= 1 }
        if place == 0 || days[place - 1] != day { days.insert(day, at: place) }
    }

    func forEachDay(of kind: Kind, _ body: (_ day: Int32, _ count: Int) -> Void) {
        if counts.isEmpty { return }
        for day in days {
            if let count = counts[Key(kind: kind, day: day)] { body(day, count) }
        }
    }
}

extension CopiesByDay {
    /// No cell gets as many copies in a day: it would be 49,000 a second.
    private static var mostCopies: Int { Int(UInt32.max) }

    /// In ascending order, so that equal content gives equal bytes. `put` writes a kind.
    func pack(into packer: inout Packer, _ put: (Kind, inout Packer) -> Void) {
        let ascending = counts.sorted { $0.key < $1.key }
        packer.put(Int64(ascending.count))
        for (key, count) in ascending {
            packer.put(key.day)
            put(key.kind, &packer)
            packer.put(Int64(count))
        }
    }

    /// `get` reads a kind of at least one byte.
    init(
        unpacking unpacker: inout Unpacker, _ get: (inout Unpacker) throws(UnpackingError) -> Kind
    ) throws(UnpackingError) {
        self.init()
        var last: Key?
        for _ in 0..<(try unpacker.count(ofAtLeast: 13)) {
            let day = try unpacker.number(Int32.self)
            let key = Key(kind: try get(&unpacker), day: day)
            let count = try unpacker.number(Int64.self)
            guard last.map({ $0 < key }) ?? true, count > 0, count <= Self.mostCopies else { throw UnpackingError() }
            add(key.kind, day: day, count: Int(count))
            last = key
        }
    }
}
