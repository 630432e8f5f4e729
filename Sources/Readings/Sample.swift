/// One value that a payload holds for one quantity, before the registry and the clock had a say.
package struct Sample: Hashable, Sendable {
    package var quantity: Quantity
    package var value: Millionths
    /// The device's own stamp; nil when the payload has none.
    package var stamp: Instant?
    /// The interval that the value covers, where the payload says it (half-open). Nil: the registry's period and stamp
    /// rule tell it.
    package var covers: Range<Instant>?
    /// Of a sample without a stamp: how long after the message's receipt it was observed, in microseconds; mostly 0. A device
    /// without a clock that counts seconds says "a minute ago", which is negative (SenML, RFC 8428 section 4.5.3).
    package var afterReceipt: Int64 = 0

    package init(
        quantity: Quantity, value: Millionths, stamp: Instant?, covers: Range<Instant>? = nil, afterReceipt: Int64 = 0
    ) {
        self.quantity = quantity
        self.value = value
        self.stamp = stamp
        self.covers = covers
        self.afterReceipt = afterReceipt
    }
}

/// A value that stood in a payload and takes no part in any mean, with the reason.
package struct RejectedSample: Hashable, Sendable {
    /// Nil where the payload does not even say which quantity it is (a bare `nan`).
    package var quantity: Quantity?
    package var reason: RejectionReason

    package init(quantity: Quantity?, reason: RejectionReason) {
        self.quantity = quantity
        self.reason = reason
    }
}

/// Why a reading is in no window. The raw values are the words in the balance files.
package enum RejectionReason: String, CaseIterable, Sendable {
    /// The device's word for "no value": -1, -999, `nan`.
    case sentinel
    /// A value that Int64 millionths cannot hold, or text that is no number.
    case malformedValue = "malformed_value"
    /// Outside what the instrument can measure.
    case range
    /// Stamped more than 5 minutes after it was received.
    case future
    /// Stamped longer before its receipt than the horizon: goes to the late ledger.
    case late
    /// Retained by the broker and without a stamp: nobody knows when it was measured.
    case retainedWithoutStamp = "retained_without_stamp"
    /// From a time for which no registry row of the device holds.
    case notRegistered = "not_registered"
    /// Covers more than an hour, the longest window that is made from readings.
    case intervalTooLong = "interval_too_long"
    /// A person's review says that the device's readings of that time count nowhere.
    case reviewedInvalid = "reviewed_invalid"
    /// The two sensors inside of one instrument differ by more than their noise: one of them is faulty.
    case channelsDisagree = "channels_disagree"
    /// The instrument says that its sensor has not settled yet.
    case warmingUp = "warming_up"
}

/// Why a message as a whole could not be taken. The raw values are the words in quarantine and balance files.
package enum QuarantineReason: String, CaseIterable, Error, Sendable {
    case notJSON = "not_json"
    case tooDeep = "too_deep"
    case duplicateKey = "duplicate_key"
    case wrongShape = "wrong_shape"
    case unknownTopic = "unknown_topic"
    case unknownDialect = "unknown_dialect"
    case unknownDevice = "unknown_device"
    case unknownBorough = "unknown_borough"
    case invalidIdentifier = "invalid_identifier"
    /// The identity in the payload is not the topic's.
    case deviceMismatch = "device_mismatch"
    /// The borough in the topic is not the registry's owner of the device.
    case boroughMismatch = "borough_mismatch"
    case malformedStamp = "malformed_stamp"
    /// Virtual time is on and the message carries no recorded receive time.
    case withoutReceiveTime = "without_receive_time"
}
