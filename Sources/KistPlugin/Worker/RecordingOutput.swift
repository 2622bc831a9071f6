/// An output that keeps everything, for tests. Each value passes through the pipe's own writing and checking, so that
/// what the host would refuse is found here.
public final class RecordingOutput: JobOutput {
    /// A nested item with all its bytes.
    public struct Item: Sendable {
        public var item: NestedItem
        public var bytes: [UInt8] = []
        /// nil until the item has ended.
        public var intact: Bool?
    }

    public private(set) var metadata: DocumentMetadata?
    public private(set) var blocks: [DocumentBlock] = []
    public private(set) var entries: [BibliographicEntry] = []
    public private(set) var items: [Item] = []
    public private(set) var diagnostics: [Diagnostic] = []
    public private(set) var progress: [JobProgress] = []
    private var itemIsOpen = false

    /// Nothing recorded yet.
    public init() {}

    /// Keeps the document's properties, which may come once and not inside an item.
    public func metadata(_ metadata: DocumentMetadata) throws(PluginError) {
        try require(self.metadata == nil && !itemIsOpen, "metadata out of order")
        self.metadata = try checked(metadata)
    }

    /// Keeps a block; none may come inside an item.
    public func block(_ block: consuming DocumentBlock) throws(PluginError) {
        try require(!itemIsOpen, "a block inside an item")
        blocks.append(try checked(block))
    }

    /// Keeps an entry of a list of references; none may come inside an item.
    public func entry(_ entry: BibliographicEntry) throws(PluginError) {
        try require(!itemIsOpen, "an entry inside an item")
        entries.append(try checked(entry))
    }

    /// The same for an entry as the JSON that would go over the pipe.
    public func entry(json: [UInt8]) throws(PluginError) {
        do {
            try entry(BibliographicEntry(bytes: json))
        } catch let error as ProtocolError {
            throw PluginError(.internal, error.message)
        } catch let error as PluginError {
            throw error
        } catch {
            throw PluginError(.internal, "\(error)")
        }
    }

    /// Opens a nested file; items do not overlap.
    public func beginItem(_ item: NestedItem) throws(PluginError) {
        try require(!itemIsOpen, "an item inside an item")
        itemIsOpen = true
        items.append(Item(item: try checked(item)))
    }

    /// Keeps more bytes of the open item.
    public func itemData(_ bytes: [UInt8]) throws(PluginError) {
        try require(itemIsOpen, "bytes outside an item")
        items[items.count - 1].bytes += bytes
    }

    /// Closes the open item.
    public func endItem(intact: Bool) throws(PluginError) {
        try require(itemIsOpen, "the end of an item that did not begin")
        itemIsOpen = false
        items[items.count - 1].intact = intact
    }

    /// Keeps a remark; it may come at any time.
    public func diagnostic(_ diagnostic: Diagnostic) throws(PluginError) {
        diagnostics.append(try checked(diagnostic))
    }

    /// Keeps a report of progress; it may come at any time.
    public func progress(done: Int64, total: Int64?) throws(PluginError) {
        progress.append(try checked(JobProgress(done: done, total: total)))
    }

    private func require(_ condition: Bool, _ what: String) throws(PluginError) {
        guard condition else { throw PluginError(.internal, what) }
    }

    private func checked<Value: WireValue>(_ value: Value) throws(PluginError) -> Value {
        var bytes: [UInt8] = []
        value.write(to: &bytes)
        do {
            let read = try Value(bytes: bytes)
            guard read == value else { throw PluginError(.internal, "a value does not survive the pipe: \(value)") }
            return read
        } catch let error as ProtocolError {
            throw PluginError(.internal, error.message)
        } catch let error as PluginError {
            throw error
        } catch {
            throw PluginError(.internal, "\(error)")
        }
    }
}
