import Foundation
import Testing

/// Rows of a CSV file by column name; quoted fields may hold commas.
struct Table {
    var rows: [[String: String]] = []

    init(fixture name: String) throws {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Fixtures"))
        self.init(text: try String(contentsOf: url, encoding: .utf8))
    }

    init(text: String) {
        let lines = text.split(separator: "\n").map(Self.fields)
        guard let header = lines.first else { return }
        rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line where character != "\r" {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
