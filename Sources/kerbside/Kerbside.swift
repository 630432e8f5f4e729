import ArgumentParser

@main
struct Kerbside: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kerbside",
        abstract: "Takes readings of air sensors and charge points, and writes summaries that add up.",
        discussion: """
            See it at work:            kerbside demo
            Summaries of a recording:  kerbside aggregate --registry registry/ --out out/ feed.ndjson
            The service:               kerbside run --config kerbside.yaml
            Do the files hold?         kerbside verify --data data/
            How did a number come?     kerbside why air --data data/ --device aq-1 --quantity no2 --window 2026-03-02
            Make days again:           kerbside rebuild --data data/ --from 2026-03-01 --to 2026-03-07
            History of a station:      kerbside import --data data/ --dialect uk-air --device MY1 MY1_2022.csv
            Figures for R or Excel:    kerbside export --data data/ --as openair --out figures.csv

            Exit status: 0 done, 1 failed, 2 wrong usage or settings.
            """,
        subcommands: [
            Run.self, Aggregate.self, Import.self, Export.self, Check.self, RegistryCommand.self, Rebuild.self,
            Verify.self,
            Why.self,
            Demo.self,
        ])

    /// Wrong usage exits with 2, as the design has it, where the library's own would be 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Console.end(with: error)
        }
    }
}
