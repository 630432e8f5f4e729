import Readings

extension ChargerEvent.Kind {
    /// Orders what events say; two contents have equal places only when they are equal.
    struct Order: Comparable {
        var rank: Int
        var text = ""
        var transaction: Int64 = 0
        var amount: Int64 = 0
        var detail = ""
        /// Of contents with many fields, as they are packed.
        var bytes: [UInt8] = []

        static func < (left: Order, right: Order) -> Bool {
            if left.rank != right.rank { return left.rank < right.rank }
            if left.text != right.text { return left.text < right.text }
            if left.transaction != right.transaction { return left.transaction < right.transaction }
            if left.amount != right.amount { return left.amount < right.amount }
            if left.detail != right.detail { return left.detail < right.detail }
            return left.bytes.lexicographicallyPrecedes(right.bytes)
        }

        init(
            rank: Int, text: String = "", transaction: Int64 = 0, amount: Int64 = 0, detail: String = "",
            bytes: [UInt8] = []
        ) {
            self.rank = rank
            self.text = text
            self.transaction = transaction
            self.amount = amount
            self.detail = detail
            self.bytes = bytes
        }

        /// A measurement: those of no transaction, of a numbered one and of a named one lie apart.
        init(measured rank: Int, _ amount: Int64, of key: TransactionKey?) {
            switch key {
            case nil: self.init(rank: rank, amount: amount)
            case .number(let number)?: self.init(rank: rank + 1, transaction: number, amount: amount)
            case .text(let text)?: self.init(rank: rank + 2, text: text, amount: amount)
            }
        }
    }

    var order: Order {
        switch self {
        case .status(let word, let errorCode): Order(rank: 0, text: word.rawValue, detail: errorCode)
        case .started(let messageID, let meter): Order(rank: 1, text: messageID, amount: meter.millionths)
        case .numbered(let messageID, let transaction): Order(rank: 2, text: messageID, transaction: transaction)
        case .stopped(let transaction, let meter, let reason):
            Order(rank: 3, transaction: transaction, amount: meter.millionths, detail: reason.rawValue)
        case .register(let meter, let key): Order(measured: 4, meter.millionths, of: key)
        case .power(let microwatts, let key): Order(measured: 7, microwatts, of: key)
        case .interval(let energy, let key): Order(measured: 10, energy.millionths, of: key)
        case .sessionEnergy(let energy, let key): Order(measured: 13, energy.millionths, of: key)
        case .plugged(let isTrue): Order(rank: 16, amount: isTrue ? 1 : 0)
        case .chargingNow(let isTrue): Order(rank: 17, amount: isTrue ? 1 : 0)
        case .booted: Order(rank: 18)
        case .heartbeatInterval(let seconds): Order(rank: 19, amount: seconds)
        case .link(let isUp): Order(rank: 20, amount: isUp ? 1 : 0)
        case .bay(let isOccupied): Order(rank: 21, amount: isOccupied ? 1 : 0)
        case .cardPresented: Order(rank: 22)
        case .transaction(let update):
            Order(
                rank: update.key.number == nil ? 24 : 23, text: update.key.number == nil ? update.key.description : "",
                transaction: update.key.number ?? 0, amount: update.sequence, bytes: packedBytes)
        case .sessionRecord(let record): Order(rank: 25, text: record.session, bytes: packedBytes)
        case .fault(let isTrue): Order(rank: 26, amount: isTrue ? 1 : 0)
        }
    }

    private var packedBytes: [UInt8] {
        var packer = Packer()
        pack(into: &packer)
        return packer.bytes
    }
}
