import ArgumentParser
import SensorSim

/// What follows `--speed`: a factor, or `max`.
struct Speed: ExpressibleByArgument {
    var pace: Pace

    init?(argument: String) {
        if argument == "max" {
            pace = .unlimited
        } else if let factor = Double(argument), factor.isFinite, factor > 0 {
            pace = .speed(factor)
        } else {
            return nil
        }
    }

    init(_ pace: Pace) {
        self.pace = pace
    }
}
