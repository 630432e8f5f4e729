import Disk
import Foundation
import Pipeline
package import Readings

/// What a person asks with `kerbside rebuild`. Beside a running service it is a file in `state/requests`, which the service
/// takes up within seconds; its name tells how far it has come.
package struct RebuildRequest: Hashable, Sendable {
    /// Ten years: more is a slip of the finger.
    package static let mostDays: Int32 = 3660

    /// UTC days, both included.
    package var days: ClosedRange<CivilDate>
    /// Admit what the late ledger holds of these days, of one device or of all, for a reason.
    package var admission: Admission?

    package struct Admission: Hashable, Sendable {
        package var device: String?
        package var reason: String

        package init(device: String?, reason: String) {
            self.device = device
            self.reason = reason
        }
    }

    package init(days: ClosedRange<CivilDate>, admission: Admission? = nil) {
        self.days = days
        self.admission = admission
    }

    var span: Range<Instant> { days.lowerBound.startUTC..<days.upperBound.adding(days: 1).startUTC }

    /// The note of the journal by which late readings are admitted.
    package var note: JournalNote? {
        admission.map { .lateAdmission(device: $0.device, observed: span, reason: $0.reason) }
    }

    /// Every day of every borough.
    func daysToRebuild(areas: [String]) -> Set<DayToRebuild> {
        var found: Set<DayToRebuild> = []
        var date = days.lowerBound
        while date <= days.upperBound {
            found.insert(DayToRebuild(.received, area: "", date: date))
            for area in areas {
                found.insert(DayToRebuild(.air, area: area, date: date))
                found.insert(DayToRebuild(.charging, area: area, date: date))
            }
            date = date.adding(days: 1)
        }
        return found
    }

    var text: String {
        var lines = ["from \(days.lowerBound.text)", "to \(days.upperBound.text)"]
        if let admission {
            lines.append("device \(admission.device ?? "*")")
            lines.append("reason \(admission.reason.split(whereSeparator: \.isNewline).joined(separator: " "))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    init?(text: String) {
        var parts: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2 { parts[words[0]] = words[1] }
        }
        guard let from = parts["from"].flatMap({ CivilDate(String($0)) }),
            let to = parts["to"].flatMap({ CivilDate(String($0)) }), from <= to,
            to.daysSince1970 - from.daysSince1970 < Self.mostDays
        else { return nil }
        days = from...to
        if let reason = parts["reason"] {
            let device = parts["device"].map(String.init)
            admission = Admission(device: device == "*" ? nil : device, reason: String(reason))
        }
    }
}

/// The requests of a data folder.
package struct RebuildRequests: Sendable {
    private let state: String
    private var folder: String { state + "/requests" }

    package init(_ data: DataFolder) {
        state = data.state
    }

    /// How far a request has come.
    package enum Progress: String, Sendable {
        case asked, begun, done
    }

    /// Leaves a request for the running service; returns its name.
    package func leave(_ request: RebuildRequest) throws -> String {
        _ = try Directory(makingIfMissing: state, readers: .group)
        let directory = try Directory(makingIfMissing: folder, readers: .group)
        let name = UUID().uuidString
        try directory.replace("\(name).\(Progress.asked)", with: Array(request.text.utf8).span, readers: .group)
        return name
    }

    package func progress(of name: String) -> Progress? {
        [Progress.done, .begun, .asked].first {
            FileManager.default.fileExists(atPath: "\(folder)/\(name).\($0)")
        }
    }

    package func forget(_ name: String) {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name).\(Progress.done)")
    }

    /// The requests that have come so far; those that cannot be read are put aside as done.
    func list(_ progress: Progress) -> [(name: String, request: RebuildRequest)] {
        names(progress).compactMap { name in
            let content = FileManager.default.contents(atPath: "\(folder)/\(name).\(progress)") ?? Data()
            guard let request = RebuildRequest(text: String(decoding: content, as: UTF8.self)) else {
                move(name, from: progress, to: .done)
                return nil
            }
            return (name, request)
        }
    }

    func begin(_ name: String) { move(name, from: .asked, to: .begun) }

    func finishBegun() { for name in names(.begun) { move(name, from: .begun, to: .done) } }

    private func names(_ progress: Progress) -> [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return found.filter { $0.hasSuffix(".\(progress)") }.map { String($0.dropLast("\(progress)".count + 1)) }
            .sorted()
    }

    private func move(_ name: String, from: Progress, to: Progress) {
        try? FileManager.default.moveItem(
            atPath: "\(folder)/\(name).\(from)", toPath: "\(folder)/\(name).\(to)")
    }
}
