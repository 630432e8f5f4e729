import Readings

/// Objects of OCPI 2.2.1: Location, EVSE, Session, CDR, whole or as the fields that a PATCH carries, alone, in a list, or in
/// the envelope of a reply (section 4.1.4). Of others, a Connector, a Tariff or a Token, nothing is read.
///
/// An object is told by its members, since a PATCH names no kind. An EVSE that stands alone is the topic's device: its `uid`
/// looks like a token's where no Location is around it, and is not read.
extension Decoder {
    mutating func decodeOCPI(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        let start = scanner.position
        guard try ocpiValue(text, into: &decoded) else { throw JSONError(.wrongShape, at: start) }
    }

    /// False for what is no object of OCPI.
    private mutating func ocpiValue(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) -> Bool {
        guard scanner.kind(text) == .array else { return try ocpiObject(text, into: &decoded) }
        var isKnown = true
        try scanner.beginArray(text)
        while try scanner.nextElement(text) {
            if try !ocpiObject(text, into: &decoded) { isKnown = false }
        }
        return isKnown
    }

    private mutating func ocpiObject(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) -> Bool {
        var object = OCPIObject()
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            let name = OCPIName.table[key.name]
            object.note(name)
            switch name {
            case .data:
                let kind = scanner.kind(text)
                if kind == .object || kind == .array {
                    if try !ocpiValue(text, into: &decoded) { return false }
                } else {
                    try scanner.skipValue(text)
                }
            case .evses: try ocpiEVSEs(text, into: &decoded)
            case .chargingPeriods: try ocpiPeriods(text, &object)
            case .cdrLocation: try ocpiPlace(text, &object)
            default: try ocpiMember(text, name, &object)
            }
        }
        object.add(text, to: &decoded)
        return object.isKnown
    }

    private mutating func ocpiEVSEs(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        guard scanner.kind(text) == .array else {
            try scanner.skipValue(text)
            return
        }
        try scanner.beginArray(text)
        while try scanner.nextElement(text) {
            var evse = OCPIObject()
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                if OCPIName.table[key.name] == .uid {
                    evse.evseUID = try ocpiText(text)
                } else {
                    try ocpiMember(text, OCPIName.table[key.name], &evse)
                }
            }
            evse.addStatus(text, of: EventSubject(naming: text, evse), to: &decoded)
        }
    }

    /// A member that both sessions and EVSEs may have.
    private mutating func ocpiMember(
        _ text: Span<UInt8>, _ name: OCPIName?, _ object: inout OCPIObject
    ) throws(JSONError) {
        switch name {
        case .id: object.id = try ocpiText(text)
        case .sessionID: object.sessionID = try ocpiText(text)
        case .evseUID: object.evseUID = try ocpiText(text)
        case .evseID: object.evseID = try ocpiText(text)
        case .connectorID: object.connector = try ocpiNumber(text)
        case .status: object.status = try ocpiText(text)
        case .lastUpdated: object.lastUpdated = try ocpiTime(text)
        case .start: object.start = try ocpiTime(text)
        case .end: object.end = try ocpiTime(text)
        case .kwh, .totalEnergy: object.energy = try ocpiAmount(text, OCPIObject.kilowattHours)
        case .totalParking: object.totalParking = try ocpiAmount(text, OCPIObject.hours)
        default: try scanner.skipValue(text)
        }
    }

    private mutating func ocpiPlace(_ text: Span<UInt8>, _ object: inout OCPIObject) throws(JSONError) {
        guard scanner.kind(text) == .object else {
            try scanner.skipValue(text)
            return
        }
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch OCPIName.table[key.name] {
            case .evseUID: object.evseUID = try ocpiText(text)
            case .evseID: object.evseID = try ocpiText(text)
            case .connectorID: object.connector = try ocpiNumber(text)
            default: try scanner.skipValue(text)
            }
        }
    }

    private mutating func ocpiPeriods(_ text: Span<UInt8>, _ object: inout OCPIObject) throws(JSONError) {
        guard scanner.kind(text) == .array else {
            try scanner.skipValue(text)
            return
        }
        try scanner.beginArray(text)
        while try scanner.nextElement(text) {
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                guard OCPIName.table[key.name] == .dimensions, scanner.kind(text) == .array else {
                    try scanner.skipValue(text)
                    continue
                }
                try scanner.beginArray(text)
                while try scanner.nextElement(text) { try ocpiDimension(text, &object) }
            }
        }
    }

    private mutating func ocpiDimension(_ text: Span<UInt8>, _ object: inout OCPIObject) throws(JSONError) {
        var dimension: OCPIDimension?
        var volume = WrittenValue.absent
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch OCPIName.table[key.name] {
            case .type: dimension = try ocpiText(text).flatMap { OCPIDimension.table[$0.name(text)] }
            case .volume: volume = try scanner.written(text)
            default: try scanner.skipValue(text)
            }
        }
        guard let dimension, case .value(let value) = volume.converted(text, by: dimension.scale) else { return }
        object.note(dimension, value.count)
    }

    // MARK: Values

    /// A text that is not empty; nil for any other value.
    private mutating func ocpiText(_ text: Span<UInt8>) throws(JSONError) -> JSONString? {
        guard scanner.kind(text) == .string else {
            try scanner.skipValue(text)
            return nil
        }
        let string = try scanner.string(text)
        return string.range.isEmpty ? nil : string
    }

    /// A connector's identifier where it is a number, as most are.
    private mutating func ocpiNumber(_ text: Span<UInt8>) throws(JSONError) -> Int? {
        guard let string = try ocpiText(text) else { return nil }
        guard let number = Int(string.unescaped(text)), (1...999).contains(number) else { return nil }
        return number
    }

    /// A DateTime is UTC, and its Z may be left out (OCPI 2.2.1 section 17.2). One that cannot be read is none: it must not
    /// cost a list its other objects.
    private mutating func ocpiTime(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        try ocpiText(text).flatMap { stamps.instant(text, $0, zoneless: .utc) }
    }

    private mutating func ocpiAmount(_ text: Span<UInt8>, _ scale: UnitScale) throws(JSONError) -> Int64? {
        guard case .value(let value) = try scanner.written(text).converted(text, by: scale) else { return nil }
        return value.count
    }
}

extension EventSubject {
    fileprivate init(naming text: Span<UInt8>, _ object: OCPIObject) {
        let publicName = object.evseID.map { $0.unescaped(text) }
        guard let uid = object.evseUID else {
            self.init(device: publicName)
            return
        }
        self.init(device: uid.unescaped(text), alias: publicName)
    }
}

extension OCPIObject {
    /// Adds what an object came to.
    fileprivate func add(_ text: Span<UInt8>, to decoded: inout Decoded) {
        guard !holdsOthers else { return }
        if isSession(text) {
            addRecord(text, to: &decoded)
        } else if status != nil {
            addStatus(text, of: EventSubject(alias: evseID.map { $0.unescaped(text) }), to: &decoded)
        }
    }

    /// A word that is none of OCPI's is kept as unknown and counted.
    fileprivate func addStatus(_ text: Span<UInt8>, of subject: EventSubject, to decoded: inout Decoded) {
        guard let status else { return }
        let word = ConnectorWord(ocpi: status.unescaped(text))
        if word == nil { decoded.rejected.append(RejectedSample(quantity: nil, reason: .malformedValue)) }
        decoded.add(
            ChargerEvent(connector: nil, stamp: lastUpdated, kind: .status(word ?? .unknown, errorCode: "")),
            of: subject)
    }

    private func addRecord(_ text: Span<UInt8>, to decoded: inout Decoded) {
        // The bill comes when the car has left, so it does not prove that the unit is in contact.
        if isDetailRecord { decoded.origin = .thirdParty }
        let subject = EventSubject(naming: text, self)
        guard let session = (isDetailRecord ? sessionID ?? id : id)?.unescaped(text), subject.device != nil else {
            decoded.rejected.append(RejectedSample(quantity: nil, reason: .notRegistered))
            return
        }
        let record = SessionRecord(
            session: session, isDetailRecord: isDetailRecord,
            status: status.flatMap { SessionRecord.Status(rawValue: $0.unescaped(text)) }, start: start, end: end,
            energy: (energy ?? periodEnergy).map(WattHours.init(millionths:)), charging: charging,
            parking: parking ?? totalParking, peakMicrowatts: peak, lastUpdated: lastUpdated)
        decoded.add(
            ChargerEvent(connector: connector, stamp: lastUpdated ?? end ?? start, kind: .sessionRecord(record)),
            of: subject)
    }
}
