/// How a record stands.
public enum RecordState: String, Hashable, Sendable, CaseIterable {
    case current
    /// Taken back, with a tombstone; content is kept.
    case withdrawn
    /// Hidden, as the batch that brought it was undone; comes back with its id when it is imported again.
    case undone
    /// Content, files and index entries destroyed; the id is never used again.
    case erased
}
