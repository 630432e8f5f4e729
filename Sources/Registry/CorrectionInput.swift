import Readings

/// The input of a correction is a typed choice: a formula that was fitted to the one figure of a particle counter is
/// refused for a device that gives the other one.
extension Sheet {
    /// Reports corrections whose input is not what the device's dialect gives, and notes those that lack a humidity.
    func reportInputs(
        _ corrections: [Placed<Correction>], _ sensors: [Placed<AirSensor>], _ dialects: [KnownDialect],
        _ findings: inout Findings
    ) {
        let owned = Dictionary(grouping: sensors.map(\.value), by: \.device)
        for placed in corrections where placed.value.method.needsHumidity {
            let correction = placed.value
            let reached = (owned[correction.device] ?? []).filter { $0.validity.overlaps(correction.validity) }
            for sensor in reached {
                let dialect = dialects.first { $0.name == sensor.dialect }
                guard let dialect, let problem = mismatch(correction, dialect, line: placed.line) else { continue }
                findings.report(problem)
                break
            }
            if !reached.isEmpty, reached.allSatisfy({ !$0.quantities.isEmpty && !$0.quantities.contains(.humidity) }) {
                findings.note(
                    file, line: placed.line,
                    "air_sensors.csv lists no humidity for \(quoted(correction.device)), and "
                        + "\(correction.method.rawValue) corrects no reading without one")
            }
        }
    }

    /// What is wrong with a correction of a device that sends a dialect; nil where nothing is.
    private func mismatch(_ correction: Correction, _ dialect: KnownDialect, line: Int) -> RegistryProblem? {
        guard let needed = correction.method.input else { return nil }
        let method = correction.method.rawValue
        func problem(_ column: String, _ found: String, _ expected: String, _ remedy: String) -> RegistryProblem {
            RegistryProblem(
                file: file, line: line, column: column, found: found, expected: expected, remedy: remedy)
        }
        switch dialect.particleInput {
        case needed: return nil
        case nil where correction.input == needed: return nil
        case nil:
            return problem(
                "input", "nothing",
                "cf1 or atm, because the dialect \(dialect.name) does not say which PM2.5 it carries",
                "Write \(needed.rawValue) if the device gives that figure of a Plantower counter; else correct it by "
                    + "linear or kappa-koehler.")
        case .other:
            return problem(
                "method", quoted(method),
                "linear or kappa-koehler, because the PM2.5 of the dialect \(dialect.name) is not that of a Plantower "
                    + "counter, to which \(method) was fitted",
                "Write one of them with its figures, or delete the row.")
        case .some(let given):
            let other = Correction.Method.allCases.first { $0.input == given }?.rawValue ?? "linear"
            return problem(
                "method", quoted(method),
                "a method for PM2.5 as \(given.rawValue), which the dialect \(dialect.name) gives; \(method) takes "
                    + needed.rawValue, "Write \"\(other)\".")
        }
    }
}
