/// Collects documents in memory and turns them into a segment. Used by one thread at a time.
final class SegmentBuilder {
    private let schema: SearchSchema
    private var words: [WordIndexer?]
    let documents: PendingDocuments
    private var terms = TermTable()
    private var streams = TermStreams()
    private var runs: [SpilledPostings] = []
    private var lengths: [(count: UInt32, end: UInt32)]

    private let path: String?

    /// What does not fit in memory goes to files beside `path`, which have no names of their own; nil keeps everything.
    init(schema: SearchSchema, beside path: String? = nil) {
        self.schema = schema
        self.path = path
        words = Self.indexers(schema)
        documents = PendingDocuments(schema: schema, beside: path)
        lengths = schema.fields.map { _ in (0, 0) }
    }

    private static func indexers(_ schema: SearchSchema) -> [WordIndexer?] {
        schema.fields.enumerated().map { $1.kind == .text ? WordIndexer(field: $0, $1) : nil }
    }

    var isEmpty: Bool { documents.liveCount == 0 }
    /// Documents that came, those that were replaced or removed included.
    var entryCount: Int { documents.count }

    /// Bytes of postings in memory, near enough: what `spill` frees.
    var postingsByteCount: Int {
        streams.byteCount + terms.byteCount + words.reduce(0) { $0 + ($1?.byteCount ?? 0) }
    }

    func remove(_ key: String) { documents.remove(key) }

    /// Adds a document, or replaces the one with its key. Throws `.invalidDocument` and changes nothing if it does not
    /// fit the schema.
    func add(_ document: SearchDocument) throws {
        try SegmentBuilder.validate(document, schema)
        guard documents.count < Int(Int32.max) - 1 else {
            throw SearchError(.invalidDocument, "Too many documents for one commit.")
        }
        let number = UInt32(documents.count)
        var numbers: [(field: Int, value: Double)] = []
        for (field, description) in schema.fields.enumerated() {
            lengths[field] = (0, 0)
            switch document.values[description.name] {
            case .text(let passages)?:
                if let words = words[field] {
                    lengths[field] = words.add(passages, document: number, terms: terms, streams: streams)
                }
            case .keywords(let values)?:
                for value in values { addKeyword(value, field, number) }
            case .number(let value)? where !value.isNaN: numbers.append((field, value))
            default: continue
            }
        }
        try documents.add(key: document.key, order: document.order, lengths: lengths, numbers: numbers) {
            DocumentRecord.encode(document, schema: schema, into: $0)
        }
    }

    private func addKeyword(_ value: String, _ field: Int, _ document: UInt32) {
        let head = UInt16(field) | UInt16(SegmentLayout.Space.keyword.rawValue) << 8
        var text = value
        let (term, isNew) = text.withUTF8 { terms.number(head, $0) }
        if isNew { streams.add(hasPositions: false) }
        streams.occur(UInt32(term), in: document, at: 0)
    }

    static func validate(_ document: SearchDocument, _ schema: SearchSchema) throws {
        let size = document.key.utf8.count
        guard size > 0, size <= SegmentLayout.maximumKeyLength else {
            throw SearchError(.invalidDocument, "A document's key must have 1 to 1,024 bytes; this one has \(size).")
        }
        for (name, value) in document.values {
            guard let number = schema.number(of: name) else {
                throw SearchError(.invalidDocument, "The index has no field “\(name)”.")
            }
            switch (schema.fields[number].kind, value) {
            case (.text, .text), (.number, .number), (.stored, .stored): continue
            case (.keyword, .keywords(let values)):
                guard values.allSatisfy({ $0.utf8.count <= 32_000 }) else {
                    throw SearchError(.invalidDocument, "A value of field “\(name)” is longer than 32,000 bytes.")
                }
            default:
                throw SearchError(.invalidDocument, "The value of field “\(name)” is not of the field's kind.")
            }
        }
    }

    // MARK: - Memory

    /// Writes the postings so far to a file beside and forgets them; the documents stay.
    func spill() throws {
        guard let path, terms.count > 0 else { return }
        let run = try SpilledPostings(path: path)
        try run.write(terms, streams)
        runs.append(run)
        terms = TermTable()
        streams = TermStreams()
        words = Self.indexers(schema)
    }

    /// The postings in order of arrival, each source by ascending terms.
    func termSources() throws -> [any TermSource] {
        try runs.map { try SpilledPostings.Cursor($0) as any TermSource } + [PendingTerms(terms, streams)]
    }

    /// Writes the live documents as a segment at `path`, or in memory.
    func write(to path: String?) throws -> MappedFile? {
        try SegmentAssembler(schema: schema, builders: [self]).write(to: path)
    }
}
