import Readings

/// The energy of one session as a function of time: linear between knots, 0 before the first, constant behind the last.
///
/// The energy of a window is the difference of the curve at its two ends, so windows that touch add up exactly.
struct EnergyCurve: Hashable, Sendable {
    struct Knot: Hashable, Sendable {
        var at: Instant
        /// Millionths of a watt-hour since plug-in; never falls from knot to knot.
        var energy: Int64
    }

    private(set) var knots: [Knot] = []

    static let none = EnergyCurve()

    /// A finished session of `energy` millionths of a Wh.
    ///
    /// The whole energy is reached at `chargeEnd`, unless a register behind it shows that some was still to come.
    /// - Parameters:
    ///   - registers: cumulative since plug-in, ascending in time; those that fall back or lie outside 0...energy are left
    ///     out.
    ///   - cap: steps of the registers above it are left out too.
    init(plugIn: Instant, chargeEnd: Instant, stop: Instant, energy: Int64, registers: [Knot], cap: PowerCap? = nil) {
        let spreadEnd = chargeEnd > plugIn ? chargeEnd : stop
        let inside = Self.rising(
            registers.filter { $0.at < stop && $0.energy <= energy }, from: plugIn, cap: cap)
        let isLate = inside.contains { $0.at >= spreadEnd && $0.energy < energy }
        let end = isLate ? stop : spreadEnd
        knots = [Knot(at: plugIn, energy: 0)] + inside.filter { $0.at < end } + [Knot(at: end, energy: energy)]
    }

    /// A session that goes on: what its registers have shown so far. Where the car is known to take no more, and no register
    /// behind that shows some still to come, the energy is reached there, as it will be when the session has ended.
    init(plugIn: Instant, chargeEnd: Instant? = nil, registers: [Knot], cap: PowerCap? = nil) {
        let inside = Self.rising(registers, from: plugIn, cap: cap)
        guard let last = inside.last else { return }
        let begin = Knot(at: plugIn, energy: 0)
        knots = [begin] + inside
        guard let chargeEnd, plugIn < chargeEnd, chargeEnd <= last.at,
            !inside.contains(where: { $0.at >= chargeEnd && $0.energy < last.energy })
        else { return }
        knots = [begin] + inside.filter { $0.at < chargeEnd } + [Knot(at: chargeEnd, energy: last.energy)]
    }

    /// - Parameter knots: ascending in time, not falling.
    init(knots: [Knot]) { self.knots = knots }

    private init() {}

    var total: Int64? { knots.last?.energy }
    var start: Instant? { knots.first?.at }
    var end: Instant? { knots.last?.at }

    /// Energy from plug-in to the instant, rounded half up to a millionth of a watt-hour.
    func energy(until instant: Instant) -> Int64 {
        let next = knots.partitioningIndex { $0.at > instant }
        guard next > 0 else { return 0 }
        let left = knots[next - 1]
        guard next < knots.count else { return left.energy }
        let right = knots[next]
        let gain = Int128(right.energy - left.energy) * Int128(instant.microseconds(since: left.at))
        let part = Millionths.rounded(gain, over: Int128(right.at.microseconds(since: left.at)))
        return left.energy + Int64(part)
    }

    /// Registers behind `instant` that do not fall, nor rise by more than the cap since the one before; of two at one
    /// instant the first.
    static func rising(_ registers: [Knot], from instant: Instant, cap: PowerCap? = nil) -> [Knot] {
        var accepted: [Knot] = []
        var last = Knot(at: instant, energy: 0)
        for register in registers where register.at > last.at && register.energy >= last.energy {
            guard register.energy - last.energy <= cap.energy(from: last.at, to: register.at) else { continue }
            accepted.append(register)
            last = register
        }
        return accepted
    }
}
