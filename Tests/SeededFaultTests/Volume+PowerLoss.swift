/// What a loss of power leaves.
extension Volume {
    /// How much of what was not brought to the disk is lost.
    enum Severity: CaseIterable {
        /// All of it: a disk that writes as late as it may.
        case everything
        /// Each change by itself.
        case some
        /// Hardly anything.
        case little

        fileprivate func isLost(_ chance: inout Chance) -> Bool {
            switch self {
            case .everything: true
            case .some: chance.oneIn(2)
            case .little: chance.oneIn(8)
            }
        }
    }

    func afterPowerLoss(_ severity: Severity, _ chance: inout Chance, _ counts: inout FaultCounts) -> Volume {
        var image = Volume(root: root)
        image.copy(folder: 0, of: self, into: 0, severity, &chance, &counts)
        return image
    }

    private mutating func copy(
        folder index: Int, of old: Volume, into target: Int, _ severity: Severity, _ chance: inout Chance,
        _ counts: inout FaultCounts
    ) {
        let entries = Self.entries(of: old.folder(index), severity, &chance, &counts)
        var copied = Folder()
        for (name, node) in entries.sorted(by: { $0.key < $1.key }) {
            nodes.append(.folder(Folder()))
            let own = nodes.count - 1
            copied.entries[name] = own
            switch old.nodes[node] {
            case .file(let file):
                let content = Self.content(of: file, severity, &chance, &counts)
                nodes[own] = .file(File(content: content, durable: content))
            case .folder:
                copy(folder: node, of: old, into: own, severity, &chance, &counts)
            }
        }
        copied.durable = copied.entries
        nodes[target] = .folder(copied)
    }

    private static func entries(
        of folder: Folder, _ severity: Severity, _ chance: inout Chance, _ counts: inout FaultCounts
    ) -> [String: Int] {
        var entries = folder.durable
        for change in folder.pending {
            if severity.isLost(&chance) {
                counts.note(.lostEntry)
                continue
            }
            switch change {
            case .put(let name, let node): entries[name] = node
            case .remove(let name): entries[name] = nil
            case .rename(let old, let new, let node):
                if entries[old] == node { entries[old] = nil }
                entries[new] = node
            }
        }
        return entries
    }

    private static func content(
        of file: File, _ severity: Severity, _ chance: inout Chance, _ counts: inout FaultCounts
    ) -> [UInt8] {
        var content = file.durable
        for change in file.pending {
            switch change {
            case .truncate(let bytes):
                if severity.isLost(&chance) {
                    counts.note(.lostWrite)
                } else {
                    content.removeLast(max(0, content.count - bytes))
                }
            case .write(let at, let bytes):
                write(bytes, at: at, into: &content, severity, &chance, &counts)
            }
        }
        for range in file.doomed where severity.isLost(&chance) {
            counts.note(.lostWrite)
            for index in range where index < content.count { content[index] = 0 }
        }
        return content
    }

    private static func write(
        _ bytes: [UInt8], at start: Int, into content: inout [UInt8], _ severity: Severity, _ chance: inout Chance,
        _ counts: inout FaultCounts
    ) {
        var kept = bytes
        if severity.isLost(&chance) {
            // Half of the losses are whole ones, the others leave a part.
            switch chance.below(6) {
            case 0...2:
                counts.note(.lostWrite)
                return
            case 3:
                counts.note(.tornWrite)
                kept = Array(bytes.prefix(chance.below(bytes.count + 1)))
            case 4:
                // To the end of a sector of 512 bytes.
                counts.note(.tornWrite)
                let sectors = (start + bytes.count) / 512 - start / 512
                let end = (start / 512 + chance.below(sectors + 1) + 1) * 512
                kept = Array(bytes.prefix(max(0, end - start)))
            default:
                // The file grew, and its bytes did not come: all of them, or from some place on.
                counts.note(.zeroedWrite)
                for index in chance.below(bytes.count)..<bytes.count { kept[index] = 0 }
            }
        }
        while content.count < start { content.append(0) }
        content.replaceSubrange(start..<min(content.count, start + kept.count), with: kept)
    }
}
