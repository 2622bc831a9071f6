import KistProtocol

/// Collects entries as they come.
struct EntryCollector {
    /// As many entries as a file of references has that a person keeps by hand.
    static let inMemory = 1_000

    private(set) var list = EntryList()
    private var writer: SpoolWriter?

    mutating func add(_ entries: [BibliographicEntry], body: [UInt8], spool: SpoolFolder) throws(ImportError) {
        list.count += entries.count
        if writer == nil, list.count <= Self.inMemory {
            list.first.append(contentsOf: entries.map(ResultCheck.clean))
            return
        }
        if writer == nil { writer = spool.newFile() }
        let length = UInt32(body.count)
        try writer?.append((0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + body)
    }

    mutating func finish() -> EntryList {
        list.rest = writer?.finish()
        writer = nil
        return list
    }
}
