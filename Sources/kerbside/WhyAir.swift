import ArgumentParser
import Audit

struct WhyAir: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "air", abstract: "Explains the mean of an air sensor in a minute, quarter-hour, hour or UTC day.",
        discussion: """
            Example: kerbside why air --data data/ --device aq-0123 --quantity no2 --window 2026-03-02T08:00:00Z
            """)

    @OptionGroup var options: WhyOptions

    @Option(help: "The device, as in air_sensors.csv.")
    var device: String

    @Option(help: "What was measured, such as no2.")
    var quantity: String

    @Option(
        help: """
            The window: its start or any time in it, such as 2026-03-02T08:00:00Z, 2026-03-02T08:00 in local time, or for \
            a day 2026-03-02.
            """)
    var window: String

    @Option(help: "minute, quarter-hour, hour or day; default: a day for a date, else an hour.")
    var length: LengthOption?

    @Option(help: "The site, for a device that moved within the window.")
    var site: String?

    func run() throws {
        try options.answer { inquiry in
            let answer = try inquiry.air(
                device: device, quantity: quantity, window: AskedWindow(window, length: length?.name), site: site)
            return (answer.holds, answer.lines, answer.json)
        }
    }
}
