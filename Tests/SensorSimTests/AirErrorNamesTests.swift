import SensorSim
import Testing

@Suite("Rates of air sensors by name")
struct AirErrorNamesTests {
    @Test("Every rate has a name of its own, and each name sets its rate alone")
    func names() throws {
        #expect(Set(AirErrors.names).count == AirErrors.names.count)
        // Every stored rate has a name.
        #expect(AirErrors.names.count == Mirror(reflecting: AirErrors.none).children.count)
        for name in AirErrors.names {
            var errors = AirErrors.none
            try errors.set(name, to: [0.75])
            let changed = zip(
                Mirror(reflecting: errors).children, Mirror(reflecting: AirErrors.none).children
            ).filter { "\($0.value)" != "\($1.value)" }
            #expect(changed.count == 1, Comment(rawValue: name))
            let value = changed.first.map { "\($0.0.value)" }
            #expect(value == "0.75" || value == "0.75...0.75", Comment(rawValue: name))
        }
    }

    @Test("Ranges take two numbers")
    func ranges() throws {
        var errors = AirErrors.none
        try errors.set("hygroscopicity", to: [0.2, 0.5])
        #expect(errors.hygroscopicity == 0.2...0.5)
    }

    @Test(
        "A wrong name or value is refused, and nothing changes",
        arguments: [
            ("clock_sd", [1.0], AirErrors.SettingError.unknownName), ("clock_sd_s", [-1], .outOfRange),
            ("redelivery", [0.5], .unknownName), ("missed_readings", [1.5], .outOfRange),
            ("gas_noise_ppb", [.nan], .outOfRange),
            ("gas_noise_ppb", [1, 2], .notOneNumber), ("gas_noise_ppb", [], .notOneNumber),
            ("hygroscopicity", [0.5, 0.2], .notARange), ("hygroscopicity", [], .notARange),
            ("hygroscopicity", [0.1, 0.2, 0.3], .notARange),
        ])
    func refused(name: String, values: [Double], expected: AirErrors.SettingError) {
        var errors = AirErrors.field
        #expect(throws: expected) { try errors.set(name, to: values) }
        #expect(errors == .field)
    }
}
