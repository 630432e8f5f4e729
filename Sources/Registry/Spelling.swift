/// The candidate that takes the fewest edits, letter case aside, when it is the only such one and takes no more than a
/// third of the longer word's letters (one edit is always allowed). Nil otherwise: a guess between equals helps nobody.
func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().utf8)
    var best: String?
    var bestEdits = Int.max
    for candidate in candidates {
        let others = Array(candidate.lowercased().utf8)
        let allowed = max(1, max(letters.count, others.count) / 3)
        guard abs(letters.count - others.count) <= allowed, min(letters.count, others.count) > 1 else { continue }
        let edits = editDistance(letters, others)
        guard edits <= allowed, edits <= bestEdits else { continue }
        best = edits == bestEdits ? nil : candidate
        bestEdits = edits
    }
    return best
}

/// Insertions, deletions, substitutions and exchanges of neighbours that turn one word into the other (the "optimal string
/// alignment" form of the Damerau-Levenshtein distance).
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for column in 0..<right.count {
            let substitution = last[column] + (left[row] == right[column] ? 0 : 1)
            var edits = min(substitution, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                edits = min(edits, beforeLast[column - 1] + 1)
            }
            current.append(edits)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
