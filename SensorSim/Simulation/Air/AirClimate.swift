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

    /// PM10 less PM2.5.
    static let coarseParticles: [[Double]] = [
        [
            8.0, 6.9, 6.5, 5.7, 5.7, 7.3, 9.2, 10.2, 12.4, 14.4, 14.5, 14.6,
            13.5, 13.4, 12.8, 12.4, 11.8, 12.2, 11.4, 11.9, 11.2, 10.4, 9.9, 9.6,
        ],
        [
            9.4, 9.6, 7.9, 6.6, 6.6, 6.4, 8.0, 8.7, 9.0, 11.1, 11.7, 12.3,
            10.2, 11.2, 10.7, 10.2, 9.3, 9.6, 9.1, 10.5, 10.5, 8.9, 8.6, 6.8,
        ],
        [
            7.4, 5.9, 5.9, 5.2, 5.3, 3.9, 4.7, 6.1, 6.5, 9.6, 9.1, 8.9,
            8.4, 8.0, 8.1, 7.9, 7.9, 6.9, 6.2, 7.7, 8.2, 8.0, 7.5, 8.5,
        ],
    ]

    /// Month mean over year mean, January first.
    static let noxOfMonth: [Double] = [
        1.522, 1.316, 1.194, 0.747, 0.964, 0.935, 0.688, 0.618, 0.782, 1.117, 1.130, 0.986,
    ]
    /// The months' part of PM2.5: the measured ratios to the power of 0.6, since episodes make the rest of what winters have
    /// more than summers.
    static let fineParticlesOfMonth: [Double] = [
        1.267, 0.897, 1.354, 0.942, 0.910, 0.873, 0.733, 0.856, 0.833, 0.938, 1.009, 1.183,
    ]

    /// Oxidant (NO2 + O3) that comes from outside the city, ppb by month.
    static let regionalOxidant: [Double] = [
        26.8, 33.0, 36.8, 38.5, 34.3, 35.8, 34.7, 32.4, 26.7, 24.7, 25.5, 25.4,
    ]

    /// Median NO x O3 / NO2 in ppb by hour, April to September and October to March.
    static let isSummer: [Double] = [0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    static let equilibriumOfSummer: [Double] = [
        7.9, 7.0, 6.3, 6.2, 6.4, 7.2, 8.4, 8.6, 10.4, 12.1, 13.2, 15.1,
        15.4, 16.2, 16.3, 16.7, 16.0, 15.3, 13.9, 11.8, 10.3, 9.4, 8.4, 7.9,
    ]
    static let equilibriumOfWinter: [Double] = [
        7.3, 6.1, 6.5, 6.9, 7.1, 7.7, 8.4, 6.5, 6.2, 7.1, 9.1, 10.6,
        11.6, 11.8, 11.7, 10.3, 9.5, 9.1, 7.8, 7.5, 6.9, 7.1, 7.2, 7.2,
    ]
}
