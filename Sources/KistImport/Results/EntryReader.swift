public import KistProtocol

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
