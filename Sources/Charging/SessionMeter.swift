import Readings

/// What the registers of one session come to.
struct SessionMeter {
    /// Millionths of a watt-hour; nil where start and stop contradict each other, and for an open session.
    var energy: Int64?
    /// Cumulative since plug-in, as far as the registers tell; still to be taken with care (`EnergyCurve`).
    var knots: [EnergyCurve.Knot] = []
    var flags: [SessionFlag] = []

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

    private static func isShown(
        _ reset: MeterReset, in registers: SessionRegisters, besides judgement: SessionRegisters.Judgement
    ) -> Bool {
        guard registers.meterStop != nil else { return reset.rejected < judgement.rejected }
        guard reset.reachesEnd, let total = registers.total else { return false }
        return total < 0 || (registers.cap != nil && reset.rejected + 2 <= judgement.rejected)
    }
}
