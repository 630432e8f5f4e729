import Scenarios
import SensorSim
import Testing

@Suite("Scenarios that come with the program")
struct PresetTests {
    @Test("Every preset is sound, bears its file's name and says in one line what it is", arguments: Preset.allCases)
    func sound(preset: Preset) throws {
        let scenario = try preset.scenario()
        #expect(scenario.name == preset.rawValue)
        #expect(!scenario.summary.isEmpty && !scenario.summary.contains("\n"))
        for site in scenario.city.sites { #expect(site.id.hasPrefix("sim-") && site.name.hasSuffix(" (simulated)")) }
        for borough in scenario.city.boroughs { #expect(borough.name.hasSuffix(" (simulated)")) }
    }

    @Test(
        "A preset has the boroughs, schools, devices and connectors that it promises",
        arguments: [
            (Preset.twoBoroughs, 2, 24, nil, 200), (.clean, 2, 24, nil, 200), (.messy, 2, 24, nil, 200),
            (.schoolStreets, 1, 1, 3, 0), (.london, 33, 33 * 51, 10_000, nil),
        ] as [(Preset, Int, Int, Int?, Int?)])
    func size(preset: Preset, boroughs: Int, schools: Int, devices: Int?, connectors: Int?) throws {
        let city = try preset.scenario().city
        #expect(city.boroughs.count == boroughs)
        #expect(city.sites.filter { $0.kind == .school }.count == schools)
        if let devices { #expect(city.airDevices.count + city.chargePoints.count == devices) }
        if let connectors { #expect(city.chargePoints.map(\.connectors.count).reduce(0, +) == connectors) }
        #expect(
            Set(city.airDevices.map(\.id) + city.chargePoints.map(\.id)).count == city.airDevices.count
                + city.chargePoints.count)
    }
}
