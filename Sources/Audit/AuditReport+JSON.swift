internal import Foundation

extension AuditReport {
    private struct Document: Encodable {
        struct Check: Encodable {
            var check: String
            var state: String
            var sentence: String
            var counts: [String: Int]
            var finding_count: Int
            var findings: [Item]
        }

        struct Item: Encodable {
            var kind: String
            var file: String?
            var sentence: String
        }

        var data: String
        var holds: Bool
        var checks: [Check]
    }

    /// One JSON object (RFC 8259) with the same words and the counts; keys sorted.
    package func json(data: String) throws -> String {
        let document = Document(
            data: data, holds: holds,
            checks: checks.map { check in
                Document.Check(
                    check: check.name.rawValue, state: check.state, sentence: check.line, counts: check.counts,
                    finding_count: check.findingCount,
                    findings: check.findings.map { .init(kind: $0.kind, file: $0.file, sentence: $0.sentence) })
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
