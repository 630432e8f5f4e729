/// What one reading of the registry found wrong or odd, all files together.
struct Findings {
    private(set) var problems: [RegistryProblem] = []
    private(set) var notes: [RegistryNote] = []
    /// Looking for the name that was meant costs time in proportion to all names. When one file is lost, each row of
    /// another can refer to nothing: the first few hundred get a suggestion, the rest only the message.
    private var searchesLeft = 300

    mutating func report(_ problem: RegistryProblem) {
        problems.append(problem)
    }

    mutating func note(_ file: String, line: Int?, _ text: String) {
        notes.append(RegistryNote(file: file, line: line, text: text))
    }

    /// The one candidate that `word` is probably a misspelling of.
    mutating func meant(by word: String, among candidates: some Sequence<String>) -> String? {
        guard searchesLeft > 0 else { return nil }
        searchesLeft -= 1
        return nearest(to: word, among: candidates)
    }

    /// By file and line; on one line in the order in which they were found.
    func sortedProblems() -> [RegistryProblem] {
        problems.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
    }

    func sortedNotes() -> [RegistryNote] {
        notes.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
    }
}
