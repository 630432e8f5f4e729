internal import Pipeline

/// Where the records of a data folder come from.
package enum RecordSource: Hashable, Sendable {
    /// The folder of a journal.
    case journal(path: String)
    /// Recorded feeds, in the order in which they are read.
    case feeds([Feed])

    package struct Feed: Hashable, Sendable {
        /// As the manifest names it.
        package var name: String
        package var path: String

        package init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    var words: String {
        switch self {
        case .journal: "the journal"
        case .feeds(let feeds): feeds.count == 1 ? "the feed \(feeds[0].name)" : "\(feeds.count) feeds"
        }
    }

    /// What the places of records are called at the head of a table.
    var placeTitle: String {
        switch self {
        case .journal: "journal position"
        case .feeds: "line of the feed"
        }
    }

    /// Where a record stands: `1:4096` in a journal, as a checkpoint writes it; of several feeds, name and line.
    func words(of place: RecordPlace) -> String {
        switch self {
        case .journal: return "\(place.source):\(place.offset)"
        case .feeds(let feeds):
            guard feeds.count > 1, place.source < feeds.count else { return "\(place.offset)" }
            return "\(feeds[Int(place.source)].name):\(place.offset)"
        }
    }
}
