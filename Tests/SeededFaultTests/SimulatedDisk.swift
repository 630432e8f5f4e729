import Disk
import Foundation
import Synchronization

/// The disk of a run: the calls are made on a real folder, and mirrored in a `Volume` that knows what is durable.
final class SimulatedDisk: Sendable {
    enum Plan {
        case nothing
        /// The process ends at the call after so many.
        case crash(after: Int)
        /// So many calls in a row fail: a disk without room stays so for a while.
        case refuse(code: Int32, after: Int, times: Int = 1)
        case shorten(after: Int)
    }

    private struct State {
        var volume: Volume
        var plan = Plan.nothing
        var chance: Chance
        var isDown = false
        var hasRefused = false
        var calls = 0
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        var counts = FaultCounts()
        var publications: PublicationHistory
        var trace: [String]?
        var findings: [String] = []
    }

    /// Every call after a crash fails with it: nobody is there any more to make one.
    private static let crashed: Int32 = ECANCELED

    let root: String
    private let state: Mutex<State>

    init(root: String, chance: Chance, isTraced: Bool) throws {
        self.root = root
        state = Mutex(
            State(
                volume: Volume(root: root), chance: chance, publications: PublicationHistory(),
                trace: isTraced ? [] : nil))
        try? FileManager.default.removeItem(atPath: root)
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var witness: DiskWitness {
        DiskWitness(judge: { self.judge($0) }, made: { self.made($0) })
    }

    var isDown: Bool { state.withLock { $0.isDown } }
    var counts: FaultCounts { state.withLock { $0.counts } }
    var digest: UInt64 { state.withLock { $0.digest } }
    var files: [String: [UInt8]] { state.withLock { $0.volume.files } }

    /// Whether a call was refused since the last question.
    func takeRefused() -> Bool {
        state.withLock { state in
            defer { state.hasRefused = false }
            return state.hasRefused
        }
    }

    /// Whether a call was refused since the last question, and the process lives.
    func takeLackOfRoom() -> Bool { !isDown && takeRefused() }

    func plan(_ plan: Plan) { state.withLock { $0.plan = plan } }

    func takeTrace() -> [String] {
        state.withLock { state in
            defer { if state.trace != nil { state.trace = [] } }
            return state.trace ?? []
        }
    }

    func takeFindings() -> [String] {
        state.withLock { state in
            defer { state.findings = [] }
            return state.findings
        }
    }

    /// What was written until now was published: the call that did it has returned.
    func notePublished() { state.withLock { $0.publications.noteSaved() } }

    // MARK: The witness

    private func judge(_ call: DiskCall) -> DiskWitness.Verdict {
        state.withLock { state in
            let verdict = Self.verdict(call, &state)
            state.calls += 1
            Self.note(call, verdict, &state)
            return verdict
        }
    }

    private static func verdict(_ call: DiskCall, _ state: inout State) -> DiskWitness.Verdict {
        if state.isDown { return .refuse(crashed) }
        switch state.plan {
        case .nothing: return .proceed
        case .crash(let after):
            state.plan = .crash(after: after - 1)
            guard after <= 0 else { return .proceed }
            if case .write(_, let bytes) = call, bytes.count > 1, state.chance.oneIn(2), after == 0 {
                // A part of it is written still.
                return .shorten(state.chance.within(1...bytes.count - 1))
            }
            state.isDown = true
            return .refuse(crashed)
        case .refuse(let code, let after, let times):
            guard isEligible(call, for: code) else { return .proceed }
            state.plan = .refuse(code: code, after: after - 1, times: times)
            guard after <= 0 else { return .proceed }
            if case .write(_, let bytes) = call, bytes.count > 1, state.chance.oneIn(2), after == 0 {
                return .shorten(state.chance.within(1...bytes.count - 1))
            }
            state.plan = times > 1 ? .refuse(code: code, after: -1, times: times - 1) : .nothing
            refuse(call, code, &state)
            return .refuse(code)
        case .shorten(let after):
            guard case .write(_, let bytes) = call, bytes.count > 1 else { return .proceed }
            state.plan = after > 0 ? .shorten(after: after - 1) : .nothing
            guard after <= 0 else { return .proceed }
            state.counts.note(.shortWrite)
            return .shorten(state.chance.within(1...bytes.count - 1))
        }
    }

    private static func isEligible(_ call: DiskCall, for code: Int32) -> Bool {
        switch call {
        case .write: true
        case .makeFile, .makeFolder: code == ENOSPC
        case .syncFile, .syncFolder, .rename: code == EIO
        case .truncate, .remove: false
        }
    }

    private static func refuse(_ call: DiskCall, _ code: Int32, _ state: inout State) {
        state.hasRefused = true
        switch call {
        case .syncFile:
            state.counts.note(.failedSync)
            if state.chance.oneIn(2) { state.volume.doom(call.path) }
        case .syncFolder: state.counts.note(.failedSync)
        default: state.counts.note(code == ENOSPC ? .fullDisk : .failedWrite)
        }
    }

    private func made(_ call: DiskCall) {
        state.withLock { state in
            if let problem = state.volume.make(call) { state.findings.append(problem) }
            switch call {
            case .rename(_, let new): state.publications.note(new, in: state.volume)
            case .remove(let path): state.publications.noteRemoved(path)
            default: break
            }
        }
    }

    private static func note(_ call: DiskCall, _ verdict: DiskWitness.Verdict, _ state: inout State) {
        let path = call.path.dropFirst(state.volume.root.count)
        for byte in path.utf8 { state.digest = (state.digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        if verdict != .proceed { state.digest = (state.digest ^ 1) &* 0x100_0000_01b3 }
        guard state.trace != nil else { return }
        let words =
            switch call {
            case .makeFolder: "mkdir"
            case .makeFile: "create"
            case .write(_, let bytes): "write \(bytes.count) bytes"
            case .truncate(_, let bytes): "truncate to \(bytes)"
            case .rename(_, let new): "rename to \(new.split(separator: "/").last ?? "")"
            case .remove: "unlink"
            case .syncFile: "fdatasync"
            case .syncFolder: "fsync folder"
            }
        let outcome = verdict == .proceed ? "" : " -> \(verdict)"
        state.trace?.append("    \(words) \(path)\(outcome)")
    }

    // MARK: Crashes

    /// The process is gone, what it wrote is there.
    func restartAfterKill() {
        state.withLock { state in
            state.isDown = false
            state.plan = .nothing
            state.counts.note(.kill)
        }
    }

    /// The power went: the folder becomes what may be left. Returns what a reader must not see.
    func restartAfterPowerLoss() throws {
        let (before, after) = state.withLock { state -> (Volume, Volume) in
            let before = state.volume
            let severity = state.chance.pick(Volume.Severity.allCases)
            state.counts.note(.powerLoss)
            let image = before.afterPowerLoss(severity, &state.chance, &state.counts)
            state.findings += state.publications.judge(image)
            state.publications.begin(with: image)
            state.volume = image
            state.isDown = false
            state.plan = .nothing
            state.trace?.append("    power loss: \(severity)")
            return (before, image)
        }
        try Self.change(root, from: before, to: after)
    }

    private static func change(_ root: String, from old: Volume, to new: Volume) throws {
        let files = FileManager.default
        let (oldFiles, newFiles) = (old.files, new.files)
        for path in oldFiles.keys where newFiles[path] == nil { try files.removeItem(atPath: root + "/" + path) }
        let newFolders = Set(new.folders)
        for path in old.folders where !newFolders.contains(path) {
            // An outer folder takes its inner ones with it, and a lock file that nobody told of.
            try? files.removeItem(atPath: root + "/" + path)
        }
        let oldFolders = Set(old.folders)
        for path in new.folders where !oldFolders.contains(path) {
            try files.createDirectory(atPath: root + "/" + path, withIntermediateDirectories: false)
        }
        for (path, content) in newFiles where oldFiles[path] != content {
            try Data(content).write(to: URL(fileURLWithPath: root + "/" + path))
        }
    }

    /// Something else changes a file: a bit of it, or its length.
    func damage(_ path: String) throws {
        let content = state.withLock { state -> [UInt8]? in
            guard var content = state.volume.content(path), !content.isEmpty else { return nil }
            let place = state.chance.below(content.count)
            if state.chance.oneIn(2) {
                content[place] ^= 1 << UInt8(state.chance.below(8))
            } else {
                content.removeSubrange(place...)
            }
            state.volume.replace(path, with: content)
            state.counts.note(.damagedCheckpoint)
            return content
        }
        if let content { try Data(content).write(to: URL(fileURLWithPath: path)) }
    }

    /// What differs between the real folder and its mirror: a call that nobody told of.
    func unseenChanges() throws -> [String] {
        let mirror = files
        let real = try Self.files(below: root)
        return Set(mirror.keys).union(real.keys).filter { mirror[$0] != real[$0] }.sorted()
    }

    /// All files that are really there, by their path below the folder; no lock.
    static func files(below path: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        try read(Directory(path: path), prefix: "", into: &files)
        return files
    }

    private static func read(
        _ folder: borrowing Directory, prefix: String, into files: inout [String: [UInt8]]
    ) throws {
        for name in try folder.names() where name != "lock" {
            switch try folder.status(of: name)?.kind {
            case .folder: try read(folder.subdirectory(name), prefix: prefix + name + "/", into: &files)
            default:
                let file = try InputFile(name, in: folder)
                files[prefix + name] = try file.bytes(at: 0, count: Int(file.size()))
            }
        }
    }
}
