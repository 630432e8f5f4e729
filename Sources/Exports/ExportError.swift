/// Why nothing can be exported. The text says what there is instead.
package struct ExportError: Error, CustomStringConvertible {
    /// Whether the question was wrong, and not the folder.
    package var isWrongUsage: Bool
    package var description: String

    init(_ description: String, isWrongUsage: Bool = true) {
        self.description = description
        self.isWrongUsage = isWrongUsage
    }
}
