/// Mean courses of the day and the year near a busy London road.
///
/// Derived from the hourly means of Defra AURN's London Marylebone Road, 2022 ((c) Crown copyright Defra, Open Government
/// Licence v3.0); weather from Heathrow, 2022. Hours are London civil time. Concentrations in ug/m3, NOx as NO2.
enum AirClimate {
    /// By day type (weekday, Saturday, Sunday), then by hour.
    static let nox: [[Double]] = [
        [
            66.6, 49.3, 41.5, 43.2, 45.7, 58.1, 95.0, 130.8, 152.5, 153.6, 147.9, 141.2,
            139.8, 135.2, 135.5, 138.5, 142.7, 133.7, 113.9, 103.1, 97.0, 90.9, 91.4, 82.7,
        ],
        [
            74.5, 63.1, 53.0, 53.8, 52.0, 56.3, 67.0, 73.0, 97.0, 85.0, 91.5, 91.2,
            93.4, 86.2, 86.3, 86.8, 84.9, 88.3, 84.5, 80.7, 77.6, 77.2, 76.7, 74.0,
        ],
        [
            65.8, 55.1, 47.6, 49.1, 45.9, 44.4, 51.7, 56.1, 62.0, 69.2, 73.0, 76.2,
            78.5, 80.6, 80.5, 80.0, 83.0, 85.8, 87.5, 80.3, 77.2, 70.4, 69.1, 64.3,
        ],
    ]

    static let fineParticles: [[Double]] = [
        [
            11.6, 10.9, 10.6, 10.6, 10.8, 11.0, 11.5, 12.3, 12.2, 12.2, 11.6, 10.5,
            10.1, 9.9, 9.8, 9.9, 10.1, 10.7, 11.1, 11.8, 12.5, 12.7, 12.5, 11.7,
        ],
        [
            12.0, 11.4, 11.8, 11.6, 11.3, 12.0, 11.6, 11.2, 11.7, 11.9, 11.2, 9.7,
            9.9, 9.1, 9.8, 9.8, 9.7, 10.2, 11.3, 12.2, 12.8, 14.3, 13.2, 12.4,
        ],
        [
            12.4, 12.2, 11.2, 10.9, 10.9, 11.5, 10.9, 10.2, 10.3, 9.7, 9.8, 9.7,
            9.7, 10.2, 10.3, 9.8, 9.8, 10.0, 10.8, 10.8, 10.9, 11.6, 11.8, 10.7,
        ],
    ]

    /// PM10 less PM2.5 on weekdays, by hour.
    static let coarseParticles: [Double] = [
        8.0, 6.9, 6.5, 5.7, 5.8, 7.3, 9.2, 10.2, 12.4, 14.4, 14.6, 14.6,
        13.5, 13.4, 12.8, 12.4, 11.8, 12.2, 11.4, 11.9, 11.2, 10.4, 9.9, 9.6,
    ]

    /// Month mean over year mean, January first.
    static let noxOfMonth: [Double] = [
        1.522, 1.316, 1.194, 0.747, 0.964, 0.935, 0.688, 0.618, 0.782, 1.117, 1.130, 0.986,
    ]
    static let particlesOfMonth: [Double] = [
        1.499, 0.843, 1.674, 0.915, 0.864, 0.806, 0.603, 0.779, 0.746, 0.909, 1.025, 1.337,
    ]

    /// Oxidant (NO2 + O3) that comes from outside the city, ppb by month.
    static let regionalOxidant: [Double] = [
        26.8, 33.0, 36.8, 38.5, 34.3, 35.8, 34.7, 32.4, 26.7, 24.7, 25.5, 25.4,
    ]

    /// Median NO x O3 / NO2 in ppb by hour, April to September and October to March.
    static let equilibriumOfSummer: [Double] = [
        7.9, 7.0, 6.3, 6.2, 6.4, 7.2, 8.4, 8.6, 10.4, 12.1, 13.2, 15.1,
        15.4, 16.2, 16.3, 16.7, 16.0, 15.3, 13.9, 11.8, 10.3, 9.4, 8.4, 7.9,
    ]
    static let equilibriumOfWinter: [Double] = [
        7.3, 6.1, 6.5, 6.9, 7.1, 7.7, 8.4, 6.5, 6.2, 7.1, 9.1, 10.6,
        11.6, 11.8, 11.7, 10.3, 9.5, 9.1, 7.8, 7.5, 6.9, 7.1, 7.2, 7.2,
    ]

    /// degC and pct: the month's mean, and the hour's distance from it.
    static let temperatureOfMonth: [Double] = [5.5, 7.9, 8.8, 10.6, 14.5, 17.2, 21.0, 21.0, 15.5, 13.9, 10.3, 5.1]
    static let temperatureOfHour: [Double] = [
        -1.6, -2.0, -2.4, -2.7, -2.9, -3.0, -2.8, -2.3, -1.5, -0.4, 0.7, 1.7,
        2.3, 2.8, 3.1, 3.2, 2.9, 2.5, 2.0, 1.4, 0.7, 0.0, -0.5, -1.1,
    ]
    static let humidityOfMonth: [Double] = [83.9, 76.7, 73.9, 65.4, 69.7, 64.5, 57.0, 61.9, 75.8, 82.0, 85.9, 87.3]
    static let humidityOfHour: [Double] = [
        6.0, 7.9, 9.6, 10.8, 11.7, 12.6, 12.3, 10.6, 7.6, 3.4, -1.5, -5.9,
        -9.1, -11.0, -12.6, -13.2, -12.7, -11.1, -8.8, -6.5, -4.1, -1.2, 1.5, 3.6,
    ]
}
