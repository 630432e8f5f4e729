/// What a check of published windows found: a small closed set. A flag changes no mean and takes nothing out; it tells
/// whoever reads the row to look first. Whether enough of a window was captured is no flag: the column `valid` says it.
package struct WindowFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let neighbours = WindowFlags(rawValue: 1)
    package static let drift = WindowFlags(rawValue: 2)
    package static let flatline = WindowFlags(rawValue: 4)
    package static let noise = WindowFlags(rawValue: 8)
    package static let spike = WindowFlags(rawValue: 16)

    /// A flag's word in the column `flags`, and why it is set, as a sentence for people.
    package struct Meaning: Hashable, Sendable {
        package var flag: WindowFlags
        package var word: String
        package var reason: String
    }

    /// All flags, in the order of their words.
    package static let meanings = [
        Meaning(
            flag: .neighbours, word: "differs_from_neighbours",
            reason: "Over three days the device differs from the median of the borough's devices by more than three "
                + "times what sites differ."),
        Meaning(
            flag: .drift, word: "drift",
            reason: "At night, the ratio to the median of the borough's devices moved by more than 20 % in 30 days."),
        Meaning(
            flag: .flatline, word: "flatline",
            reason: "The value stood still for longer than air does: the sensor may be stuck."),
        Meaning(
            flag: .noise, word: "noise",
            reason: "Readings within the hour scatter by more than 33 % of their mean."),
        Meaning(
            flag: .spike, word: "spike",
            reason: "The hour stands out from the two on each side, and the next two are back among them."),
    ]

    /// The words in alphabetical order, separated by blanks.
    package var text: String {
        Self.meanings.filter { contains($0.flag) }.map(\.word).joined(separator: " ")
    }
}
