package import Readings

/// What a device is: it measures the air, or it charges vehicles. The raw values are the words in topics and folders.
package enum DeviceFamily: String, CaseIterable, Sendable {
    case air, ev
}

/// A payload format that the rest of Kerbside can read, as far as the registry needs to know it.
package struct KnownDialect: Hashable, Sendable {
    package var name: String
    package var family: DeviceFamily
    /// Which PM2.5 its messages carry; nil where that depends on the device, as in formats that anybody may fill.
    package var particleInput: ParticleInput?

    package init(name: String, family: DeviceFamily, particleInput: ParticleInput? = nil) {
        self.name = name
        self.family = family
        self.particleInput = particleInput
    }
}
