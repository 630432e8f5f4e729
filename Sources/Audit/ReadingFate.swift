package import Readings

/// What became of one reading, seen from one window.
package enum ReadingFate: Hashable, Sendable {
    case inWindow
    /// The same value came for the same instant before.
    case duplicate
    /// Another value came for the same instant before, and stands.
    case conflict(lostTo: Millionths)
    /// Its message came a second time.
    case secondDelivery
    /// It came longer after it was observed than the horizon allows, and nobody admitted it.
    case late
    case rejected(RejectionReason)
    case outside(Outside)

    package enum Outside: Hashable, Sendable {
        /// It begins before the window, and covers a part of it: that counts for the capture.
        case beginsBefore
        /// It covers more than the window's length.
        case longerThanWindow
    }

    /// A short name for programs.
    package var kind: String {
        switch self {
        case .inWindow: "in_window"
        case .duplicate: "duplicate"
        case .conflict: "conflict"
        case .secondDelivery: "second_delivery"
        case .late: "late"
        case .rejected(let reason): "rejected:\(reason.rawValue)"
        case .outside(.beginsBefore): "begins_before"
        case .outside(.longerThanWindow): "longer_than_window"
        }
    }

    var words: String {
        switch self {
        case .inWindow: "in the window"
        case .duplicate: "duplicate"
        case .conflict(let winner): "conflict, lost to \(Decimals.text(winner.count))"
        case .secondDelivery: "duplicate: its message came twice"
        case .late: "late, not admitted"
        case .rejected(let reason): "rejected: \(reason.sentence)"
        case .outside(.beginsBefore): "begins before the window, counts for its capture"
        case .outside(.longerThanWindow): "not in the window, covers more than its length"
        }
    }
}

extension RejectionReason {
    private static let sentences = [
        "sentinel": "the device's word for no value",
        "malformed_value": "no number that can be read",
        "range": "outside what an instrument can measure",
        "future": "stamped more than 5 minutes ahead of its receipt",
        "retained_without_stamp": "kept by the broker, without a stamp",
        "not_registered": "no registry row of the device held then",
        "interval_too_long": "covers more than an hour",
        "reviewed_invalid": "a review says invalid",
        "channels_disagree": "the instrument's two sensors differ by more than their noise",
        "warming_up": "the instrument says that its sensor has not settled",
    ]

    /// For people; the word of the balance files where there is nothing to add.
    var sentence: String { Self.sentences[rawValue] ?? rawValue.split(separator: "_").joined(separator: " ") }
}
