import Dialects
import Foundation
import Intake
import Pipeline
import Readings

/// `kerbside check --mapping`: what a mapping file makes of payloads, for whoever writes one.
struct CheckMapping {
    var file: String
    var sample: String?
    var topic: String?
    var device: String?
    var received: String?
    var zone: String?

    func run() throws {
        let read = MappingFile(
            file: file, bytes: try Self.bytes(of: file, expected: "a mapping file"),
            builtIn: Dialect.allCases.map(\.name))
        guard let mapping = read.mapping else {
            for problem in read.problems { Console.say("kerbside: \(problem)") }
            throw Failure(text: "\(file): the mapping has mistakes. Correct the lines above.", status: 2)
        }
        guard let sample else {
            Console.result("\(file): \(mapping.name), \(mapping.values.count) values, no mistake")
            try Self.check([read])
            return
        }
        var example = MappingExample(payload: try Self.bytes(of: sample, expected: "a file with one payload"))
        example.topic = topic
        example.device = device
        if let received {
            guard let instant = Instant(iso8601: received) else {
                throw Failure(
                    text: "--received \(received): expected a time with a zone, such as 2026-03-02T08:17:33Z.",
                    status: 2)
            }
            example.received = instant
        }
        if let zone {
            guard let rules = ZoneLoading.rules(named: zone) else {
                throw Failure(text: "--zone \(zone): expected an IANA time zone such as Europe/London.", status: 2)
            }
            example.zone = rules
        }
        for line in example.outcome(of: mapping) { Console.result(line) }
    }

    /// Tries the examples of mapping files; the files themselves have no mistake.
    static func check(_ files: [MappingFile]) throws {
        var failed = 0
        for file in files {
            guard let mapping = file.mapping else { continue }
            var wrong = 0
            for example in file.examples {
                let difference = example.difference(of: mapping)
                guard !difference.isEmpty else { continue }
                wrong += 1
                let place = example.line.map { "\(file.file):\($0)" } ?? file.file
                for line in difference { Console.say("kerbside: \(place): example: \(line)") }
            }
            failed += wrong
            let count = file.examples.count
            guard count > 0 else {
                Console.result("\(file.file): no examples; add one, so that the next person sees what was meant")
                continue
            }
            if wrong == 0 { Console.result("\(file.file): \(count) example\(count == 1 ? "" : "s"), as expected") }
        }
        guard failed == 0 else {
            throw Failure(
                text:
                    "\(failed) example\(failed == 1 ? " comes" : "s come") to something else. Correct the mapping, or "
                    + "`gives` of the example.", status: 2)
        }
    }

    private static func bytes(of path: String, expected: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(text: "\(path): found no file that can be read; expected \(expected).", status: 2)
        }
        return [UInt8](data)
    }
}
