/// What share of its power a car takes, by how full its battery is. Assumed shapes: alternating current is steady up to nine
/// tenths, a 50 kW charger up to four fifths, and a 150 kW charger needs ten percent to warm up and falls from two fifths on.
enum ChargingCurve: Sendable {
    case alternating, direct50, direct150

    init(_ kind: ChargingClass) {
        self = !kind.isDirectCurrent ? .alternating : kind == .ultra150 ? .direct150 : .direct50
    }

    /// At 0, 5, ... 100 percent.
    private static let alternatingShares = Array(repeating: 1.0, count: 19) + [0.6, 0.1]
    private static let direct50Shares = Array(repeating: 1.0, count: 17) + [0.787, 0.575, 0.363, 0.15]
    private static let direct150Shares =
        [0.75, 0.781] + Array(repeating: 1.0, count: 7) + [
            0.938, 0.875, 0.812, 0.75, 0.688, 0.625, 0.562, 0.5, 0.393, 0.285, 0.177, 0.07,
        ]

    /// Between two steps the mean of both.
    private func share(ofStep step: Int) -> Double {
        let shares =
            switch self {
            case .alternating: Self.alternatingShares
            case .direct50: Self.direct50Shares
            case .direct150: Self.direct150Shares
            }
        return (shares[step] + shares[step + 1]) / 2
    }

    /// A time of even power.
    struct Piece: Equatable, Sendable {
        var seconds: Int64
        var energyWh: Int64
        var powerW: Int64
    }

    /// The pieces in which a battery takes `energyWh` from a state of charge on. The curve of alternating current is of the
    /// car's own charger, that of direct current of the charge point's rating.
    func pieces(energyWh: Int64, batteryWh: Double, from charge: Double, carW: Int64, ratedW: Int64) -> [Piece] {
        var pieces: [Piece] = []
        var left = energyWh
        var at = charge
        while left > 0 {
            let step = min(max(Int(at * 20 + 1e-9), 0), 19)
            let inStep = step == 19 ? left : min(left, Int64((Double(step + 1) / 20 - at) * batteryWh) + 1)
            let full = self == .alternating ? Double(min(carW, ratedW)) : Double(ratedW)
            let power = min(Int64(full * share(ofStep: step)), min(carW, ratedW))
            if let last = pieces.last, last.powerW == power {
                let energy = last.energyWh + inStep
                pieces[pieces.count - 1] = Self.piece(energy, power)
            } else {
                pieces.append(Self.piece(inStep, power))
            }
            left -= inStep
            at = Double(step + 1) / 20
        }
        return pieces
    }

    /// As many whole seconds as the energy needs.
    private static func piece(_ energyWh: Int64, _ powerW: Int64) -> Piece {
        Piece(seconds: (energyWh * 3600 + powerW - 1) / powerW, energyWh: energyWh, powerW: powerW)
    }
}
