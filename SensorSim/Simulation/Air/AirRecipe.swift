/// The figures of the city's air: how far each hour is from the climate, how long it remembers, and what goes together.
///
/// Fitted so that a simulated year beside London Marylebone Road has the mean, standard deviation, 5th and 95th percentile
/// and lag-1 autocorrelation of the year that was measured there in 2022, and the rank correlation of ozone with NOx
/// (`SimulatedYearTests` prints and checks the table). Spreads are of natural logarithms unless a unit is named. They are
/// those of the hours' beginnings; hourly means of what lies between them spread less.
enum AirRecipe {
    /// What an hour's deviation keeps of the one before, and of the one before that.
    enum Memory {
        static let nox = (0.692, 0.040)
        static let wind = (0.953, 0.0)
        static let oxidant = (0.970, 0.0)
        static let equilibrium = (0.897, 0.0)
        static let fine = (0.710, 0.050)
        static let coarse = (0.715, 0.0)
        static let temperature = (0.975, 0.0)
        static let humidity = (0.960, 0.0)
    }

    static let noxSpread = 0.663
    /// High hours are nearer to the middle than low ones: measured skewness -0.27.
    static let noxSkew = -0.10
    /// exp of a deviation is more than 1 on average; the tables hold arithmetic means.
    static let noxLevel = 0.8219

    /// Primary NO2: the share of NOx that leaves the exhaust as NO2 (Marylebone Road 2022; 0.19 in 2003-2005).
    static let primaryNO2 = 0.128

    /// ppb. Wind brings ozone down to the street (measured: d log O3 / d log wind +0.58), and still air holds NOx and little
    /// ozone at once.
    static let oxidantSpread = 6.845
    static let oxidantLevel = 0.202
    static let oxidantWithNOx = -0.067
    static let oxidantWithWind = 0.241
    static let leastOxidant = 6.0

    /// The balance of NO, ozone and NO2 is not reached in fresh exhaust, and reached in still air: the product NO x O3 / NO2
    /// varies widely around its median, more to low values. Those are the hours with hardly any ozone.
    static let equilibriumSpread = 1.434
    static let equilibriumSkew = -0.30
    static let equilibriumLevel = 0.598
    static let equilibriumWithNOx = 0.075
    static let equilibriumWithOxidant = 0.20
    static let equilibriumWithWind = 0.20

    /// PM2.5 that comes with the wind from outside, the same all over the city; still air holds more (measured -0.26).
    /// First without the episodes, then within a month, then of the whole year.
    static let fineOwnSpread = 0.57
    static let fineMonthSpread = 0.565
    static let fineSpread = 0.612
    static let fineSkew = 0.070
    static let fineWithNOx = 0.275
    static let fineWithWind = -0.25
    static let fineLevel = 0.7509
    /// ug/m3 of PM2.5 for one of NOx.
    static let exhaustParticles = 0.009

    static let coarseSpread = 1.199
    static let coarseSkew = -0.264
    static let coarseWithNOx = 0.455
    static let coarseWithFine = 0.024
    static let coarseLevel = 0.5972

    /// Heathrow 2022, what is left of the spread once month and hour are taken off: degC, pct, and log of m/s.
    static let temperatureSpread = 3.08
    static let humiditySpread = 10.5
    static let humidityWithTemperature = -0.45
    static let windSpread = 0.45
}
