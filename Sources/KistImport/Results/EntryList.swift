import KistModel
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

/// Walks through a list of entries.
public final class EntryReader {
    private var waiting: ArraySlice<BibliographicEntry>
    private let file: FileReader?
    private var offset: Int64 = 0
    /// Keeps the spooled part from being removed.
    private let list: EntryList

    init(_ list: EntryList) throws(ImportError) {
        self.list = list
        waiting = list.first[...]
        file = try list.rest?.open()
    }

    /// The next entries, at most `limit`; an empty list at the end.
    /// - Throws: `spool` when the temporary file is damaged.
    public func next(_ limit: Int = 500) throws(ImportError) -> [BibliographicEntry] {
        var result: [BibliographicEntry] = []
        while result.count < limit {
            if waiting.isEmpty {
                guard let more = try frame() else { break }
                waiting = more[...]
            }
            let taken = waiting.prefix(limit - result.count)
            result.append(contentsOf: taken)
            waiting = waiting.dropFirst(taken.count)
        }
        return result
    }

    private func frame() throws(ImportError) -> [BibliographicEntry]? {
        guard let file, offset < file.size else { return nil }
        let head = try file.read(at: offset, count: 4)
        guard head.count == 4 else { throw damaged }
        let length = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        let body = try file.read(at: offset + 4, count: length)
        guard body.count == length else { throw damaged }
        offset += 4 + Int64(length)
        do {
            let message = try WorkerMessage(Frame(.entries, body))
            guard case .entries(let entries) = message else { throw damaged }
            return entries.map(ResultCheck.clean)
        } catch {
            throw damaged
        }
    }

    private var damaged: ImportError { ImportError(.spool, "a temporary file is damaged; import again") }
}

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
        if writer == nil { writer = try spool.newFile() }
        let length = UInt32(body.count)
        try writer?.append((0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + body)
    }

    mutating func finish() -> EntryList {
        list.rest = writer?.finish()
        writer = nil
        return list
    }
}
