import Readings

/// What the registers of one session come to.
struct SessionMeter {
    /// Millionths of a watt-hour; nil where start and stop contradict each other, and for an open session.
    var energy: Int64?
    /// Cumulative since plug-in, as far as the registers tell; still to be taken with care (`EnergyCurve`).
    var knots: [EnergyCurve.Knot] = []
    var flags: [SessionFlag] = []
    /// Nothing at all was told of it.
    var isUntold = false

    /// A total of start and stop that is not negative stands, unless the registers show a reset plainly: it explains at
    /// least two readings more than any other meaning of them. A negative total stands too, unless a register inside the
    /// session shows the reset.
    init(_ registers: SessionRegisters, judgement: SessionRegisters.Judgement?, device: DeviceReadings) {
        energy = registers.total
        guard let judgement else { return }
        let reset = MeterReset(registers)
        if reset.resets > 0, Self.isShown(reset, in: registers, besides: judgement) {
            if registers.meterStop != nil { energy = reset.energy }
            knots = reset.knots
            flags = [.meterReset]
            return
        }
        if let energy, energy < 0 { return }
        let reading = judgement.margin > 1 ? judgement.reading : device.reading(near: registers) ?? judgement.reading
        knots = registers.knots(reading)
        if reading.unit != .asSaid { flags.append(.unitCorrected) }
        if reading.base == .relative, registers.meterStart != 0 { flags.append(.registerRelative) }
    }

    /// Takes up what is no register. A counter of the session tells when the energy flowed where registers do not; and where
    /// they show no energy at all, the first of these that shows some does: the counter, the energies of intervals, power
    /// over time. They never mix.
    mutating func complete(
        by sums: SessionSums, counter: [EnergyCurve.Knot], intervals: [EnergyCurve.Knot], powers: [EnergyCurve.Knot]
    ) {
        if !knots.isEmpty, !counter.isEmpty || !intervals.isEmpty || !powers.isEmpty,
            EnergyCurve.rising(knots, from: sums.plugIn).contains(where: { $0.energy > 0 })
        {
            return
        }
        let counted = counter.isEmpty ? [] : sums.counted(counter)
        if let energy, energy != 0 {
            if energy > 0, knots.isEmpty { knots = counted }
            return
        }
        let isFinished = energy != nil
        func take(_ found: [EnergyCurve.Knot], _ flag: SessionFlag?) -> Bool {
            guard let total = found.last?.energy, total > 0 else { return false }
            if isFinished { energy = total }
            knots = found
            flags = [flag].compactMap(\.self)
            return true
        }
        if take(counted, nil) || take(intervals.isEmpty ? [] : sums.added(intervals), .fromIntervals) { return }
        _ = take(powers.isEmpty ? [] : sums.integrated(powers), .fromPower)
    }

    private static func isShown(
        _ reset: MeterReset, in registers: SessionRegisters, besides judgement: SessionRegisters.Judgement
    ) -> Bool {
        guard registers.meterStop != nil else { return reset.rejected < judgement.rejected }
        guard reset.reachesEnd, let total = registers.total else { return false }
        return total < 0 || (registers.cap != nil && reset.rejected + 2 <= judgement.rejected)
    }
}
