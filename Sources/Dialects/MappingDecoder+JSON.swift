import Readings

extension MappingDecoder {
    /// One walk over the whole payload, which also shows that it is JSON to its end, then one over each record.
    mutating func takeJSON(
        _ text: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        do throws(JSONError) {
            scanner.begin(text)
            try walk(text, plan.top, 0)
            try scanner.end(text)
        } catch {
            throw error.reason
        }
        guard let slot = plan.records else { return try takeRecord(text, wall, into: &decoded) }
        let records = fields[slot]
        guard records.kind == .other else { return }
        scanner.begin(text)
        scanner.position = records.range.lowerBound
        do throws(JSONError) {
            guard scanner.kind(text) == .array else { return try takeRecordAtCursor(text, wall, into: &decoded) }
            try scanner.beginArray(text)
            var isEmpty = true
            while try scanner.nextElement(text) {
                isEmpty = false
                try takeRecordAtCursor(text, wall, into: &decoded)
            }
            // A list of no records is of the right shape and says nothing.
            isFound = isFound || isEmpty
        } catch {
            throw error.reason
        }
    }

    private mutating func takeRecordAtCursor(
        _ text: Span<UInt8>, _ wall: WallClock, into decoded: inout Decoded
    ) throws(JSONError) {
        for slot in fields.indices where plan.isOfRecord[slot] { fields[slot] = .missing }
        let start = scanner.position
        try walk(text, plan.record, 0)
        do throws(QuarantineReason) {
            try takeRecord(text, wall, into: &decoded)
        } catch {
            throw JSONError(error, at: start)
        }
    }

    /// Steps over the value at the cursor and keeps what the tree asks for.
    private mutating func walk(_ text: Span<UInt8>, _ tree: PathTree, _ at: Int) throws(JSONError) {
        let start = scanner.position
        let kind = scanner.kind(text)
        let node = tree.nodes[at]
        if let slot = node.slot, kind == .string {
            let string = try scanner.string(text)
            keep(CapturedField(kind: .string, range: string.range, hasEscapes: string.hasEscapes), slot)
            return
        }
        switch kind {
        case .object where !node.members.isEmpty: try walkMembers(text, tree, node)
        case .array where !node.elements.isEmpty || !node.matches.isEmpty: try walkElements(text, tree, node)
        default: try scanner.skipValue(text)
        }
        guard let slot = node.slot else { return }
        let found: CapturedField.Kind =
            switch kind {
            case .number: .number
            case .null: .null
            default: .other
            }
        keep(CapturedField(kind: found, range: start..<scanner.position), slot)
    }

    /// Of two elements that a path means, the first counts.
    private mutating func keep(_ field: CapturedField, _ slot: Int) {
        if fields[slot].kind == .missing { fields[slot] = field }
    }

    private mutating func walkMembers(
        _ text: Span<UInt8>, _ tree: PathTree, _ node: PathTree.Node
    ) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            let field = CapturedField(kind: .string, range: key.string.range, hasEscapes: key.string.hasEscapes)
            var child: Int?
            for member in node.members where child == nil && field.spells(member.name, text) { child = member.node }
            if let child { try walk(text, tree, child) } else { try scanner.skipValue(text) }
        }
    }

    private mutating func walkElements(
        _ text: Span<UInt8>, _ tree: PathTree, _ node: PathTree.Node
    ) throws(JSONError) {
        try scanner.beginArray(text)
        var index = 0
        while try scanner.nextElement(text) {
            let element = try scanner.skipValue(text)
            for child in node.elements where child.index == index {
                scanner.position = element.lowerBound
                try walk(text, tree, child.node)
            }
            for child in node.matches {
                scanner.position = element.lowerBound
                guard try says(text, child.member, child.value) else { continue }
                scanner.position = element.lowerBound
                try walk(text, tree, child.node)
            }
            scanner.position = element.upperBound
            index += 1
        }
    }

    /// Whether the object at the cursor has the member with the value.
    private mutating func says(_ text: Span<UInt8>, _ member: [UInt8], _ value: [UInt8]) throws(JSONError) -> Bool {
        guard scanner.kind(text) == .object else { return false }
        var found = false
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            let name = CapturedField(kind: .string, range: key.string.range, hasEscapes: key.string.hasEscapes)
            guard name.spells(member, text) else {
                try scanner.skipValue(text)
                continue
            }
            var field = CapturedField(kind: .other)
            if scanner.kind(text) == .string {
                let string = try scanner.string(text)
                field = CapturedField(kind: .string, range: string.range, hasEscapes: string.hasEscapes)
            } else {
                field.range = try scanner.skipValue(text)
            }
            found = field.spells(value, text)
        }
        return found
    }
}
