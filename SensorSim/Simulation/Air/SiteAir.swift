import Readings

/// How the air of one place differs from the city's field: its traffic, what is always so there, what comes and goes within
/// hours and days, and the cars at a school's gate.
package struct SiteAir: Sendable {
    /// The traffic beside it, as a share of Marylebone Road's.
    package let traffic: Double
    /// Factors of the particles that are there always.
    package let fine, coarse: Double
    private let noise: SiteNoise?
    private let gate: SchoolGate?

    /// What a moment has: `traffic` as a share, particles as factors, ug/m3 of NO2 from cars at the gate.
    struct Local: Equatable, Sendable {
        var traffic, fine, coarse, gateNO2: Double
    }

    /// London Marylebone Road, the place that the field was fitted to.
    package static let maryleboneRoad = SiteAir(traffic: 1, fine: 1, coarse: 1, noise: nil, gate: nil)

    private init(traffic: Double, fine: Double, coarse: Double, noise: SiteNoise?, gate: SchoolGate?) {
        self.traffic = traffic
        self.fine = fine
        self.coarse = coarse
        self.noise = noise
        self.gate = gate
    }

    /// A place of the simulated city. The same seed and name give the same air, whoever measures it and when.
    ///
    /// Over London's network in 2020 (89 sites) the logarithms of the sites' means spread by 0.168 for PM2.5 and 0.214 for
    /// PM10; those of NO2 (0.347) and ozone (0.262) follow from the traffic.
    package init(
        name: String, traffic: Double, seed: UInt64, isAtSchool: Bool = false, schoolStreet: SchoolStreet? = nil,
        terms: SchoolTerms = SchoolTerms()
    ) {
        var random = RandomStream(seed: seed, name: "site \(name)")
        let common = 0.16 * random.normal()
        let fine = PortableMath.exp(common)
        let coarse = PortableMath.exp(common + 0.25 * random.normal())
        let gate = SchoolGate(peakNO2: random.uniform(5...10), street: schoolStreet, terms: terms)
        self.init(
            traffic: traffic, fine: fine, coarse: coarse, noise: SiteNoise(key: random.next()),
            gate: isAtSchool ? gate : nil)
    }

    /// A share of traffic for a site of which no more than its kind is known. The middles give the measured ratios of NO2 to
    /// Marylebone Road's: kerbside 0.8 to 1.04, background 0.44 to 0.7.
    package static func drawnTraffic(_ environment: City.Environment, _ random: inout RandomStream) -> Double {
        let middle =
            switch environment {
            case .kerbside: 0.85
            case .roadside: 0.55
            case .background: 0.28
            }
        return min(middle * PortableMath.exp(0.3 * random.normal()), 1.5)
    }

    func local(at instant: Instant) -> Local {
        var local = Local(traffic: traffic, fine: fine, coarse: coarse, gateNO2: 0)
        if let noise {
            local.traffic *= noise.factor(.traffic, at: instant)
            let particles = noise.factor(.particles, at: instant)
            local.fine *= particles
            local.coarse *= particles
        }
        if let gate, let rush = gate.rush(at: instant) {
            local.traffic *= rush.traffic
            local.gateNO2 = rush.no2
        }
        return local
    }
}
