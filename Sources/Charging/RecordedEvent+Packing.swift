import Readings

extension RecordedEvent {
    /// Two instants, retained, stamp, language, connector, and the number of a kind that says no more.
    static let fewestPackedBytes = 16 + 5

    /// Everything but the stamp: the log has no use for it beside `at`.
    func pack(into packer: inout Packer) {
        packer.put(at)
        packer.put(received)
        packer.put(isRetained)
        packer.put(stampFate.rawValue)
        packer.put(isOfTellingLanguage)
        packer.put(optional: event.connector.map(Int64.init))
        event.kind.pack(into: &packer)
    }

    init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        let at = try unpacker.instant()
        let received = try unpacker.instant()
        let isRetained = try unpacker.flag()
        guard let fate = StampFate(rawValue: try unpacker.number()) else { throw UnpackingError() }
        let isOfTellingLanguage = try unpacker.flag()
        let connector = try unpacker.optionalNumber().map(Int.init)
        let kind = try ChargerEvent.Kind(unpacking: &unpacker)
        self.init(
            ChargerEvent(connector: connector, stamp: nil, kind: kind), at: at, received: received,
            isRetained: isRetained, stampFate: fate, isOfTellingLanguage: isOfTellingLanguage)
    }
}
