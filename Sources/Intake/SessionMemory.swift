import BrokerLink
import Disk
import Foundation

/// Which session we last had, kept in `state/` over restarts: the broker's address and our client id. Another broker, or
/// another name, cannot have forgotten us.
struct SessionMemory {
    let folder: String

    private static let name = "session"

    private static func text(of link: LinkSettings) -> String { "\(link.address)\n\(link.clientID)\n" }

    /// Whether the session that is remembered is the one that these settings ask for.
    func isExpected(by link: LinkSettings) -> Bool {
        guard let data = FileManager.default.contents(atPath: folder + "/" + Self.name) else { return false }
        return Array(data) == Array(Self.text(of: link).utf8)
    }

    /// Remembers the session; it is on disk on return.
    func remember(_ link: LinkSettings) throws(DiskError) {
        if isExpected(by: link) { return }
        let folder = try Directory(makingIfMissing: folder, readers: .group)
        let text = Array(Self.text(of: link).utf8)
        try folder.replace(Self.name, with: text.span, readers: .group)
    }
}
