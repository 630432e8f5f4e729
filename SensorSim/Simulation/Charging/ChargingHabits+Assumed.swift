/// Classes without open sessions. Lamp posts: stays fitted to the shares that the Department for Transport published for 3.2
/// million domestic charges of 2017 (median 10 h 48, 7 % longer than a day), start hours built from its shares, 0.35
/// sessions a day and 12.2 kWh assumed. Ultra-rapids: 8 sessions a day and 26 minutes agree with 16.1 % of time plugged in
/// (Zapmap and Green Finance Institute, end of 2022), 27 kWh assumed, hours as at Dundee's rapids.
extension ChargingHabits {
    static let lampPost = ChargingHabits(
        sessionsPerDay: 0.35, medianStay: 650, medianEnergyKWh: 12.2,
        stay: DwellMixture([
            .init(0.3286, mu: 4.0173, sigma: 0.4966),
            .init(0.6634, mu: 6.7328, sigma: 0.4050),
            .init(0.0081, mu: 9.6058, sigma: 0.5109),
        ]),
        wanted: .init(mu: 2.880, sigma: 0.620, correlation: 0.000), rhythm: 1.019,
        week: [1.000, 1.000, 1.000, 1.000, 1.000, 1.000, 1.000],
        hours: .init(everyDay: [
            15, 8, 5, 4, 4, 6, 12, 20, 30, 32, 35, 39, 45, 46, 50, 60, 82, 112, 108, 86, 72, 62, 44, 23,
        ]))

    static let ultra150 = ChargingHabits(
        sessionsPerDay: 8, medianStay: 26, medianEnergyKWh: 27.1,
        stay: DwellMixture([
            .init(1.0000, mu: 3.2600, sigma: 0.4500)
        ]),
        wanted: .init(mu: 3.337, sigma: 0.545, correlation: 0.616), rhythm: 1.061,
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
