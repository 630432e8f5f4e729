extension Rules {
    static let names = [typeNames]
    static let text = [leftovers, machinePaths, decisionPages]

    static let typeNames = Rule(
        name: "types have names of the field",
        why:
            "Manager, Helper and their kin say that something is done, not what. A councillor's or a chemist's word does.",
        broken: SourceFile(path: "Sources/Disk/A.swift", text: "struct Door {}\nenum FileUtil {}"),
        kept: SourceFile(
            path: "Sources/Disk/A.swift",
            text: "// struct FileManager\nlet a = FileManager.default\nstruct Commons {}\nstruct Utility {}")
    ) { file in
        guard file.isSwift else { return [] }
        let banned: Set = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Handler", "Processor"]
        return ["struct", "class", "enum", "actor", "protocol", "typealias"].flatMap { keyword in
            Word(keyword).offsets(in: file.code).compactMap { offset in
                let rest = file.code[(offset + keyword.utf8.count)...].drop { $0 == UInt8(ascii: " ") }
                let name = String(decoding: rest.prefix { Word.isPart($0) }, as: UTF8.self)
                guard !banned.isDisjoint(with: capitalisedWords(of: name)) else { return nil }
                return Finding(path: file.path, line: file.line(ofOffset: offset), text: "\(keyword) \(name)")
            }
        }
    }

    private static func capitalisedWords(of name: String) -> [String] {
        var words: [String] = []
        for character in name {
            if character.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1].append(character)
        }
        return words
    }

    /// Cut in two, so that this file does not break its own rule.
    private static let leftoverWords = [("TO", "DO"), ("FIX", "ME"), ("X", "XX")].map { Word($0.0 + $0.1) }

    static let leftovers = Rule(
        name: "no notes to self",
        why: "what is not done is done now, or written down where users can read it.",
        broken: SourceFile(path: "Sources/Disk/A.swift", text: "let a = 1\n// \(leftoverWords[0].text): later"),
        kept: SourceFile(
            path: "Sources/Disk/A.swift", text: "// mktemp wants X\("XXXX")X; todo in small letters is Spanish for all")
    ) { file in
        file.findings(leftoverWords, in: file.bytes) { "\($0.text) left over" }
    }

    /// Folders in which people and build machines keep their work, and names of private package registries.
    private static let homes = ["home", "root", "Users", "work", "workspace", "builds", "mnt"].map {
        Word(anywhere: "/" + $0 + "/")
    }
    private static let registries = ["artifactory", "jfrog", "nexus", "verdaccio", "devpi"].map {
        Word(anywhere: $0 + ".")
    }

    static let machinePaths = Rule(
        name: "no path and no host of the machine that built it",
        why: "the text would be wrong on every other machine, and tells strangers how one is set up.",
        broken: SourceFile(
            path: "docs/a.md",
            text: "/var/lib/kerbside, docs/work/a and https://example.org/home/a\nsee \("/ho")me/ann/kerbside"),
        kept: SourceFile(
            path: "docs/a.md", text: "/var/lib/kerbside, docs/work/a and https://example.org/home/a, a nexus of ideas.")
    ) { file in
        let paths = homes.flatMap { home in
            home.offsets(in: file.bytes).filter { offset in
                let after = offset + home.text.utf8.count
                guard after < file.bytes.count, Word.isPart(file.bytes[after]) else { return false }
                guard offset > 0 else { return true }
                let before = file.bytes[offset - 1]
                return !Word.isPart(before) && !"/.~-:)}>*$".utf8.contains(before)
            }
        }
        let hosts = registries.flatMap { host in
            host.offsets(in: file.bytes).filter { offset in
                let after = offset + host.text.utf8.count
                return after < file.bytes.count && Word.isPart(file.bytes[after])
            }
        }
        return (paths + hosts).sorted().map {
            Finding(path: file.path, line: file.line(ofOffset: $0), text: "names a place of one machine")
        }
    }

    static let decisionPages = Rule(
        name: "a decision has context, decision and consequences",
        why: "a decision without its context cannot be reconsidered; one without consequences was not thought through.",
        broken: SourceFile(path: "docs/decisions/9999-a.md", text: "# A\n\n## Context\n\n## Decision"),
        kept: SourceFile(
            path: "docs/decisions/9999-a.md", text: "# A\n\n## Context\n\n## Decision\n\n## Consequences\n")
    ) { file in
        guard file.path.hasPrefix("docs/decisions/"), file.path.hasSuffix(".md") else { return [] }
        let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
        let headings = lines.filter { $0.hasPrefix("## ") }.prefix(3).map { $0.dropFirst(3) }
        if headings == ["Context", "Decision", "Consequences"] { return [] }
        return [
            Finding(path: file.path, line: file.lineCount, text: "headings are \(headings.joined(separator: ", "))")
        ]
    }
}
