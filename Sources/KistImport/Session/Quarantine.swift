import Synchronization

/// Files that a plugin could not survive, by hash: the same bytes are not given to the same plugin again in this session.
final class Quarantine: Sendable {
    private let reasons = Mutex([String: ImportError]())

    func reason(_ sha256: String, _ plugin: Plugin) -> ImportError? {
        reasons.withLock { $0[sha256 + " " + plugin.label] }
    }

    func add(_ sha256: String, _ plugin: Plugin, _ reason: ImportError) {
        reasons.withLock { $0[sha256 + " " + plugin.label] = reason }
    }

    var hashes: [String] {
        reasons.withLock { reasons in
            Set(reasons.keys.map { String($0.prefix(64)) }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }
}
