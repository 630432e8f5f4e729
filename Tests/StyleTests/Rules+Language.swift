/// All rules that look at one file.
enum Rules {
    static let all = language + names + rooms + size + text
}

extension Rules {
    static let language = [
        escapeHatches, forcedUnwrapping, trapping, publicAccess, printing, waiting, memoryByHand,
    ]

    /// Switches off what the compiler proves about concurrency.
    static let escapeHatches = Rule(
        name: "no @unchecked Sendable, no nonisolated(unsafe)",
        why:
            "the compiler proves that there are no data races; these two tell it to look away. Use Mutex, Atomic or a value.",
        broken: SourceFile(
            path: "Sources/Intake/A.swift", text: "final class A {}\nextension A: @unchecked Sendable {}"),
        kept: SourceFile(
            path: "Sources/Intake/A.swift", text: "// @unchecked Sendable is banned\nlet a = \"nonisolated(unsafe)\"")
    ) { file in
        guard file.isSwift else { return [] }
        let words = [Word(anywhere: "@unchecked"), Word(anywhere: "nonisolated(unsafe)")]
        return file.findings(words, in: file.code) { "\($0.text) switches checks off" }
    }

    static let forcedUnwrapping = Rule(
        name: "no forced unwrapping, no try!, no as!",
        why: "one odd message must never stop the service. Use guard, ?? or a typed error.",
        broken: SourceFile(path: "Sources/Tables/A.swift", text: "let a = b != c && !d\nlet e = f()!.g"),
        kept: SourceFile(
            path: "Sources/Tables/A.swift",
            text: "let a = b != c && !d // f()!\n#if !os(Linux)\n#endif\nlet s = \"\\(a)!\"")
    ) { file in
        guard file.isSwift else { return [] }
        return Word(anywhere: "!").offsets(in: file.code).compactMap { offset in
            guard offset > 0 else { return nil }
            let before = file.code[offset - 1]
            let after = offset + 1 < file.code.count ? file.code[offset + 1] : UInt8(ascii: "\n")
            let isPostfix = Word.isPart(before) || ")]}>\"?".utf8.contains(before)
            guard isPostfix, after != UInt8(ascii: "=") else { return nil }
            return Finding(
                path: file.path, line: file.line(ofOffset: offset),
                text: "`!` behind an expression or a type traps on nil")
        }
    }

    static let trapping = Rule(
        name: "no fatalError",
        why: "what arrives from outside is data; it gets a reason and a place in the balance, the process goes on.",
        broken: SourceFile(path: "Sources/Journal/A.swift", text: "func a() {\n    fatalError(\"no\")"),
        kept: SourceFile(path: "Sources/Journal/A.swift", text: "let text = \"fatalError(\"")
    ) { file in
        file.isSwift
            ? file.findings([Word(call: "fatalError")], in: file.code) { _ in "fatalError ends the process" } : []
    }

    static let publicAccess = Rule(
        name: "nothing is public",
        why:
            "Kerbside ships commands, not a library; `package` is what other rooms need, and it can still change freely.",
        broken: SourceFile(path: "Sources/Disk/A.swift", text: "package struct A {}\npublic struct B {}"),
        kept: SourceFile(
            path: "Sources/Disk/A.swift",
            text: "/// The public datasets.\nlet audience = \"public \"\nlet publicRows = 1")
    ) { file in
        guard file.isSwift else { return [] }
        return Word("public").offsets(in: file.code).compactMap { offset in
            // An audience may be called public: `.public` and `case public` are names, not access.
            let before = String(decoding: file.code[..<offset].suffix(5), as: UTF8.self)
            guard !before.hasSuffix("."), !before.hasSuffix("case "), !before.hasSuffix("`") else { return nil }
            guard offset + 6 < file.code.count, file.code[offset + 6] == UInt8(ascii: " ") else { return nil }
            return Finding(path: file.path, line: file.line(ofOffset: offset), text: "public declaration or import")
        }
    }

    static let printing = Rule(
        name: "print only in commands",
        why:
            "stdout is a command's product, which other programs read. Rooms return values; what happens is logged to stderr.",
        broken: SourceFile(path: "Sources/Intake/A.swift", text: "func a() {\n    print(1)"),
        kept: SourceFile(path: "Sources/kerbside/A.swift", text: "func a() {\n    print(1)")
    ) { file in
        guard file.isSwift, !Rooms.ofCommands.contains(where: { file.path.hasPrefix($0) }) else { return [] }
        return file.findings([Word(call: "print"), Word(call: "debugPrint"), Word(call: "dump")], in: file.code) {
            "\($0.text)…) outside a command"
        }
    }

    static let waiting = Rule(
        name: "tests never sleep",
        why: "a test that sleeps is slow on a good day and wrong on a busy one. Wait for the event, with a deadline.",
        broken: SourceFile(
            path: "Tests/IntakeTests/A.swift",
            text: "func a() async throws {\n    try await Task.sleep(for: .seconds(1))"),
        kept: SourceFile(
            path: "Tests/IntakeTests/A.swift", text: "// Task.sleep(for:) is banned\nfunc asleep() {}\nlet b = asleep()"
        )
    ) { file in
        guard file.isSwift, file.isTest else { return [] }
        var sleep = Word(call: "sleep")
        sleep.isNeverAfterDot = false
        return file.findings([sleep, Word(call: "usleep"), Word(call: "nanosleep")], in: file.code) {
            "\($0.text)…) in a test"
        }
    }

    static let memoryByHand = Rule(
        name: "unsafe memory only in BrokerLink and Disk",
        why:
            "the memory that no compiler checks is small, in two rooms, and can be read in an hour. Elsewhere Span does it.",
        broken: SourceFile(path: "Sources/Journal/A.swift", text: "let safe = 1\nlet a = unsafe f(b)"),
        kept: SourceFile(path: "Sources/Disk/A.swift", text: "let a = unsafe f(UnsafeRawPointer(b))")
    ) { file in
        // A manifest has no memory: its `unsafeFlags` are flags of the compiler.
        guard file.isSwift, file.path != "Package.swift", !Rooms.withMemoryByHand.contains(file.room ?? ""),
            !file.path.hasPrefix(Rooms.fuzzing)
        else {
            return []
        }
        let words = [Word(prefix: "unsafe"), Word(prefix: "Unsafe"), Word(prefix: "withUnsafe"), Word("Unmanaged")]
        return file.findings(words, in: file.code) { "\($0.text)… outside BrokerLink and Disk" }
    }
}
