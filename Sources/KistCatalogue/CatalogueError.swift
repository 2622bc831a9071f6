/// What went wrong in the store: a stable code, a sentence that says what happened and what can be done about it, and
/// where. No field's value is ever part of it.
public struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable text ids; programs may rely on them.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no collection at the place.
        case missing = "collection-missing"
        /// There is a collection already.
        case exists = "collection-exists"
        /// Written by a newer Kist; left untouched.
        case tooNew = "collection-too-new"
        case damaged = "collection-damaged"
        /// Another process is writing.
        case locked = "collection-locked"
        case readOnly = "collection-read-only"
        case notFound = "not-found"
        /// A prefix that begins several ids.
        case ambiguous = "id-ambiguous"
        /// The record was changed after the version on which the change was based.
        case conflict = "changed-since"
        case withdrawn = "record-withdrawn"
        case notWithdrawn = "record-not-withdrawn"
        case erased = "record-erased"
        case invalidRecord = "record-invalid"
        /// A version whose content does not give the name that it goes by.
        case wrongVersion = "version-name-wrong"
        case unknownFile = "file-unknown"
        /// The bytes of a file are not those that were announced.
        case fileChanged = "file-changed"
        case alreadyUndone = "batch-already-undone"
        /// The batch has ended, or failed earlier.
        case batchOver = "batch-over"
        case diskFull = "disk-full"
        case readWrite = "read-write-failed"
        case invalidSetting = "setting-invalid"
    }

    public var code: Code
    public var message: String
    /// A path, record id, hash or batch number.
    public var place: String?

    /// An error with its sentence and where it happened.
    public init(_ code: Code, _ message: String, place: String? = nil) {
        self.code = code
        self.message = message
        self.place = place
    }

    public var description: String { place.map { "\(message) (\($0))" } ?? message }
}
