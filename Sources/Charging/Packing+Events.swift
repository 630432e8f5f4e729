import Readings

extension Packer {
    mutating func put(optional number: Int64?) {
        put(number != nil)
        if let number { put(number) }
    }

    /// The place of a case among all of its type.
    mutating func put<Word: CaseIterable & Equatable>(case word: Word) where Word.AllCases == [Word] {
        put(UInt8(Word.allCases.firstIndex(of: word) ?? 0))
    }

    mutating func put<Word: CaseIterable & Equatable>(optionalCase word: Word?) where Word.AllCases == [Word] {
        put(word != nil)
        if let word { put(case: word) }
    }

    mutating func put(_ number: UInt8, _ isTrue: Bool) {
        put(number)
        put(isTrue)
    }

    mutating func put(_ key: TransactionKey) {
        switch key {
        case .number(let number):
            put(UInt8(1))
            put(number)
        case .text(let text):
            put(UInt8(2))
            put(text)
        }
    }

    mutating func put(measured number: UInt8, _ amount: Int64, of key: TransactionKey?) {
        put(number)
        put(amount)
        if let key { put(key) } else { put(UInt8(0)) }
    }
}

extension Unpacker {
    mutating func optionalNumber() throws(UnpackingError) -> Int64? {
        try flag() ? try number() : nil
    }

    mutating func energy() throws(UnpackingError) -> WattHours {
        WattHours(millionths: try number())
    }

    mutating func oneCase<Word: CaseIterable>() throws(UnpackingError) -> Word where Word.AllCases == [Word] {
        let place = Int(try number(UInt8.self))
        guard place < Word.allCases.count else { throw UnpackingError() }
        return Word.allCases[place]
    }

    mutating func optionalCase<Word: CaseIterable>() throws(UnpackingError) -> Word? where Word.AllCases == [Word] {
        try flag() ? try oneCase() : nil
    }

    mutating func optionalKey() throws(UnpackingError) -> TransactionKey? {
        switch try number(UInt8.self) {
        case 0: nil
        case 1: .number(try number())
        case 2: .text(try text())
        default: throw UnpackingError()
        }
    }

    mutating func key() throws(UnpackingError) -> TransactionKey {
        guard let key = try optionalKey() else { throw UnpackingError() }
        return key
    }
}
