import Readings
import Testing

@testable import Dialects

@Suite("Personal fields")
struct PersonalFieldRedactionTests {
    /// What may be written of a payload; nil when nothing may.
    private static func cleaned(_ payload: String, pseudonym: PersonalFieldRedaction.Pseudonym? = nil) -> String? {
        var redaction = PersonalFieldRedaction()
        let bytes = Array(payload.utf8)
        switch redaction.clean(bytes.span, pseudonym: pseudonym) {
        case .unchanged: return payload
        case .changed: return String(decoding: redaction.bytes, as: UTF8.self)
        case .notJSON: return nil
        }
    }

    @Test(
        "who charged is emptied before anything is written, at any depth and in any spelling; the rest stays",
        arguments: [
            (#"[2,"m","Authorize",{"idTag":"04CA"}]"#, #"[2,"m","Authorize",{"idTag":""}]"#),
            (#"{"IDTAG" : "04CA","meterStart":7}"#, #"{"IDTAG" : "","meterStart":7}"#),
            (#"{"id\u0054ag":"04CA"}"#, #"{"id\u0054ag":""}"#),
            (#"{"\u0069\u0064\u0074\u0061\u0067":"04CA"}"#, #"{"\u0069\u0064\u0074\u0061\u0067":""}"#),
            (#"{"id_tag":"a","ID-Token":"b","i_d_t_a_g":"c"}"#, #"{"id_tag":"","ID-Token":"","i_d_t_a_g":""}"#),
            (
                #"{"idTagInfo":{"status":"Accepted","parentIdTag":"04CA"}}"#,
                #"{"idTagInfo":{"status":"Accepted","parentIdTag":""}}"#
            ),
            (#"{"idToken":{"idToken":"04CA","type":"ISO14443"},"evseId":1}"#, #"{"idToken":"","evseId":1}"#),
            (#"{"idTag":["04CA",{"a":"]"}],"b":1}"#, #"{"idTag":"","b":1}"#),
            (#"{"idTag":77,"rfid":null,"token":false,"vin":""}"#, #"{"idTag":"","rfid":null,"token":false,"vin":""}"#),
            (#"{"status":"Charging"}"#, #"{"status":"Charging"}"#),
            // A name that only resembles one of the list, and one in another alphabet.
            (#"{"customIdTagOfVendor":"x","mainRfidReader":"y"}"#, #"{"customIdTagOfVendor":"","mainRfidReader":""}"#),
            (#"{"idТag":"x"}"#, #"{"idТag":""}"#),
        ])
    func emptied(payload: String, clean: String) {
        #expect(Self.cleaned(payload) == clean)
    }

    @Test(
        "free text is emptied, for anybody may have typed a number into it",
        arguments: [
            (#"{"vendorId":"v","data":"{\"idTag\":\"04CA\"}"}"#, #"{"vendorId":"","data":""}"#),
            (#"[2,"m","DataTransfer",{"data":{"who":"J. Smith"}}]"#, #"[2,"m","DataTransfer",{"data":""}]"#),
            (
                #"[4,"m","GenericError","card of J. Smith",{"tag":"x"}]"#, #"[4,"m","GenericError","",""]"#
            ),
            (
                #"{"MessageTypeId":4,"UniqueId":"m","ErrorCode":"GenericError","ErrorDescription":"J. Smith"}"#,
                #"{"MessageTypeId":4,"UniqueId":"m","ErrorCode":"GenericError","ErrorDescription":""}"#
            ),
            (#"{"status":"Faulted","info":"tag 04CA"}"#, #"{"status":"Faulted","info":""}"#),
            // In an envelope `data` is no text: OCPI's answers and openWB's log have their figures there.
            (#"{"data":[{"kwh":1.5,"cdr_token":{"uid":"x"}}]}"#, #"{"data":[{"kwh":1.5,"cdr_token":""}]}"#),
            // A signed block (OCMF) names the card in its hexadecimal digits.
            (
                #"{"value":"7b224944223a22303441227d","format":"SignedData"}"#, #"{"value":"","format":"SignedData"}"#
            ),
        ])
    func text(payload: String, clean: String) {
        #expect(Self.cleaned(payload) == clean)
    }

    @Test(
        "a text that looks like a card, a contract or a vehicle is emptied whatever its field is called",
        arguments: [
            "04A1B2C3", "04a1b2c3d4e580", "refused 04A1B2C3D4E580!", "04:A1:B2:C3", "04 A1 B2 C3 D4 E5 80",
            "GB-EXA-C00000421-7", "DE8AAC123456789", "WVWZZZ1JZXW000001", #"{\"t\":\"JSMITH\"}"#,
            #"\u0030\u0034A1B2C3"#,
        ])
    func shape(text: String) {
        #expect(Self.cleaned(#"{"x":"\#(text)","y":[1,"\#(text)"]}"#) == #"{"x":"","y":[1,""]}"#)
        // As a name, too: a list of those that may charge.
        let lists = #"{"list":{"\#(text)":1,"b":2},"other":{"\#(text)":3}}"#
        #expect(Self.cleaned(lists) == #"{"list":{"~0":1,"b":2},"other":{"~1":3}}"#)
    }

    @Test(
        "what figures are made of stays byte for byte",
        arguments: [
            #"{"timestamp":"2026-03-28T18:00:00.123456789Z","at":"2026-03-28T18:00:00.123456789+01:00"}"#,
            #"{"transactionId":"a5f0c1d2-6b7e-4d10-9f3a-0c4e7f5b2a11"}"#,
            #"[2,"a5f0c1d26b7e4d109f3a0c4e7f5b2a11","Heartbeat",{}]"#,
            #"{"meterStart":184521000000,"value":"1846396000","measurand":"Energy.Active.Import.Register"}"#,
            #"{"value":"-1.5e3","unit":"Wh","context":"Sample.Periodic","location":"Outlet","phase":"L1-N"}"#,
            #"{"value":"nan"}"#, #"{"errorCode":"ConnectorLockFailure","reason":"EVDisconnected"}"#,
            #"{"evses":[{"uid":"EVSE421A","evse_id":"GB*EXA*E00421","status":"CHARGING"}]}"#,
            #"{"chargePointSerialNumber":"0011223344556677","firmwareVersion":"20260302"}"#,
            #"{"pst":"C2","pha":[true,false],"nrg":[230.4,0,31.4],"car":2,"eto":1846480}"#,
        ])
    func kept(payload: String) {
        #expect(Self.cleaned(payload) == payload)
    }

    @Test(
        "every field of every format is emptied, as written there, in capitals, and with and without underscores",
        arguments: PersonalFields.all)
    func table(fields: PersonalFields) {
        #expect(!fields.tokens.isEmpty)
        for name in fields.tokens + fields.texts {
            let bare = String(name.filter { $0 != "_" })
            for spelling in [name, name.uppercased(), bare, bare.lowercased()] {
                #expect(Self.cleaned(#"{"a":[{"\#(spelling)":"JSMITH"}]}"#) == #"{"a":[{"\#(spelling)":""}]}"#)
            }
        }
    }

    @Test(
        "of what is no JSON, or names a member twice, nothing is kept: nobody can tell where a card number stands in it",
        arguments: [
            "", #"{"idTag":"04CA""#, #"{'idTag':'04CA'}"#, "04CA12B7", #"{"idTag":"04CA"}]"#,
            #"{"idTag":"04CA","idTag":"04CB"}"#, #"{"a":{"b":1,"\u0062":2}}"#,
        ])
    func refused(payload: String) {
        #expect(Self.cleaned(payload) == nil)
    }

    @Test(
        "a number under a name that only resembles those of the lists is emptied",
        arguments: [
            "cardUid", "card_uid", "cardUID", "card_nr", "cardNr", "CardNum", "card-number", "cardId", "cardHolder",
            "rfidTag", "rfid_tag_id", "lastRfid", "tagId", "tag_uid", "tagNo", "TagNumber", "userTag", "nfcUid",
            "nfc_id", "keyFob", "badgeNo", "visualNumber", "auth_id", "authorizationId", "contractNumber",
            "contract_no", "evcoId", "EvcoID", "evseMacAddress", "evMac", "EVCCID", "vehicleVin", "vin", "carVin",
            "licensePlate", "licence_plate", "numberPlate", "plateNumber", "plate_no", "registrationNumber",
            "vehicleRegistration", "vrm", "kennzeichen", "kenteken", "memberNo", "accountNumber", "customerNo",
            "userToken", "access_token", "hashedPin", "pan", "owner",
        ])
    func resembling(name: String) {
        #expect(Self.cleaned(#"{"a":{"\#(name)":1234567890123}}"#) == #"{"a":{"\#(name)":""}}"#)
        #expect(Self.cleaned(#"{"a":[{"\#(name)":"JSMITH"}]}"#) == #"{"a":[{"\#(name)":""}]}"#)
    }

    @Test("figures keep their names, whatever letters these share with a card's")
    func figures() {
        for name in [
            "voltage", "voltageId", "stage", "percentage", "template", "kwh", "power", "current", "soc", "vehicleSoc",
            "meterStart", "phases", "driving", "serving", "capacity", "standard", "tariff_ids",
        ] {
            #expect(Self.cleaned(#"{"a":{"\#(name)":12345678}}"#) == #"{"a":{"\#(name)":12345678}}"#)
        }
    }

    @Test(
        "names of devices, places and transactions stay, though they look like a card's number",
        arguments: [
            #"{"id":"urn:ngsi-ld:EVChargingStation:Westminster:westbourne-terrace-north-side:20410001","type":"EVChargingStation"}"#,
            #"{"@id":"urn:ngsi-ld:EVChargingStation:20410001"}"#,
            #"{"deviceInfo":{"deviceName":"04A1B2C3D4","tags":{"evse":"20410001","charge_point":"04A1B2C3D4"}}}"#,
            #"{"end_device_ids":{"device_id":"04a1b2c3d4"}}"#,
            #"{"evses":[{"uid":"04A1B2C3D4","evse_id":"GB*EXA*E20410001","status":"CHARGING"}]}"#,
            #"{"id":"20410001","evse_uid":"04A1B2C3D4","connector_id":"12345678","location_id":"20410001"}"#,
            #"{"src":"shellypro3em-a1b2c3d4e5f6"}"#, #"{"device":"04A1B2C3D4","station_id":"20410001"}"#,
        ])
    func devices(payload: String) {
        #expect(Self.cleaned(payload) == payload)
    }

    @Test("the charge points of a central system's list stay, and the members of each are looked at as ever")
    func listedUnits() {
        let payload = #"{"04A1B2C3D4":{"Connectors":{"1":{"BadgeID":"04CAFE77","Status":"Charging"}},"04CAFE77A1":1}}"#
        var redaction = PersonalFieldRedaction()
        _ = redaction.clean(Array(payload.utf8).span, units: Dialect.centralSystem.unitNames)
        let kept = #"{"04A1B2C3D4":{"Connectors":{"1":{"BadgeID":"","Status":"Charging"}},"~0":1}}"#
        #expect(String(decoding: redaction.bytes, as: UTF8.self) == kept)
    }

    @Test("so does the field from which a mapping takes the device, unless it is a person's")
    func mappedDevice() {
        for (field, isKept) in [("box_no", true), ("cardNo", false)] {
            var mapping = Mapping(name: "own", family: .ev, payload: .json, values: [])
            mapping.device = MappedPath("who/\(field)").map(MappedPlace.path)
            var redaction = PersonalFieldRedaction()
            let payload = #"{"who":{"\#(field)":"04A1B2C3D4"},"other":"04A1B2C3D4"}"#
            _ = redaction.clean(Array(payload.utf8).span, units: mapping.unitNames)
            let kept = isKept ? "04A1B2C3D4" : ""
            #expect(
                String(decoding: redaction.bytes, as: UTF8.self) == #"{"who":{"\#(field)":"\#(kept)"},"other":""}"#)
        }
    }

    @Test("one byte of a bay's sensor stays; no longer text called data does")
    func oneByte() {
        #expect(Self.cleaned(#"{"fPort":1,"data":"AQ=="}"#) == #"{"fPort":1,"data":"AQ=="}"#)
        for text in ["AQI=", "AQID", "BKGyww==", "TAG1", #"AQ\u003d="#] {
            #expect(Self.cleaned(#"{"data":"\#(text)"}"#) == #"{"data":""}"#)
        }
        #expect(Self.cleaned(#"[2,"m","DataTransfer",{"data":"AQ=="}]"#) == #"[2,"m","DataTransfer",{"data":""}]"#)
    }

    @Test("no word of OCPP is taken for a token")
    func words() {
        let statuses = ConnectorWord.allCases.map(\.rawValue) + StopReason.allCases.map(\.rawValue)
        let codes = [
            "ConnectorLockFailure", "EVCommunicationError", "GroundFailure", "HighTemperature", "InternalError",
            "LocalListConflict", "NoError", "OtherError", "OverCurrentFailure", "OverVoltage", "PowerMeterFailure",
            "PowerSwitchFailure", "ReaderFailure", "ResetFailure", "UnderVoltage", "WeakSignal",
        ]
        for word in statuses + codes { #expect(Self.cleaned(#"{"x":"\#(word)"}"#) == #"{"x":"\#(word)"}"#) }
    }

    // MARK: Pseudonyms

    @Test(
        "on request a token becomes a pseudonym of its characters in capitals; text is emptied all the same",
        arguments: [
            (#"{"idTag":"04ca"}"#, #"{"idTag":"<04CA>"}"#),
            (#"{"idTag":"\u00304ca"}"#, #"{"idTag":"<04CA>"}"#), (#"{"rfid":77}"#, #"{"rfid":"<77>"}"#),
            (#"{"idTag":"","info":"04ca"}"#, #"{"idTag":"","info":""}"#),
            (
                #"{"idToken":{"idToken":"04ca","type":"ISO14443","additionalInfo":[{"additionalIdToken":"x","type":"J. Smith"}]}}"#,
                #"{"idToken":{"idToken":"<04CA>","type":"ISO14443","additionalInfo":[{"additionalIdToken":"<X>","type":"<J. SMITH>"}]}}"#
            ),
            (
                #"{"cdr_token":{"uid":"04ca","type":"RFID","contract_id":"gb-exa-c00000421-7"}}"#,
                #"{"cdr_token":{"uid":"<04CA>","type":"RFID","contract_id":"<GB-EXA-C00000421-7>"}}"#
            ),
            (#"{"idTag":{"04A1B2C3":true}}"#, #"{"idTag":{"~0":true}}"#),
        ])
    func pseudonyms(payload: String, clean: String) {
        let found = Self.cleaned(payload) { [UInt8(ascii: "<")] + $0 + [UInt8(ascii: ">")] }
        #expect(found == clean)
    }

    // MARK: Decoding

    @Test("an example frame decodes to the same before and after, with either treatment", arguments: Fixture.ocppFrames)
    func decoding(frame: [UInt8]) throws {
        let before = Decoding(frame, .ocpp16)
        let pseudonyms: [PersonalFieldRedaction.Pseudonym?] = [nil, { _ in Array("hmac-2026-03-0-0".utf8) }]
        for pseudonym in pseudonyms {
            let clean = Self.cleaned(String(decoding: frame, as: UTF8.self), pseudonym: pseudonym)
            #expect(Decoding(try #require(clean), .ocpp16) == before)
        }
    }

    @Test("so does any frame that can be decoded after one of its bits was changed")
    func changedBits() {
        var decoded = 0
        var different: [String] = []
        var redaction = PersonalFieldRedaction()
        for frame in Fixture.ocppFrames {
            for offset in frame.indices {
                for bit in 0..<8 {
                    var changed = frame
                    changed[offset] ^= 1 << bit
                    let before = Decoding(changed, .ocpp16)
                    guard before.refusal == nil else { continue }
                    decoded += 1
                    switch redaction.clean(changed.span) {
                    case .unchanged: continue
                    case .changed where Decoding(redaction.bytes, .ocpp16) == before: continue
                    case .changed, .notJSON: different.append(String(decoding: changed, as: UTF8.self))
                    }
                }
            }
        }
        #expect(decoded > 1000)
        #expect(different == [])
    }
}
