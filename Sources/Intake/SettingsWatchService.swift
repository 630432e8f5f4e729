import Dialects
import Disk
import Logging
import Pipeline
import Publication
import Registry
import ServiceLifecycle
import Synchronization

/// How settings are read again while the service runs.
package struct SettingsSource: Sendable {
    let file: String
    package let read: @Sendable () throws -> Settings
    /// Of the file before it was read for the first time.
    let initial: String?

    /// - Parameters:
    ///   - file: the settings file; a change of its bytes is what is noticed.
    ///   - read: reads it anew, with environment and options over it.
    package init(file: String, read: @escaping @Sendable () throws -> Settings) {
        self.file = file
        self.read = read
        initial = Self.digest(of: file)
    }

    /// Nil where it cannot be read now.
    func digest() -> String? { Self.digest(of: file) }

    private static func digest(of file: String) -> String? {
        guard let file = try? InputFile(namedByPerson: file), let size = try? file.size(),
            let bytes = try? file.bytes(at: 0, count: Int(clamping: size))
        else { return nil }
        var digest = FileDigest()
        digest.update(bytes)
        return digest.hexadecimal
    }
}

/// Watches the settings file. Sound new settings end this round of the service in order, and the next begins with them: the
/// broker keeps what comes meanwhile, and a checkpoint keeps the open windows. Wrong ones leave the old in force.
struct SettingsWatchService: Service {
    let source: SettingsSource
    let logger: Logger
    /// The digest of the settings in force.
    let judged: String?
    /// Where the settings for the next round are left.
    let next: NextRound

    /// What the next round of the service begins with.
    final class NextRound: Sendable {
        private let state = Mutex<(settings: Settings, registry: RegistryTables, sha256: String)?>(nil)

        func leave(_ settings: Settings, _ registry: RegistryTables, sha256: String) {
            state.withLock { $0 = (settings, registry, sha256) }
        }

        func take() -> (settings: Settings, registry: RegistryTables, sha256: String)? {
            state.withLock { state in
                defer { state = nil }
                return state
            }
        }
    }

    func run() async throws {
        let first = judged
        await cancelWhenGracefulShutdown {
            var judged = first
            var seen = first
            while (try? await Task.sleep(for: .seconds(1))) != nil {
                guard let digest = source.digest() else { continue }
                // A change is judged when it stood still for a second: an editor may be in the middle of saving.
                if digest != judged, digest == seen {
                    judged = digest
                    if take(digest) { return }
                }
                seen = digest
            }
        }
    }

    private func take(_ digest: String) -> Bool {
        do {
            let settings = try source.read()
            let registry = try RegistryFolder.load(path: settings.registry, knownDialects: Dialect.known)
            guard let tables = registry.tables else {
                for problem in registry.problems.prefix(20) { logger.error("\(settings.registry)/\(problem)") }
                throw RegistryHasMistakes(count: registry.problems.count)
            }
            logger.notice("\(source.file) changed: the service goes on with the new settings.")
            next.leave(settings, tables, sha256: digest)
            return true
        } catch {
            logger.error("\(error)")
            logger.error(
                "\(source.file) changed, and cannot be used: the old settings stay in force. Correct the lines above.")
            return false
        }
    }

    private struct RegistryHasMistakes: Error, CustomStringConvertible {
        var count: Int

        var description: String { "the registry that the new settings name has mistakes: \(count)" }
    }
}
