import Foundation
import Intake
import Pipeline
import Readings

/// The demo's short table: drawn anew each second on a terminal, as plain lines now and then elsewhere.
struct LiveTable: Sendable {
    let board: IntakeBoard
    let sites: Int
    let folder: DemoFolder

    private static let columns: [Quantity] = [.no2, .pm2_5, .pm10, .o3]

    func show() async {
        var drawn = 0
        let pause: Duration = Console.isTerminal ? .seconds(1) : .seconds(15)
        while !Task.isCancelled {
            try? await Task.sleep(for: pause)
            if Task.isCancelled { break }
            let lines = lines(board.current)
            if Console.isTerminal, drawn > 0 {
                Console.show("\u{1B}[\(drawn)A\u{1B}[J")
            }
            for line in lines { Console.say(line) }
            drawn = lines.count
        }
    }

    func finish() {
        let figures = board.current
        for line in lines(figures) { Console.say(line) }
        Console.say("")
        Console.result(
            "\(figures.balance.messages) messages, \(figures.files) files in \(folder.shown)/data/summaries (simulated data)"
        )
    }

    private func lines(_ figures: IntakeFigures) -> [String] {
        let balance = figures.balance
        let clock = figures.newest?.iso8601.prefix(16) ?? "-"
        var lines = [
            "simulated time \(clock)Z   messages \(balance.messages)   quarantined \(balance.quarantinedCount)   "
                + "windows written \(figures.rowsWritten)   files \(figures.files)"
        ]
        for borough in figures.connectorHours {
            lines.append("\(borough.borough): \(borough.pluggedIn) of \(borough.connectors) connectors plugged in")
        }
        guard !figures.latestHours.isEmpty else {
            lines.append("the first hour is not over yet")
            return lines
        }
        lines.append("")
        lines.append(row("site (simulated)", Self.columns.map { $0.name }, unit: "last hour, ug/m3"))
        for hour in figures.latestHours.prefix(24) {
            let values = Self.columns.map { hour.means[$0].map(Self.text) ?? "-" }
            lines.append(row(hour.site, values, unit: "\(hour.windowStart.iso8601.prefix(13))h"))
        }
        return lines
    }

    private func row(_ site: String, _ values: [String], unit: String) -> String {
        let name = site.padding(toLength: 34, withPad: " ", startingAt: 0)
        let cells = values.map { String(repeating: " ", count: max(0, 8 - $0.count)) + $0 }
        return name + cells.joined() + "   " + unit
    }

    /// Tenths, for a glance; the files hold the exact figures.
    private static func text(_ millionths: Int64) -> String {
        let tenths = (millionths.magnitude + 50_000) / 100_000
        return (millionths < 0 && tenths > 0 ? "-" : "") + "\(tenths / 10).\(tenths % 10)"
    }
}
