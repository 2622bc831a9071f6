import KistSearch

/// An update of the index under way: documents are added in memory, and become visible now and then. Used by one thread
/// at a time.
final class IndexUpdate {
    private let keeper: IndexKeeper
    private let writer: IndexWriter
    /// The log number up to which the writer has everything.
    private var position: Int
    private var waiting = 0
    private var lastCommit = ContinuousClock.now

    // Others who search meanwhile index what is missing in their memory, so it must not become much; but every commit is a
    // segment that has to be merged with others.
    private static let committedAtOnce = 4_000
    private static let committedEvery: Duration = .seconds(20)

    init(_ keeper: IndexKeeper, writer: IndexWriter, position: Int) {
        self.keeper = keeper
        self.writer = writer
        self.position = position
    }

    /// Adds what the log has gained.
    func add(_ fresh: FreshDocuments) throws {
        let head = try keeper.catalogue.read { try $0.head() }
        waiting += try keeper.add(after: position, upTo: head, fresh, to: writer, progress: { _ in })
        position = head
    }

    func commitIfDue() throws {
        guard waiting >= Self.committedAtOnce || ContinuousClock.now - lastCommit >= Self.committedEvery else { return }
        try commit()
    }

    func commit() throws {
        try writer.commit(stamp: keeper.stamp(position))
        waiting = 0
        lastCommit = .now
    }

    func close() { writer.close() }
}
