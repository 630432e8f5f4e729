/// What is done with the value of a field before a charger's payload is written.
enum FieldCare: Sendable {
    /// Says who: emptied, or replaced by a keyed hash.
    case token
    /// Anybody's words: emptied.
    case text
    /// `data`: a vendor's text in OCPP, the envelope of all figures in OCPI and openWB. Emptied, but for an object or a list
    /// outside of a frame, whose members are looked at.
    case envelope
    /// A measured value or one word: a decimal, a stamp or letters stay, anything else is emptied.
    case measure
    /// A name of a device or of a transaction, or a stamp: stays as it is.
    case name
    /// The `uid` of OCPI: a token's, unless it is an EVSE's.
    case tokenOrEVSE
    /// Whatever else: stays unless it looks like a token.
    case plain

    /// What the fields' names say, folded as `JSONName(folding:)` folds them.
    static let table: NameTable<FieldCare> = {
        var cares: [String: FieldCare] = [:]
        for fields in PersonalFields.all {
            for name in fields.texts { cares[folded(name)] = .text }
        }
        for name in deviceNames { cares[folded(name)] = .name }
        for name in measuredNames { cares[folded(name)] = .measure }
        for name in frequentNames { cares[folded(name)] = .plain }
        for fields in PersonalFields.all {
            for name in fields.tokens { cares[folded(name)] = .token }
        }
        cares["uid"] = .tokenOrEVSE
        cares["data"] = .envelope
        return NameTable(cares.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }()

    /// A name that is in no table is a token's all the same when one of these is in it. What is emptied without need is no
    /// loss, so a stem is as short as the words of figures allow: `tag` alone is in `voltage`, `plate` alone in `template`.
    static let stems = [
        // Cards and tags.
        "card", "rfid", "nfc", "mifare", "badge", "keyfob", "token", "idtag", "tagid", "taguid", "tagno", "tagnr",
        "tagnum", "usertag", "chargetag", "visualnumber", "laadpas", "karte",
        // Contracts and accounts.
        "emaid", "evcoid", "contractid", "contractno", "contractnr", "contractnum", "authid", "authorizationid",
        "authorisationid", "accountid", "accountno", "accountnr", "accountnum", "accountname", "iban",
        // Vehicles.
        "evccid", "macaddr", "evmac", "carmac", "vehiclemac", "vehicleid", "vehiclename", "vehicletitle", "vehiclevin",
        "carvin", "evvin", "vinnumber", "licenceplate", "licenseplate", "licensenumber", "licencenumber", "numberplate",
        "platenumber", "plateno", "platenr", "platenum", "platetext", "vehicleplate", "carplate", "registrationplate",
        "registrationnumber", "registrationno", "registrationnr", "vehicleregistration", "carregistration",
        "kennzeichen", "kenteken",
        // People.
        "driver", "customer", "subscriber", "employee", "username", "userid", "useruid", "userno", "usernr", "usernum",
        "memberid", "memberno", "membernr", "membernum", "firstname", "lastname", "surname", "fullname", "benutzer",
        "kunde", "email", "phone",
    ].map { Array($0.utf8) }

    /// Names by which decoders and people find a device, a place or a transaction. They are printed on the unit or stand in
    /// the registry, and many look like a card's number: ten hexadecimal digits, eight figures.
    private static let deviceNames = [
        "timestamp", "currentTime", "expiryDate", "transactionId", "chargePointSerialNumber", "chargeBoxSerialNumber",
        "meterSerialNumber", "serialNumber", "firmwareVersion", "id", "@id", "meter_id", "evse_id", "evse_uid",
        "connector_id", "location_id", "session_id", "last_updated", "charge_point_id", "charge_point", "charge_points",
        "chargeBox", "chargeBoxId", "charger", "charger_id", "station", "station_id", "device", "device_id",
        "device_name", "evse", "connector", "site", "site_id", "serial", "sno", "src",
    ]

    private static let measuredNames = ["value", "meterStart", "meterStop", "actualValue"]

    /// Names that need no closer look because they are known to be harmless: those of the frequent messages.
    private static let frequentNames = [
        "errorCode", "status", "reason", "transactionData", "meterValue", "sampledValue", "context",
        "format", "measurand", "phase", "location", "unit", "idTagInfo", "idTokenInfo", "interval", "reservationId",
        "chargePointVendor", "chargePointModel", "meterType", "iccid", "imsi", "evses", "type", "eventType",
        "chargingState", "transactionInfo", "triggerReason", "seqNo", "connectorStatus", "unitOfMeasure", "multiplier",
        "offline", "stoppedReason", "MessageTypeId", "UniqueId", "Action", "Payload",
    ]

    private static func folded(_ name: String) -> String {
        String(
            decoding: name.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map(lowercased),
            as: UTF8.self)
    }

    /// What a name of up to any length says. Letters beyond ASCII are in no charger's names: what hides behind them is
    /// taken for a token.
    static func of(_ name: Span<UInt8>, in table: NameTable<FieldCare>) -> (care: FieldCare, isKnown: Bool) {
        guard let folded = JSONName(folding: name) else { return (.token, false) }
        if let care = table[folded] { return (care, true) }
        return (hasStem(name) ? .token : .plain, false)
    }

    private static func hasStem(_ name: Span<UInt8>) -> Bool {
        var bytes: [UInt8] = []
        for offset in name.indices where name[offset] != UInt8(ascii: "_") && name[offset] != UInt8(ascii: "-") {
            bytes.append(lowercased(name[offset]))
        }
        return stems.contains { stem in
            bytes.count >= stem.count
                && (0...(bytes.count - stem.count)).contains { bytes[$0..<($0 + stem.count)].elementsEqual(stem) }
        }
    }
}

func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}

extension JSONName {
    /// The name without regard to case, `_` and `-`; `unnamed` when it is longer than 32 bytes then, nil when it is not
    /// ASCII.
    init?(folding bytes: Span<UInt8>) {
        var words = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        var length = 0
        for offset in bytes.indices {
            let byte = bytes[offset]
            guard byte < 0x80 else { return nil }
            guard byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-") else { continue }
            let shifted = UInt64(lowercased(byte)) << UInt64((length & 7) * 8)
            switch length >> 3 {
            case 0: words.0 |= shifted
            case 1: words.1 |= shifted
            case 2: words.2 |= shifted
            case 3: words.3 |= shifted
            default: break
            }
            length += 1
        }
        self =
            length > Self.maximumLength
            ? .unnamed : JSONName(first: words.0, second: words.1, third: words.2, fourth: words.3)
    }
}
