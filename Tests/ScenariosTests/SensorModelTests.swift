import Readings
import Scenarios
import SensorSim
import Testing

@Suite("Air sensors by model")
struct SensorModelTests {
    private static let scenario = """
        name: mine
        hours: 24
        boroughs:
          - {id: sim-borough, prefix: sim}
        places:
          - name: Honeysuckle Primary
            borough: sim-borough
            kind: school
            sensors:
              - {model: reference-analyser, dialect: plain}
              - {model: optical-pm, dialect: plain}
              - {model: [optical-pm, electrochemical]}
              - {dialect: plain, errors: {particle_offset_sd: 0, particle_noise: 0.5, gas_noise_ppb: 8}}
              - plain
        faults: {air: none, charging: none, transport: none}
        """

    /// Emitted less true, by device and quantity.
    private static func differences(_ yaml: String) throws -> [String: [Quantity: [Double]]] {
        let scenario = try Scenario(yaml: yaml, file: "mine.yaml")
        var simulation = Simulation(
            scenario.city, seed: scenario.seed, start: scenario.start, hours: scenario.hours, conditions: scenario.air,
            airErrors: scenario.faults.air, keepsTruth: true)
        while simulation.next() != nil {}
        var differences: [String: [Quantity: [Double]]] = [:]
        for measurement in simulation.takeTruth().measurements {
            differences[measurement.device, default: [:]][measurement.quantity, default: []].append(
                Double(measurement.emitted.count - measurement.city.count) / 1e6)
        }
        return differences
    }

    private static func spread(_ values: [Double]?) throws -> Double {
        let values = try #require(values)
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    @Test("Each sensor has the errors of its model, and one without has those of the scenario: none")
    func errors() throws {
        let all = try Self.differences(Self.scenario)
        func spread(_ device: Int, _ quantity: Quantity) throws -> Double {
            try Self.spread(all["sim-aq-0\(device)"]?[quantity])
        }
        // The format's decimal: evenly spread over a tenth, 0.1 / sqrt(12) = 0.029.
        #expect(try spread(5, .no2) < 0.03 && spread(5, .pm2_5) < 0.03)
        // One percent of some 10 to 60 ug/m3.
        #expect(try spread(1, .no2) > 0.1 && spread(1, .no2) < 1 && spread(1, .pm2_5) < 0.5)
        // A counter errs in particles alone.
        #expect(try spread(2, .no2) < 0.03 && spread(2, .pm2_5) > 1)
        // 3 ppb at one minute are 5.7 ug/m3.
        #expect(try spread(3, .no2) > 5 && spread(3, .pm2_5) > 1)
        // 8 ppb are 15.3 ug/m3; the noise of the particles is 0.5 x sqrt(120 / 60) = 71 % of them.
        #expect(try abs(spread(4, .no2) - 15.3) < 1 && spread(4, .pm2_5) > 2)
    }

    @Test("The registry names the model, and calls reference what measures like one")
    func registry() throws {
        let scenario = try Scenario(yaml: Self.scenario, file: "mine.yaml")
        let table = try #require(scenario.city.registryFiles.first { $0.name == "air_sensors.csv" }?.text)
        let rows = table.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(
            rows.map { [$0[5], $0[6]] } == [
                ["Simulated reference-analyser", "reference"], ["Simulated optical-pm", "indicative"],
                ["Simulated optical-pm and electrochemical", "indicative"],
                ["Simulated instrument of its own", "indicative"], ["Simulated sensor board", "indicative"],
            ])
    }

    @Test("A model without a dialect speaks the usual one: a station's, or plain")
    func dialects() throws {
        let text = Self.scenario.replacing("reference-analyser, dialect: plain", with: "reference-analyser")
        let scenario = try Scenario(yaml: text, file: "mine.yaml")
        #expect(scenario.city.airDevices.map(\.dialect) == [.ngsiLD, .plain, .plain, .plain, .plain])
    }

    @Test("More wind is less NOx and PM2.5 and more ozone; damp air is damper; without them the air is as it was")
    func weather() throws {
        func means(_ air: String) throws -> CityAir.Sample {
            let scenario = try Scenario(yaml: Self.scenario + "\nair: {level: 1\(air)}", file: "mine.yaml")
            let simulation = Simulation(
                scenario.city, seed: 1, start: scenario.start, hours: 24, conditions: scenario.air)
            let day = scenario.start..<scenario.start.advanced(byMicroseconds: Microseconds.day)
            return try #require(simulation.cityAir(at: "sim-honeysuckle-primary", over: day))
        }
        let usual = try means("")
        let windy = try means(", wind: 2")
        #expect(windy.no2 < usual.no2 && windy.pm2_5 < usual.pm2_5 && windy.o3 > usual.o3)
        #expect(abs(windy.windSpeed / usual.windSpeed - 2) < 0.001)
        #expect(try means(", wind: 1, damper_by: 0") == usual)
        let damp = try means(", damper_by: 5")
        // No hour of that day is above 95 %.
        #expect(damp.no2 == usual.no2 && damp.humidity > usual.humidity + 1 && damp.humidity < usual.humidity + 5.001)
    }
}
