internal import Disk

/// Where a published file lies: plain names with `/` between, none of them hidden.
struct PartitionPath {
    let text: String
    /// Empty for a file in the data folder itself.
    let folder: String
    let name: String

    init(_ text: String) throws(DiskError) {
        let names = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        // A temporary name is five bytes longer.
        guard let name = names.last, name.utf8.count <= 250, names.allSatisfy(Disk.isPlainName),
            !names.contains(where: { $0.hasPrefix(".") }), text != Manifest.fileName
        else { throw .notAllowed(text) }
        self.text = text
        self.name = name
        folder = names.dropLast().joined(separator: "/")
    }

    /// The folders from the outermost to the one that holds the file.
    var ancestors: [String] {
        var ancestors: [String] = []
        for name in folder.split(separator: "/") { ancestors.append((ancestors.last.map { $0 + "/" } ?? "") + name) }
        return ancestors
    }
}
