/// The words of the data folder that belong to each kind of fault. A word may belong to several.
package enum FaultTrace {
    /// Flags of air/hour.
    static let ofHours: [String: [String]] = ["clock_reset": ["clock_1970"]]

    /// Hours of which a reading or more is missing.
    static let ofGaps = ["lost_readings", "power_cut", "missed_reading", "analyser_gap", "loss"]

    /// Flags, results and evidence of charging/session. A unit whose register begins anew with each session says a 0 at
    /// its start.
    static let ofSessions: [String: [String]] = [
        "missing_stop": ["missing_stop"], "stuck": ["stuck_session"], "meter_reset": ["register_reset"],
        "unit_corrected": ["mislabelled_unit"], "register_relative": ["mixed_register"], "clock_reset": ["clock_reset"],
        "wrong_clock": ["clock_reset"], "failed_attempt": ["failed_start"], "evidence:order": ["unknown_transaction"],
        "meter_start:0": ["session_register"], "negative": ["register_reset"], "negative_energy": ["register_reset"],
    ]

    /// What else may be behind a word, without being found by it: a message that was lost is a start, a stop or a reply
    /// now and then, and leaves no word in most cases; readings of the future were refused, so that their hour lacks them.
    static let alsoCauses: [String: [String]] = [
        "missed_reading": ["clock_future"],
        "missing_stop": ["loss_of_charging"], "unknown_transaction": ["loss_of_charging"],
    ]

    /// Status words and flags of charging/status.
    static let ofStatuses: [String: [String]] = [
        "Unknown": ["offline", "site_outage"], "Faulted": ["out_of_service", "dead"], "flapping": ["flapping"],
        "clock_reset": ["clock_reset"],
    ]

    /// Reasons of an air sensor's balance. A clock an hour ahead makes readings of the future.
    static let ofReasons: [String: [String]] = ["future": ["clock_future"]]

    /// What a balance counts as said again (`duplicate_readings`, `duplicate_messages`).
    static let ofCopies = ["duplicate", "retained", "retry", "reboot"]
    /// What makes a charge point say its states again, and has words of its own.
    static let ofCopiesElsewhere = ["offline", "site_outage"]

    /// The reasons of quarantine.
    static let ofQuarantine: [String: String] = {
        let unreadable = [
            "not_json", "not_utf8", "too_deep", "too_long", "duplicate_key", "wrong_shape", "empty", "malformed",
            "malformed_stamp", "no_device", "no_readings",
        ]
        var kinds = Dictionary(unreadable.map { ($0, "poison") }) { first, _ in first }
        kinds["unknown_device"] = "unknown_device"
        kinds["borough_mismatch"] = "spoofed_borough"
        kinds["device_mismatch"] = "spoofed_borough"
        return kinds
    }()

    /// Kinds of which the data folder says nothing, because nothing is wrong in it, or nobody can know: readings that were
    /// late and are all there, those of a clock an hour behind, which are an hour old as many are, a delay within what is
    /// allowed, a sensor that warms up, a charge point's lost heartbeat or meter value.
    static let wordless: Set<String> = [
        "link_outage", "late_readings", "warm_up", "clock_hour", "delay", "loss_of_charging",
    ]

    static let withWords: Set<String> = Set(
        [ofHours, ofSessions, ofStatuses, ofReasons].flatMap { $0.values.joined() } + ofGaps + ofCopies
            + ofQuarantine.values)

    /// Whether a word belongs to the kind (true), or it is known to leave none (false); nil for a kind that is not known.
    package static func leavesWord(_ kind: String) -> Bool? {
        if withWords.contains(kind) { return true }
        return wordless.contains(kind) ? false : nil
    }
}
