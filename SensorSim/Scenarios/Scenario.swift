package import Readings
package import SensorSim

/// A city, a stretch of time and what goes wrong in it: all that decides the traffic, but for the seed on the command line.
package struct Scenario: Sendable {
    package var name: String
    /// One line for people who choose.
    package var summary: String
    package var seed: UInt64
    package var start: Instant
    package var hours: Int
    package var city: City
    package var faults: Faults

    package struct Faults: Sendable {
        package var transport = TransportFaults.none

        package init() {}
    }
}
