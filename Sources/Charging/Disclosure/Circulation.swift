/// Whole-numbered flows along arcs that keep their sum in each node, none below nought.
struct Circulation {
    struct Arc {
        var from: Int
        var to: Int
        var flow: Int
        /// Its flow cannot change.
        var isHeld = false
    }

    var arcs: [Arc]
    /// For each node its arcs, in and out.
    private let arcsOfNode: [[Int]]

    init(arcs: [Arc], nodes: Int) {
        self.arcs = arcs
        var arcsOfNode = [[Int]](repeating: [], count: nodes)
        for (index, arc) in arcs.enumerated() {
            arcsOfNode[arc.from].append(index)
            arcsOfNode[arc.to].append(index)
        }
        self.arcsOfNode = arcsOfNode
    }

    /// Whether another flow, with the held arcs as they are, has so many more along an arc. By augmenting paths, shortest
    /// first (Edmonds and Karp 1972), from the arc's end back to its start.
    func canRise(_ arc: Int, by rise: Int) -> Bool {
        var changed = self
        var risen = 0
        while risen < rise {
            guard let path = changed.path(from: arcs[arc].to, to: arcs[arc].from, without: arc) else { return false }
            var step = rise - risen
            for move in path where !move.isForward { step = min(step, changed.arcs[move.arc].flow) }
            for move in path { changed.arcs[move.arc].flow += move.isForward ? step : -step }
            risen += step
        }
        return true
    }

    /// Whether another flow has less along an arc.
    func canFall(_ arc: Int) -> Bool {
        arcs[arc].flow > 0 && path(from: arcs[arc].from, to: arcs[arc].to, without: arc) != nil
    }

    private struct Move {
        var arc: Int
        /// Along the arc, by adding to its flow; else against it, by taking away.
        var isForward: Bool
    }

    /// The shortest way along arcs that are not held and against those of them that have flow.
    private func path(from start: Int, to goal: Int, without excluded: Int) -> [Move]? {
        var reached = [Move?](repeating: nil, count: arcsOfNode.count)
        var queue = [start]
        var next = 0
        while next < queue.count, queue[next] != goal {
            let node = queue[next]
            next += 1
            for index in arcsOfNode[node] where index != excluded && !arcs[index].isHeld {
                let arc = arcs[index]
                let isForward = arc.from == node
                let target = isForward ? arc.to : arc.from
                guard isForward || arc.flow > 0, target != start, reached[target] == nil else { continue }
                reached[target] = Move(arc: index, isForward: isForward)
                queue.append(target)
            }
        }
        guard reached[goal] != nil else { return nil }
        var path: [Move] = []
        var node = goal
        while node != start, let move = reached[node] {
            path.append(move)
            node = move.isForward ? arcs[move.arc].from : arcs[move.arc].to
        }
        return path
    }
}
