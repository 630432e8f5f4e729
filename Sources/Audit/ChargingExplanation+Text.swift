internal import Charging
internal import Pipeline
internal import Readings

extension ChargingExplanation {
    package var lines: [String] {
        var lines = [
            "connector \(connector) of \(chargePoint) at \(site), \(window.lowerBound.iso8601) to "
                + "\(window.upperBound.iso8601) (\(localWords))"
        ]
        lines += row.comparison(
            of: "kwh", unit: "",
            beside: ["plugged_in_s", "charging_s", "available_s", "out_of_service_s", "unknown_s", "sessions_started"],
            source)
        lines += notes.map { "  note        " + $0 }
        lines += ["", "Registry"] + registry.map { "  \($0.file): \($0.line)" }
        lines += ["", "States in the window (UTC)"] + stateLines
        lines += ["", "Sessions that reach into it"] + sessionLines
        lines += ["", "Events that they rest on, by time (UTC)"] + ExplainedEvent.lines(events, source)
        lines += ["", totals.line(of: "event", counted: "counted", outside: nil)]
        for message in unreadable {
            lines.append(
                "A message received at \(message.received.iso8601) could not be taken (\(message.reason.rawValue)), "
                    + "\(source.words(of: message.place)).")
        }
        lines += sumLines
        if sumAgrees == false {
            lines.append(
                "WHAT IS LISTED DOES NOT GIVE THE ROW: that is a fault of Kerbside; please report it with this text.")
        }
        return lines
    }

    private var stateLines: [String] {
        var table = PaddedTable(["from", "to", "state", "seconds", "by"])
        var reach = window.lowerBound
        func unknown(until end: Instant) {
            guard reach < end else { return }
            table.add([
                reach.iso8601, end.iso8601, "unknown", Decimals.seconds(end.microseconds(since: reach)),
                "nothing that tells it",
            ])
        }
        for state in states {
            unknown(until: state.start)
            reach = state.end
            let by =
                switch state.evidence {
                case .transaction: "a transaction"
                case .status: "a status"
                case .retained: "a status that the broker had kept"
                case .carried: "a status, carried through a silence"
                case .meter: "a contactor or a meter"
                case .none: "nothing that tells it"
                }
            table.add([
                state.start.iso8601, state.end.iso8601,
                state.state.rawValue.replacing("_", with: " ")
                    + (state.state == .pluggedIn && state.knowsCharging
                        ? state.isCharging ? ", charging" : ", idle" : ""),
                Decimals.seconds(state.end.microseconds(since: state.start)), by,
            ])
        }
        unknown(until: window.upperBound)
        return table.lines
    }

    private var sessionLines: [String] {
        var table = PaddedTable(["session", "plug-in", "unplug", "state", "kWh in all", "kWh in the window"])
        for part in sessions {
            let session = part.session
            table.add([
                session.id(chargePoint: chargePoint), session.plugIn.iso8601, session.unplug?.iso8601 ?? "",
                session.state.rawValue, session.energy.map(Decimals.kilowattHours) ?? "",
                Decimals.kilowattHours(part.energy),
            ])
        }
        return table.isEmpty ? ["  none"] : table.lines
    }

    private var sumLines: [String] {
        let states = ConnectorState.allCases.map {
            "\($0.rawValue.replacing("_", with: " ")) \(Decimals.seconds(length(of: $0)))"
        }
        let whole = window.upperBound.microseconds(since: window.lowerBound)
        var parts = sessions.map { Decimals.kilowattHours($0.energy) }
        if energyBeside.millionths != 0 {
            parts.append("\(Decimals.kilowattHours(energyBeside)) by its meter beside any session")
        }
        let seconds = "The seconds: \(states.joined(separator: " + ")) = \(Decimals.seconds(whole))"
        guard tellsEnergy || energy.millionths != 0 else {
            return [seconds, "The energy: nothing tells it, no transaction and no meter"]
        }
        return [
            seconds,
            "The energy: \(parts.isEmpty ? "no session" : parts.joined(separator: " + ")) = "
                + "\(Decimals.kilowattHours(energy)) kWh",
        ]
    }
}

extension ExplainedEvent {
    static func lines(_ events: [ExplainedEvent], _ source: RecordSource) -> [String] {
        var table = PaddedTable(["at", "received", "connector", "event", "fate", source.placeTitle])
        for run in runs(events) {
            let event = run.first
            table.add([
                event.at.iso8601, event.received.iso8601, event.connector.map { "\($0)" } ?? "",
                event.words + (event.isRetained ? " (kept by the broker)" : "")
                    + (run.count > 1 ? ", \(run.count) times until \(run.last.iso8601)" : ""),
                event.fate.words, source.words(of: event.place),
            ])
        }
        return table.isEmpty ? ["  none"] : table.lines
    }

    private struct Run {
        var first: ExplainedEvent
        var last: Instant
        var count = 1
    }

    /// Meter values that only say again what they said are told in one line, up to the next event of another kind.
    private static func runs(_ events: [ExplainedEvent]) -> [Run] {
        var runs: [Run] = []
        var open: [String: Int] = [:]
        for event in events {
            guard event.fate == .counts, event.isMeterValue else {
                runs.append(Run(first: event, last: event.at))
                open = [:]
                continue
            }
            let key = "\(event.connector ?? -1) \(event.words)"
            if let index = open[key] {
                runs[index].count += 1
                runs[index].last = event.at
            } else {
                open[key] = runs.count
                runs.append(Run(first: event, last: event.at))
            }
        }
        return runs
    }

    private var isMeterValue: Bool {
        switch event {
        case .register?, .power?: true
        default: false
        }
    }
}

extension SessionExplanation {
    package var lines: [String] {
        var lines = ["session \(id): connector \(connector) of \(chargePoint) at \(site)"]
        lines += row.comparison(
            of: "kwh", unit: "",
            beside: ["plug_in", "unplug", "charging_s", "idle_s", "state", "result", "evidence", "flags"], source)
        lines += notes.map { "  note        " + $0 }
        lines += ["", "Registry"] + registry.map { "  \($0.file): \($0.line)" }
        lines += ["", "Events, by time (UTC)"] + ExplainedEvent.lines(events, source)
        lines += ["", totals.line(of: "event", counted: "counted", outside: nil)]
        lines += sumLines
        return lines
    }

    private var sumLines: [String] {
        guard let session else { return [] }
        var lines: [String] = []
        if session.flags.contains(.meterReset), let energy = session.energy {
            lines.append(
                "The energy: the meter began anew meanwhile; the parts that its registers show add up to "
                    + "\(Decimals.kilowattHours(energy)) kWh")
        } else if let start = session.meterStart, let stop = session.meterStop, let energy = session.energy,
            stop.millionths.subtractingReportingOverflow(start.millionths).partialValue == energy.millionths
        {
            lines.append(
                "The energy: \(Decimals.kilowattHours(stop)) - \(Decimals.kilowattHours(start)) = "
                    + "\(Decimals.kilowattHours(energy)) kWh")
        } else if session.unplug != nil {
            lines.append(
                session.energy.map { "The energy: \(Decimals.kilowattHours($0)) kWh by what was told meanwhile" }
                    ?? "The energy: nothing tells it")
        } else {
            lines.append(
                "The energy: no stop yet; "
                    + (session.energy.map { "the registers show \(Decimals.kilowattHours($0)) kWh so far" }
                        ?? "no register that shows it"))
        }
        if let unplug = session.unplug, let charging = session.chargingMicroseconds,
            let idle = session.idleMicroseconds
        {
            lines.append(
                "The time: charging \(Decimals.seconds(charging)) + idle \(Decimals.seconds(idle)) = "
                    + "\(Decimals.seconds(unplug.microseconds(since: session.plugIn))) s plugged in")
        }
        switch session.evidence {
        case .transaction:
            lines.append("Start and stop belong together: the stop names the number that the reply gave the start.")
        case .order:
            lines.append("Start and stop were joined by connector and order: no reply, or no number in the stop.")
        case .start: lines.append("No stop was found for the start.")
        case .meter: lines.append("No transaction is told: a contactor or a meter shows the car.")
        case .status: lines.append("No transaction is told: the connector's words show the car.")
        case .record: lines.append("OCPI tells the session.")
        }
        return lines
    }
}
