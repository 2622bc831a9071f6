public import KistProtocol

/// The bibliographic entries of a file, in order. A long list lies on disk: read it through `reader()` in pieces.
public struct EntryList: Sendable {
    public internal(set) var count = 0
    /// The first ones, as many as are kept in memory.
    var first: [BibliographicEntry] = []
    /// The others: bodies of `entries` frames, each after its length (four bytes, little-endian).
    var rest: FileContent?

    public init() {}

    public init(_ entries: [BibliographicEntry]) {
        first = entries
        count = entries.count
    }

    public var isEmpty: Bool { count == 0 }

    /// Reads the list from its start; any number of readers may read at once.
    public func reader() throws(ImportError) -> EntryReader { try EntryReader(self) }
}
