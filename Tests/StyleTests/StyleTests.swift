import Foundation
import Testing

@Suite("The repository's style")
struct StyleTests {
    @Test("every file keeps the rule", arguments: Rules.all)
    func keeps(_ rule: Rule) {
        let findings = Repository.files.flatMap(rule.findings)
        #expect(findings.isEmpty, report(findings, why: rule.why))
    }

    @Test(
        "the rule fails on a file that breaks it, at its last line, and passes one that looks alike",
        arguments: Rules.all)
    func canFail(_ rule: Rule) {
        let found = rule.findings(rule.broken)
        let last = rule.broken.lineCount
        #expect(found.count == 1, "found \(found)")
        #expect(found.first?.path == rule.broken.path)
        // A function is named by its first line, which the example has as its second.
        #expect(found.first?.line == (rule.name == Rules.functionLength.name ? 2 : last))
        #expect(rule.findings(rule.kept).isEmpty, "\(rule.findings(rule.kept))")
    }

    @Test("half of the Swift files have at most 120 lines")
    func medianLength() throws {
        let lengths = Repository.swiftFiles.map(\.lineCount).sorted()
        let median = try #require(lengths.isEmpty ? nil : lengths[lengths.count / 2])
        let sentence = "\(lengths.count) Swift files, median \(median) lines, longest \(lengths.last ?? 0)"
        FileHandle.standardError.write(Data("style: \(sentence)\n".utf8))
        #expect(median <= 120, "\(sentence). Why: one concept a file; long files hide several.")
    }

    @Test("the repository is found, with its package file, sources and tests")
    func looksAtTheRepository() {
        let paths = Repository.files.map(\.path)
        #expect(paths.contains("Package.swift"))
        #expect(paths.contains("Sources/Readings/Instant.swift"))
        #expect(paths.contains("Tests/StyleTests/StyleTests.swift"))
    }

    @Test("links between pages lead to files that exist")
    func links() {
        let findings = Repository.files.filter { $0.path.hasSuffix(".md") }.flatMap { page in
            page.relativeLinks.filter { !Repository.exists($0.target) }.map {
                Finding(path: page.path, line: $0.line, text: "nothing at \($0.target)")
            }
        }
        #expect(findings.isEmpty, report(findings, why: "a dead link on the first page is where people stop reading."))
    }

    @Test("links are read without their anchors, relative to the page, and not from other sites")
    func readsLinks() {
        let text = "[a](b.md#c)\n[d](../e/) [f](https://example.org) [g](#h)\n"
        let page = SourceFile(path: "docs/p/page.md", text: text)
        #expect(page.relativeLinks.map(\.target) == ["docs/p/b.md", "docs/e"])
        #expect(page.relativeLinks.map(\.line) == [1, 2])
        #expect(!Repository.exists("docs/p/b.md"))
    }

    @Test("the licence is the Apache License 2.0, whole")
    func licence() throws {
        let licence = try #require(Repository.files.first { $0.path == "LICENSE" })
        let text = String(decoding: licence.bytes, as: UTF8.self)
        #expect(text.contains("Apache License\n") && text.contains("Version 2.0, January 2004"))
        #expect(text.contains("END OF TERMS AND CONDITIONS"))
    }

    @Test("shell scripts are well-formed bash")
    func shellScriptsParse() throws {
        for script in Repository.shellScripts {
            let complaint = try complaintOfBash(about: Repository.root.appending(path: script.path))
            #expect(
                complaint == nil,
                "\(complaint ?? "") Why: a script that does not parse fails on the user's machine first.")
        }
    }

    @Test("bash's complaint about a broken script names its line")
    func shellCheckCanFail() throws {
        let script = FileManager.default.temporaryDirectory.appending(path: "kerbside-style-\(UUID().uuidString).sh")
        try Data("#!/usr/bin/env bash\nif true; then\n".utf8).write(to: script)
        defer { try? FileManager.default.removeItem(at: script) }
        let complaint = try #require(try complaintOfBash(about: script))
        #expect(complaint.contains("line 3"))
    }

    /// What `bash -n` says; nil when it has nothing to say.
    private func complaintOfBash(about script: URL) throws -> String? {
        let bash = Process()
        let errors = Pipe()
        bash.executableURL = URL(filePath: "/usr/bin/env")
        bash.arguments = ["bash", "-n", script.path]
        bash.standardError = errors
        try bash.run()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        bash.waitUntilExit()
        return bash.terminationStatus == 0 ? nil : String(decoding: said, as: UTF8.self)
    }
}
