extension SourceFile {
    /// Where a page's links lead inside the repository, relative to its root, with the line of each.
    var relativeLinks: [(target: String, line: Int)] {
        Word(anywhere: "](").offsets(in: bytes).compactMap { offset in
            let written = bytes[(offset + 2)...].prefix { $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: "\n") }
            let link = String(decoding: written, as: UTF8.self)
            guard !link.contains("://"),
                let target = link.split(separator: "#", omittingEmptySubsequences: false).first,
                !target.isEmpty
            else { return nil }
            var place = folders
            for step in target.split(separator: "/") {
                if step == ".." { _ = place.popLast() } else if step != "." { place.append(step) }
            }
            return (place.joined(separator: "/"), line(ofOffset: offset))
        }
    }
}
