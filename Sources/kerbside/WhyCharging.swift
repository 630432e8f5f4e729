import ArgumentParser
import Audit

struct WhyCharging: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charging", abstract: "Explains how a connector spent an hour or a local day.",
        discussion: """
            Example: kerbside why charging --data data/ --charge-point cp-7 --connector 1 --window 2026-03-02T08:00
            """)

    @OptionGroup var options: WhyOptions

    @Option(help: "The charge point, as in charge_points.csv.")
    var chargePoint: String

    @Option(help: "The connector's number.")
    var connector: Int

    @Option(
        help: """
            The window: its start or any time in it, such as 2026-03-02T08:00:00Z, 2026-03-02T08:00 in local time, or for \
            a day 2026-03-02.
            """)
    var window: String

    @Option(help: "hour or day; default: a day for a date, else an hour.")
    var length: LengthOption?

    func run() throws {
        try options.answer { inquiry in
            let answer = try inquiry.charging(
                chargePoint: chargePoint, connector: connector, window: AskedWindow(window, length: length?.name))
            return (answer.holds, answer.lines, answer.json)
        }
    }
}

struct WhySession: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Explains a charging session: the events that made it.",
        discussion: """
            Example: kerbside why session --data data/ --session cp-7-1-2026-03-02T08:00:58Z
            """)

    @OptionGroup var options: WhyOptions

    @Option(help: "As in the column `session` of charging/session.")
    var session: String

    func run() throws {
        try options.answer { inquiry in
            let answer = try inquiry.session(session)
            return (answer.holds, answer.lines, answer.json)
        }
    }
}
