/// What goes wrong at charge points, and how often. Each rate can be set.
package struct ChargingFaults: Equatable, Sendable {
    /// Episodes that come at random, each of a log-normal length in minutes.
    package struct Episodes: Equatable, Sendable {
        package var perWeek: Double
        /// Of the natural logarithm of minutes.
        package var mu: Double
        package var sigma: Double

        package init(perWeek: Double, mu: Double, sigma: Double) {
            self.perWeek = perWeek
            self.mu = mu
            self.sigma = sigma
        }
    }

    /// Restarts of a charge point.
    package var rebootsPerWeek = 0.0
    /// A charge point is out of contact: with alternating current, and with direct current. Median 31 minutes.
    package var offline = Episodes(perWeek: 0, mu: 3.42, sigma: 1.0)
    package var offlineRapid = Episodes(perWeek: 0, mu: 3.42, sigma: 1.0)
    /// All of a site.
    package var siteOutages = Episodes(perWeek: 0, mu: 3.42, sigma: 0.5)
    /// An EVSE is Faulted: 47 minutes on average, e^(3.35 + 1.0 / 2).
    package var outOfService = Episodes(perWeek: 0, mu: 3.35, sigma: 1.0)
    package var outOfServiceRapid = Episodes(perWeek: 0, mu: 3.35, sigma: 1.0)
    /// Bursts of words to and fro at an EVSE.
    package var flappingPerWeek = 0.0
    /// A connector's register falls to 0.
    package var registerResetsPerYear = 0.0
    /// Shares of sessions.
    package var missingStops = 0.0
    package var unknownTransactions = 0.0
    package var stuckSessions = 0.0
    package var failedStarts = 0.0
    /// Of starts, stops and meter values: the answer is lost and the call is made again.
    package var retries = 0.0
    /// Shares of charge points.
    package var sessionRegisters = 0.0
    package var mixedRegisters = 0.0
    package var mislabelledUnits = 0.0
    /// Without a battery for the clock: at 1970 from a power cut until the boot is accepted.
    package var clocksWithoutBattery = 0.0
    /// Faulted for good.
    package var dead = 0.0

    package init() {}

    /// Everything works.
    package static let none = ChargingFaults()

    /// A network of today, as the UK's regulation asks for: out of service for 1 % of the time, of which the dead are a
    /// part; rates assumed.
    package static let healthy: ChargingFaults = {
        var faults = ChargingFaults()
        faults.rebootsPerWeek = 0.25
        faults.offline.perWeek = 0.2
        faults.offlineRapid.perWeek = 0.2
        faults.siteOutages.perWeek = 0.02
        // 1.9 times 47 minutes a week are 0.9 % of the time.
        faults.outOfService.perWeek = 1.9
        faults.outOfServiceRapid.perWeek = 1.9
        faults.missingStops = 0.0005
        faults.unknownTransactions = 0.0005
        faults.failedStarts = 0.01
        faults.retries = 0.002
        faults.sessionRegisters = 0.1
        faults.dead = 0.001
        return faults
    }()

    /// What was measured in the field. Contact and service: Ireland in November 2018, five-minute looks at 450 Type 2 points and
    /// 136 rapids. Missing stops, stuck sessions and failed attempts: Dundee and Perth. The rest is assumed.
    package static let field: ChargingFaults = {
        var faults = ChargingFaults()
        faults.rebootsPerWeek = 1
        faults.offline = Episodes(perWeek: 0.86, mu: 4.40, sigma: 1.70)
        faults.offlineRapid = Episodes(perWeek: 0.82, mu: 3.42, sigma: 1.45)
        faults.siteOutages = Episodes(perWeek: 0.05, mu: 4.0, sigma: 0.8)
        // 2 % of the 4.2 episodes a week were longer than a quarter of an hour; the others are the flapping. So long on average
        // (e^(6.1 + 1.86^2 / 2) = 2,500 minutes) that 2.1 % of the time is lost to them.
        faults.outOfService = Episodes(perWeek: 0.084, mu: 6.1, sigma: 1.86)
        faults.outOfServiceRapid = Episodes(perWeek: 1.08, mu: 3.35, sigma: 1.86)
        faults.flappingPerWeek = 0.8
        faults.registerResetsPerYear = 0.1
        faults.missingStops = 0.004
        faults.unknownTransactions = 0.003
        faults.stuckSessions = 0.0006
        faults.failedStarts = 0.037
        faults.retries = 0.01
        faults.sessionRegisters = 0.10
        faults.mixedRegisters = 0.05
        faults.mislabelledUnits = 0.005
        faults.clocksWithoutBattery = 0.05
        faults.dead = 0.05
        return faults
    }()
}
