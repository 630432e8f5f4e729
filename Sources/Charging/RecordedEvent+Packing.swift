import Readings

extension RecordedEvent {
    /// Two instants, three bytes of flags and kind, and a reply without a message id.
    static let fewestPackedBytes = 16 + 3

    /// Everything but the stamp: the log has no use for it beside `at`.
    func pack(into packer: inout Packer) {
        packer.put(at)
        packer.put(received)
        packer.put(isRetained)
        packer.put(optional: event.connector.map(Int64.init))
        switch event.kind {
        case .status(let status, let errorCode):
            packer.put(UInt8(0))
            packer.put(case: status)
            packer.put(errorCode)
        case .started(let messageID, let meter):
            packer.put(UInt8(1))
            packer.put(messageID)
            packer.put(meter.millionths)
        case .numbered(let messageID, let transaction):
            packer.put(UInt8(2))
            packer.put(messageID)
            packer.put(transaction)
        case .stopped(let transaction, let meter, let reason):
            packer.put(UInt8(3))
            packer.put(transaction)
            packer.put(meter.millionths)
            packer.put(case: reason)
        case .register(let meter, let transaction):
            packer.put(UInt8(4))
            packer.put(meter.millionths)
            packer.put(optional: transaction)
        case .power(let microwatts, let transaction):
            packer.put(UInt8(5))
            packer.put(microwatts)
            packer.put(optional: transaction)
        }
    }

    init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        let at = try unpacker.instant()
        let received = try unpacker.instant()
        let isRetained = try unpacker.flag()
        let connector = try unpacker.optionalNumber().map(Int.init)
        let kind: ChargerEvent.Kind
        switch try unpacker.number(UInt8.self) {
        case 0: kind = .status(try unpacker.oneCase(), errorCode: try unpacker.text())
        case 1: kind = .started(messageID: try unpacker.text(), meter: .init(millionths: try unpacker.number()))
        case 2: kind = .numbered(messageID: try unpacker.text(), transaction: try unpacker.number())
        case 3:
            kind = .stopped(
                transaction: try unpacker.number(), meter: .init(millionths: try unpacker.number()),
                reason: try unpacker.oneCase())
        case 4:
            kind = .register(.init(millionths: try unpacker.number()), transaction: try unpacker.optionalNumber())
        case 5: kind = .power(microwatts: try unpacker.number(), transaction: try unpacker.optionalNumber())
        default: throw UnpackingError()
        }
        self.init(
            ChargerEvent(connector: connector, stamp: nil, kind: kind), at: at, received: received,
            isRetained: isRetained)
    }
}

extension Packer {
    fileprivate mutating func put(optional number: Int64?) {
        put(number != nil)
        if let number { put(number) }
    }

    /// The place of a case among all of its type.
    fileprivate mutating func put<Word: CaseIterable & Equatable>(case word: Word) where Word.AllCases == [Word] {
        put(UInt8(Word.allCases.firstIndex(of: word) ?? 0))
    }
}

extension Unpacker {
    fileprivate mutating func optionalNumber() throws(UnpackingError) -> Int64? {
        try flag() ? try number() : nil
    }

    fileprivate mutating func oneCase<Word: CaseIterable>() throws(UnpackingError) -> Word
    where Word.AllCases == [Word] {
        let place = Int(try number(UInt8.self))
        guard place < Word.allCases.count else { throw UnpackingError() }
        return Word.allCases[place]
    }
}
