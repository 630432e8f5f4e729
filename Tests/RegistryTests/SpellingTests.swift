import Testing

@testable import Registry

@Suite("Did you mean")
struct SpellingTests {
    /// The distances of textbooks: kitten to sitting takes two substitutions and an insertion.
    @Test(
        "the distance counts insertions, deletions, substitutions and exchanges of neighbours",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("kitten", "sitting", 3),
            ("station", "statoin", 1), ("saturday", "sunday", 3), ("ab", "ba", 1), ("abcd", "badc", 2),
        ])
    func distance(left: String, right: String, edits: Int) {
        #expect(editDistance(Array(left.utf8), Array(right.utf8)) == edits)
        #expect(editDistance(Array(right.utf8), Array(left.utf8)) == edits)
    }

    @Test(
        "the nearest candidate is meant, unless it is far or another is as near",
        arguments: [
            ("schol", ["school", "station"], "school"), ("SCHOOL", ["school", "station"], "school"),
            ("bc", ["ac", "dc"], nil), ("aac", ["ac", "dc"], "ac"), ("plane", ["plain", "senml"], nil),
            ("site-10", ["site-1", "site-11", "site-2"], nil), ("x", ["y"], nil), ("hub", [], nil),
        ] as [(String, [String], String?)])
    func meant(word: String, candidates: [String], expected: String?) {
        #expect(nearest(to: word, among: candidates) == expected)
    }
}
