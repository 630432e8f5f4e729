import Dialects
import Readings
import Registry
import Testing

@testable import Pipeline

@Suite("Which PM2.5 a dialect gives")
struct ParticleInputTests {
    /// air.md, section 3: to take one of Plantower's two figures for the other is a 10 to 40 % error above 30 ug/m3, and
    /// the EPA's correction was found with Plantower counters only.
    @Test(
        "Plantower counters give the figure for the open air, other instruments neither",
        arguments: [
            (Dialect.purpleair, ParticleInput.atm), (.airgradient, .atm), (.airrohr, .other),
            (.sensorCommunity, .other),
            (.aqmesh, .other), (.vaisalaAQT, .other), (.ukAir, .other), (.openair, .other),
        ])
    func inputs(_ dialect: Dialect, _ input: ParticleInput) {
        #expect(Dialect.known.first { $0.name == dialect.name }?.particleInput == input)
    }

    @Test(
        "A format that any counter may speak leaves it to the table", arguments: [Dialect.plain, .ttn, .senml, .ngsiv2])
    func open(_ dialect: Dialect) throws {
        #expect(try #require(Dialect.known.first { $0.name == dialect.name }).particleInput == nil)
    }
}
