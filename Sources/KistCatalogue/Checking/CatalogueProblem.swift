/// Something that ``Catalogue/check(_:)`` found.
public struct CatalogueProblem: Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// SQLite finds its file damaged.
        case database = "database-damaged"
        /// The log's numbers or hashes do not follow from one another.
        case logChain = "log-chain-broken"
        /// A version's content does not give its name.
        case versionContent = "version-content-changed"
        /// The log names a version that is not there.
        case versionMissing = "version-missing"
        /// A record does not stand as its last log entry says.
        case recordState = "record-state-wrong"
        case fileMissing = "file-missing"
        /// A file's bytes are not those that were stored.
        case fileChanged = "file-changed"
        /// Tables that are derived from versions differ from them.
        case derived = "derived-tables-wrong"
        /// A file that no record has, such as a killed import leaves.
        case orphanFile = "file-orphan"
        /// Something in the files' folder that Kist did not put there.
        case strangeFile = "file-strange"
        /// A record names another that is not here.
        case dangling = "reference-dangling"
        /// Erased files or bytes that the next writer removes for good.
        case erasurePending = "erasure-pending"
    }

    public enum Severity: String, Hashable, Sendable {
        /// Something that was acknowledged is lost or wrong.
        case damage
        /// Worth knowing; nothing is lost.
        case note
    }

    public var code: Code
    /// What is wrong, and what can be done.
    public var message: String
    /// A record's id, a file's hash, a log number, a path.
    public var place: String

    public init(code: Code, message: String, place: String) {
        self.code = code
        self.message = message
        self.place = place
    }

    public var isRepaired = false

    public var severity: Severity {
        switch code {
        case .database, .logChain, .versionContent, .versionMissing, .recordState, .fileMissing, .fileChanged, .derived:
            .damage
        case .orphanFile, .strangeFile, .dangling, .erasurePending: .note
        }
    }
}
