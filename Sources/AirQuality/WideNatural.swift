/// A whole number of any size, zero or more: what an exact weighted mean of a dozen hours needs, some 700 bits.
struct WideNatural: Hashable {
    /// Least first, without zeros at the end.
    private var limbs: [UInt64] = []

    init(_ value: UInt64) {
        if value > 0 { limbs = [value] }
    }

    var isZero: Bool { limbs.isEmpty }

    static func * (left: WideNatural, right: UInt64) -> WideNatural {
        var product = left
        var carry: UInt64 = 0
        for index in product.limbs.indices {
            let (high, low) = product.limbs[index].multipliedFullWidth(by: right)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            product.limbs[index] = sum
            carry = high + (overflow ? 1 : 0)
        }
        if carry > 0 { product.limbs.append(carry) }
        while product.limbs.last == 0 { product.limbs.removeLast() }
        return product
    }

    static func + (left: WideNatural, right: WideNatural) -> WideNatural {
        var sum = left.limbs.count < right.limbs.count ? right : left
        let addend = left.limbs.count < right.limbs.count ? left : right
        var carry: UInt64 = 0
        for index in sum.limbs.indices {
            let (first, over) = sum.limbs[index].addingReportingOverflow(
                index < addend.limbs.count ? addend.limbs[index] : 0)
            let (second, again) = first.addingReportingOverflow(carry)
            sum.limbs[index] = second
            carry = over || again ? 1 : 0
        }
        if carry > 0 { sum.limbs.append(carry) }
        return sum
    }

    /// `right` must not be greater.
    static func - (left: WideNatural, right: WideNatural) -> WideNatural {
        var difference = left
        var borrow: UInt64 = 0
        for index in difference.limbs.indices {
            let (first, under) = difference.limbs[index].subtractingReportingOverflow(
                index < right.limbs.count ? right.limbs[index] : 0)
            let (second, again) = first.subtractingReportingOverflow(borrow)
            difference.limbs[index] = second
            borrow = under || again ? 1 : 0
        }
        while difference.limbs.last == 0 { difference.limbs.removeLast() }
        return difference
    }

    static func < (left: WideNatural, right: WideNatural) -> Bool {
        if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
        for (mine, other) in zip(left.limbs.reversed(), right.limbs.reversed()) where mine != other {
            return mine < other
        }
        return false
    }

    /// The whole quotient, held at Int64's end where it is greater, and whether nothing was left over.
    func quotient(dividingBy divisor: WideNatural) -> (quotient: UInt64, isExact: Bool) {
        var low: UInt64 = 0
        var high = UInt64(Int64.max)
        while low < high {
            let middle = low + (high - low + 1) / 2
            if self < divisor * middle { high = middle - 1 } else { low = middle }
        }
        return (low, divisor * low == self)
    }
}
