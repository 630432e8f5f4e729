/// Which of its two PM2.5 figures a Plantower particle counter gives. The counter works out both from the same counts:
/// `cf_1` for the particles of a factory's dust, `cf_atm` for the open air. They are equal in clean air and lie 10 to 40 %
/// apart above 30 ug/m3, so a correction that was fitted to the one is wrong for the other (reference: air quality,
/// section 3).
package enum ParticleInput: String, CaseIterable, Hashable, Sendable {
    /// The figure `cf_1`, called "standard" by some firmware.
    case cf1
    /// The figure `cf_atm`.
    case atm
    /// The figure of another kind of counter, to which no correction for Plantower counters applies.
    case other
}
