import Readings

/// What a sensor number of the Smart Citizen platform measures, and how far that sensor is believed (0 best) when a kit
/// has two for one quantity.
struct SmartCitizenSensor: Sendable {
    var quantity: Quantity
    var rank: Int
    /// From the unit that the firmware's table gives.
    var scale: UnitScale

    init(_ quantity: Quantity, rank: Int, scale: UnitScale = .one) {
        self.quantity = quantity
        self.rank = rank
        self.scale = scale
    }

    /// The numbers as the kit's firmware lists them (fablabbcn/smartcitizen-kit-2x, lib/Sensors/Sensors.h), and as the
    /// platform's list of sensors has them. Pressures come in kPa.
    ///
    /// Left out on purpose: 112, which is a CO2 equivalent guessed from organic vapours; 205 and 206, indices; 71 to 77,
    /// the two external particle sensors, because the firmware and the published list disagree about which of the three
    /// numbers is which size; 61 to 68, millivolts of uncalibrated cells.
    static let table = NameTable<SmartCitizenSensor>([
        "55": SmartCitizenSensor(.temperature, rank: 0), "56": SmartCitizenSensor(.humidity, rank: 0),
        "79": SmartCitizenSensor(.temperature, rank: 1), "80": SmartCitizenSensor(.humidity, rank: 1),
        "224": SmartCitizenSensor(.temperature, rank: 2), "225": SmartCitizenSensor(.humidity, rank: 2),
        "204": SmartCitizenSensor(.temperature, rank: 3), "203": SmartCitizenSensor(.humidity, rank: 3),
        "160": SmartCitizenSensor(.temperature, rank: 4), "161": SmartCitizenSensor(.humidity, rank: 4),
        "58": SmartCitizenSensor(.pressure, rank: 0, scale: UnitScale(10)),
        "227": SmartCitizenSensor(.pressure, rank: 1, scale: UnitScale(10)),
        "193": SmartCitizenSensor(.pm1, rank: 0), "194": SmartCitizenSensor(.pm2_5, rank: 0),
        "195": SmartCitizenSensor(.pm4, rank: 0), "196": SmartCitizenSensor(.pm10, rank: 0),
        "182": SmartCitizenSensor(.pm1, rank: 1), "183": SmartCitizenSensor(.pm2_5, rank: 1),
        "184": SmartCitizenSensor(.pm4, rank: 1), "185": SmartCitizenSensor(.pm10, rank: 1),
        "89": SmartCitizenSensor(.pm1, rank: 2), "87": SmartCitizenSensor(.pm2_5, rank: 2),
        "88": SmartCitizenSensor(.pm10, rank: 2),
        "158": SmartCitizenSensor(.co2, rank: 0),
    ])
}
