/// After the cleaned public sessions of Dundee from August 2017 to September 2018 (Dundee City Council, Open Government
/// Licence v3.0): 20,166 at 7 kW, 4,955 at 22 kW, 37,020 at rapids.
extension ChargingHabits {
    static let fast7 = ChargingHabits(
        sessionsPerDay: 0.7479, medianStay: 311, medianEnergyKWh: 6.11,
        stay: DwellMixture([
            .init(0.5545, mu: 4.6509, sigma: 1.1022),
            .init(0.4455, mu: 6.9227, sigma: 0.7665),
        ]),
        wanted: .init(mu: 2.026, sigma: 0.695, correlation: -0.031), rhythm: 1.110,
        week: [1.135, 1.193, 1.214, 1.217, 1.139, 0.588, 0.514],
        hours: .init(
            weekday: [
                3, 2, 2, 2, 2, 1, 3, 19, 68, 72, 72, 95, 122, 99, 86, 97, 80, 39, 19, 16, 16, 60, 10, 16,
            ],
            saturday: [
                13, 8, 6, 17, 9, 8, 8, 18, 28, 44, 68, 82, 113, 120, 63, 53, 68, 42, 25, 21, 32, 104, 19, 31,
            ],
            sunday: [
                9, 7, 14, 20, 9, 8, 17, 9, 14, 16, 66, 91, 129, 117, 84, 49, 49, 27, 26, 24, 38, 120, 26, 30,
            ]))

    static let fast22 = ChargingHabits(
        sessionsPerDay: 1.073, medianStay: 155, medianEnergyKWh: 7.09,
        stay: DwellMixture([
            .init(0.8661, mu: 4.8556, sigma: 1.0590),
            .init(0.1339, mu: 7.1966, sigma: 0.7572),
        ]),
        wanted: .init(mu: 2.316, sigma: 0.749, correlation: -0.104), rhythm: 1.105,
        week: [0.993, 1.051, 1.069, 1.093, 1.108, 0.927, 0.759],
        hours: .init(
            weekday: [
                22, 15, 5, 2, 2, 1, 9, 44, 54, 106, 70, 73, 99, 84, 72, 73, 61, 70, 41, 40, 20, 13, 10, 12,
            ],
            saturday: [
                8, 11, 9, 11, 12, 18, 5, 6, 20, 55, 69, 66, 114, 131, 88, 75, 67, 64, 35, 58, 26, 17, 18, 18,
            ],
            sunday: [
                2, 19, 7, 6, 34, 22, 6, 13, 11, 20, 54, 80, 101, 128, 104, 73, 74, 67, 39, 35, 39, 17, 24, 24,
            ]))

    static let rapid50 = ChargingHabits(
        sessionsPerDay: 5.998, medianStay: 23, medianEnergyKWh: 9.2,
        stay: DwellMixture([
            .init(0.5839, mu: 2.8766, sigma: 0.7358),
            .init(0.4161, mu: 3.3249, sigma: 0.3580),
        ]),
        wanted: .init(mu: 2.338, sigma: 0.553, correlation: 0.394), rhythm: 1.043,
        week: [0.939, 0.873, 0.953, 0.950, 1.059, 1.122, 1.105],
        hours: .init(
            weekday: [
                21, 19, 11, 9, 12, 13, 20, 40, 38, 57, 61, 66, 67, 70, 69, 61, 61, 54, 47, 45, 47, 41, 37, 33,
            ],
            saturday: [
                33, 50, 33, 23, 21, 13, 19, 23, 29, 35, 45, 43, 49, 55, 51, 56, 49, 48, 47, 55, 55, 58, 56, 52,
            ],
            sunday: [
                47, 61, 55, 39, 33, 29, 20, 26, 29, 32, 36, 47, 54, 52, 51, 47, 52, 45, 43, 45, 50, 39, 39, 31,
            ]))
}
