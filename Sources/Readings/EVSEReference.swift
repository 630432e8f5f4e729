/// How a message names an EVSE of a charge point.
package enum EVSEReference: Hashable, Sendable {
    /// OCPP 2.0.1's `evseId`, 1 and up; 0 is the station as a whole.
    case number(Int)
    /// A text such as OCPI's `evse_uid` or `evse_id`.
    case name(String)
}
