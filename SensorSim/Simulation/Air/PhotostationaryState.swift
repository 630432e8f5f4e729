/// NO2, NO and ozone in balance (Leighton 1961): NO x O3 = K x NO2, with NO + NO2 = NOx and NO2 + O3 = Ox. So ozone falls
/// where traffic rises, and nothing is ever negative.
struct PhotostationaryState: Equatable, Sendable {
    /// ug/m3.
    var no2, no, o3: Double

    /// One ppb at 20 degC in ug/m3: the factors that Defra publishes.
    static let no2PerPPB = 1.9125
    static let noPerPPB = 1.2473
    static let o3PerPPB = 1.9957

    /// - Parameters:
    ///   - nox: ug/m3, as NO2.
    ///   - oxidant: what comes from outside the city, ppb; the exhaust's own NO2 is added.
    ///   - equilibrium: K in ppb.
    init(nox: Double, oxidant: Double, equilibrium: Double) {
        let traffic = nox / Self.no2PerPPB
        let all = oxidant + AirRecipe.primaryNO2 * traffic
        let sum = all + traffic + equilibrium
        let nitrogenDioxide = (sum - (sum * sum - 4 * all * traffic).squareRoot()) / 2
        no2 = nitrogenDioxide * Self.no2PerPPB
        no = (traffic - nitrogenDioxide) * Self.noPerPPB
        o3 = (all - nitrogenDioxide) * Self.o3PerPPB
    }
}
