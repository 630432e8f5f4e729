/// After the cleaned public sessions of Perth and Kinross from 2016 to 2019 (Perth and Kinross Council, Open Government
/// Licence v3.0: 3,091 at 7 kW, 11,028 at 22 kW, 49,341 at rapids), and of Boulder from 2018 to 2021 (City of Boulder,
/// CC0: 21,323). The two fitted parts of Perth's 7 kW are 6 % shorter here: their median is 235 minutes, the sessions' 218.
extension ChargingHabits {
    static let perthFast7 = ChargingHabits(
        sessionsPerDay: 0.3188, medianStay: 218, medianEnergyKWh: 8.73,
        stay: DwellMixture([
            .init(0.7467, mu: 5.3704, sigma: 0.7531),
            .init(0.2533, mu: 5.5785, sigma: 1.7607),
        ]),
        wanted: .init(mu: 2.239, sigma: 0.533, correlation: 0.473), rhythm: 1.164,
        week: [1.295, 1.304, 1.386, 1.443, 1.250, 0.186, 0.136],
        hours: .init(
            weekday: [
                0, 0, 0, 0, 9, 52, 30, 26, 49, 49, 58, 96, 114, 91, 108, 174, 110, 26, 5, 1, 1, 0, 0, 0,
            ],
            saturday: [
                0, 0, 0, 0, 0, 146, 146, 73, 85, 110, 122, 98, 24, 98, 85, 12, 0, 0, 0, 0, 0, 0, 0, 0,
            ],
            sunday: [
                0, 17, 0, 0, 0, 33, 17, 83, 67, 50, 150, 133, 50, 133, 100, 67, 67, 17, 17, 0, 0, 0, 0, 0,
            ]))

    static let perthFast22 = ChargingHabits(
        sessionsPerDay: 0.4262, medianStay: 120, medianEnergyKWh: 8.29,
        stay: DwellMixture([
            .init(0.7027, mu: 4.1902, sigma: 1.0832),
            .init(0.2973, mu: 5.8858, sigma: 0.5244),
        ]),
        wanted: .init(mu: 2.946, sigma: 0.712, correlation: -0.400), rhythm: 1.074,
        week: [0.991, 1.065, 0.976, 1.072, 1.073, 1.079, 0.745],
        hours: .init(
            weekday: [
                2, 2, 2, 1, 0, 1, 5, 50, 150, 116, 76, 79, 81, 84, 60, 44, 50, 61, 57, 41, 18, 10, 6, 3,
            ],
            saturday: [
                2, 4, 1, 0, 0, 0, 1, 7, 30, 132, 133, 112, 112, 96, 97, 65, 50, 46, 43, 29, 18, 9, 4, 9,
            ],
            sunday: [
                10, 11, 4, 1, 1, 1, 2, 10, 21, 77, 86, 102, 114, 114, 116, 89, 60, 65, 38, 29, 21, 11, 8, 9,
            ]))

    static let perthRapid50 = ChargingHabits(
        sessionsPerDay: 1.398, medianStay: 27, medianEnergyKWh: 9.4,
        stay: DwellMixture([
            .init(0.8587, mu: 3.2454, sigma: 0.6178),
            .init(0.1413, mu: 3.9119, sigma: 1.1591),
        ]),
        wanted: .init(mu: 2.369, sigma: 0.721, correlation: 0.333), rhythm: 1.068,
        week: [1.013, 0.951, 1.004, 1.017, 1.087, 1.016, 0.912],
        hours: .init(
            weekday: [
                3, 2, 1, 1, 1, 3, 9, 26, 55, 61, 60, 70, 83, 79, 76, 87, 76, 91, 84, 58, 34, 20, 12, 6,
            ],
            saturday: [
                5, 2, 2, 2, 2, 2, 6, 14, 37, 62, 82, 94, 107, 97, 84, 81, 85, 74, 57, 40, 27, 18, 13, 8,
            ],
            sunday: [
                7, 5, 3, 2, 2, 4, 4, 11, 28, 44, 79, 78, 94, 90, 93, 89, 94, 87, 62, 49, 35, 20, 14, 7,
            ]))

    static let boulderLevel2 = ChargingHabits(
        sessionsPerDay: 0.9692, medianStay: 104.6, medianEnergyKWh: 6.69,
        stay: DwellMixture([
            .init(0.7163, mu: 4.6180, sigma: 0.5508),
            .init(0.2837, mu: 4.8215, sigma: 1.6278),
        ]),
        wanted: .init(mu: 2.617, sigma: 1.068, correlation: -0.117), rhythm: 1.119,
        week: [0.903, 1.006, 1.063, 1.040, 1.154, 1.023, 0.810],
        hours: .init(
            weekday: [
                1, 1, 1, 0, 0, 16, 34, 50, 88, 72, 67, 76, 85, 82, 64, 61, 68, 84, 73, 45, 20, 7, 4, 3,
            ],
            saturday: [
                2, 4, 2, 0, 0, 2, 10, 24, 49, 63, 86, 93, 103, 103, 71, 69, 67, 89, 71, 53, 23, 10, 3, 3,
            ],
            sunday: [
                2, 4, 1, 0, 1, 2, 9, 19, 68, 67, 85, 110, 97, 103, 81, 89, 76, 82, 54, 33, 9, 4, 1, 1,
            ]))
}
