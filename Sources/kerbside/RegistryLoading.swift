import Dialects
import Intake
import Pipeline
import Registry

extension RegistryTables {
    /// Loads a registry folder for a command: notes go to stderr; mistakes end the command with all of them.
    static func load(folder: String) throws -> RegistryTables {
        let parsed: ParsedRegistry
        do {
            parsed = try RegistryFolder.load(path: folder, knownDialects: Dialect.known)
        } catch {
            throw Failure(text: "\(error)", status: 2)
        }
        for note in parsed.notes { Console.say("kerbside: note: \(folder)/\(note)") }
        guard let tables = parsed.tables else {
            for problem in parsed.problems { Console.say("kerbside: \(folder)/\(problem)") }
            let count = parsed.problems.count
            throw Failure(
                text:
                    "the registry in \(folder) has \(count) mistake\(count == 1 ? "" : "s"); nothing was read. Correct "
                    + "the lines above.", status: 2)
        }
        return tables
    }
}
