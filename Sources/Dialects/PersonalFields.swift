/// The members and topic levels in which one format names a person: a card, an account, a vehicle, or text that anybody
/// may have typed.
///
/// A charger's payload is searched for the fields of all formats, whatever its own: gateways translate one into another,
/// and a field that is emptied without need costs nothing.
package struct PersonalFields: Sendable {
    /// The format's name in topics, registries and settings. Formats that no decoder reads yet are listed with the names
    /// that they will have.
    package var dialect: String
    /// Fields that say who. Compared without regard to case, `_` and `-`.
    package var tokens: [String]
    /// Fields of free text, certificates and signed blocks, which may hold a token anywhere. Compared alike.
    package var texts: [String] = []

    package static let all = [
        ocpp16, ocpp201, emqxGateway, centralSystem, everest, ocpi, evcc, openWB, goE, anyCharger,
    ]

    /// Formats that a mapping file reads.
    package static let mapped = [openWB.dialect, goE.dialect]

    /// The fields that a format adds of its own; empty for one that knows no person.
    package static func named(_ dialect: String) -> PersonalFields {
        all.first { $0.dialect == dialect } ?? PersonalFields(dialect: dialect, tokens: [])
    }

    /// OCPP 1.6 edition 2, chapters 6 and 7. The vendor's text of a DataTransfer (6.17) may hold anything.
    static let ocpp16 = PersonalFields(
        dialect: "ocpp16", tokens: ["idTag", "parentIdTag", "idToken", "groupIdToken"],
        texts: ["data", "info", "vendorErrorCode", "vendorId"])

    /// OCPP 2.0.1 part 2: IdTokenType, AdditionalInfoType, the contract certificates of ISO 15118, customer information.
    static let ocpp201 = PersonalFields(
        dialect: "ocpp201",
        tokens: [
            "idToken", "groupIdToken", "additionalIdToken", "additionalInfo", "evccId", "customerIdentifier",
            "customerCertificate",
        ],
        texts: [
            "personalMessage", "exiRequest", "exiResponse", "certificate", "certificateChain", "csr",
            "iso15118CertificateHashData", "certificateHashData", "signedMeterData", "signedMeterValue", "publicKey",
            "techInfo", "techCode", "content", "customData", "remark", "statusInfo",
        ])

    /// EMQX's OCPP gateway: frames as objects, errors with a text of their own.
    static let emqxGateway = PersonalFields(
        dialect: "emqx-ocpp", tokens: ["idTag"], texts: ["errorDescription", "errorDetails"])

    /// The Digital Twin Consortium's central system.
    static let centralSystem = PersonalFields(dialect: "dtc-ocpp", tokens: ["BadgeID"])

    /// EVerest, the variables before version 1 of its API and those since.
    static let everest = PersonalFields(
        dialect: "everest",
        tokens: [
            "id_tag", "id_token", "parent_id_tag", "parent_id_token", "provided_token", "evcc_id", "evcc_mac_address",
            "reservation_token",
        ],
        texts: ["signed_meter_value", "signed_meter_data"])

    /// OCPI 2.2.1, modules tokens, sessions and cdrs. The `uid` of an EVSE is no token and stays.
    static let ocpi = PersonalFields(
        dialect: "ocpi",
        tokens: [
            "uid", "contract_id", "cdr_token", "token", "token_uid", "auth_id", "visual_number", "issuer", "group_id",
            "energy_contract", "authorization_reference",
        ],
        texts: ["signed_data", "plain_data", "remark"])

    /// evcc: `loadpoints/<n>/vehicle…` and the sessions' columns. A state of charge is a figure and stays.
    static let evcc = PersonalFields(
        dialect: "evcc",
        tokens: [
            "vehicle", "vehicles", "vehicleIdentity", "vehicleName", "vehicleTitle", "vehicleIcon", "vehicleId",
            "vehicleOdometer", "vehicleWelcomeActive", "odometer", "identifier", "identifiers", "identity", "rfid",
        ])

    /// openWB 2: `get/rfid`, `set/rfid`, `set/log` and the connected vehicle.
    static let openWB = PersonalFields(
        dialect: "openwb",
        tokens: [
            "rfid", "rfid_tag", "last_tag", "tag_id", "vehicle_id", "vehicle_name", "ev", "ev_id", "ev_name",
            "charging_ev", "connected_vehicle", "valid_tags",
        ],
        texts: ["state_str", "fault_str"])

    /// go-e's API, version 2: the cards' names, numbers and energies, which card charges, the last one read.
    static let goE = PersonalFields(
        dialect: "go-e",
        tokens: ["cards", "cardId", "trx", "lri", "lrn", "rca", "rcr", "rcd", "rna", "rnm", "rne", "rnd"]
            + (0...9).flatMap { ["rc\($0)", "rn\($0)", "c\($0)n", "c\($0)i", "c\($0)e"] })

    /// What any charger may send: identifiers of ISO 15118, vehicles, plates, and people's own words.
    static let anyCharger = PersonalFields(
        dialect: "*",
        tokens: [
            "eMAID", "EVCCID", "contractId", "vin", "mac", "macAddress", "evMac", "licencePlate", "licensePlate",
            "numberPlate", "registrationNumber", "plate", "card", "cardNumber", "cardUid", "badge", "tag", "user",
            "userId", "userName", "customer", "customerId", "driver", "driverId", "account", "accountId", "memberId",
            "email", "phone", "phoneNumber", "owner", "vehicleRegistration", "registrationMark", "vrm", "vrn", "pan",
            "EvcoID", "hashedPin", "pin",
        ],
        texts: [
            "comment", "note", "notes", "description", "text", "remarks", "errorText", "errorMessage", "ocmf",
            "signature", "signedData",
        ])
}
