extension RandomAccessCollection where Index == Int {
    /// The first index whose element satisfies `isInSecondPart`, by bisection; the elements that do must all stand behind
    /// those that do not.
    package func partitioningIndex(where isInSecondPart: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
