/// The paths of a mapping put together, so that one walk over a payload finds all of them.
struct PathTree: Sendable {
    struct Node: Sendable {
        /// Where what stands here is kept; nil for a place on the way.
        var slot: Int?
        var members: [(name: [UInt8], node: Int)] = []
        var elements: [(index: Int, node: Int)] = []
        var matches: [(member: [UInt8], value: [UInt8], node: Int)] = []

        var isLeaf: Bool { members.isEmpty && elements.isEmpty && matches.isEmpty }
    }

    /// The first is the top.
    private(set) var nodes: [Node] = [Node()]

    /// The slot of a path; a path that is there already keeps its slot.
    mutating func slot(of steps: [MappedPath.Step], new: () -> Int) -> Int {
        var node = 0
        for step in steps { node = child(of: node, step) }
        if let slot = nodes[node].slot { return slot }
        let slot = new()
        nodes[node].slot = slot
        return slot
    }

    private mutating func child(of node: Int, _ step: MappedPath.Step) -> Int {
        let next = nodes.count
        switch step {
        case .member(let name):
            if let known = nodes[node].members.first(where: { $0.name == name }) { return known.node }
            nodes[node].members.append((name, next))
        case .element(let index):
            if let known = nodes[node].elements.first(where: { $0.index == index }) { return known.node }
            nodes[node].elements.append((index, next))
        case .elements(let member, let value):
            let known = nodes[node].matches.first { $0.member == member && $0.value == value }
            if let known { return known.node }
            nodes[node].matches.append((member, value, next))
        }
        nodes.append(Node())
        return next
    }
}
