/// Collects documents in memory and turns them into a segment. Used by one thread at a time.
final class SegmentBuilder {
    private let schema: SearchSchema
    private let words: [WordIndexer?]
    private let documents: PendingDocuments
    private let terms = TermTable()
    private let streams = TermStreams()
    private var lengths: [(count: UInt32, end: UInt32)]

    init(schema: SearchSchema) {
        self.schema = schema
        words = schema.fields.enumerated().map { $1.kind == .text ? WordIndexer(field: $0, $1) : nil }
        documents = PendingDocuments(schema: schema)
        lengths = schema.fields.map { _ in (0, 0) }
    }

    var isEmpty: Bool { documents.liveCount == 0 }
    /// Documents that came, those that were replaced or removed included.
    var entryCount: Int { documents.count }

    /// Bytes held, near enough.
    var byteCount: Int {
        streams.byteCount + terms.byteCount + documents.byteCount + words.reduce(0) { $0 + ($1?.byteCount ?? 0) }
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
        documents.add(key: document.key, order: document.order, lengths: lengths, numbers: numbers) {
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

    // MARK: - Segment

    /// Writes the live documents as a segment at `path`, or in memory.
    func write(to path: String?) throws -> MappedFile? {
        let alive = documents.inTieOrder()
        var newNumbers = [UInt32](repeating: .max, count: documents.count)
        for (new, old) in alive.enumerated() { newNumbers[Int(old)] = UInt32(new) }
        let writer = try SegmentWriter(path: path, schema: schema, documentCount: alive.count)
        for old in alive {
            let document = Int(old)
            try writer.addDocument(
                key: UnsafeRawBufferPointer(documents.key(document)), order: documents.orders[document],
                record: documents.record(document))
            documents.forEachLength(document) { field, words, width in
                writer.setLength(words, positionWidth: width, field: field, document: Int(newNumbers[document]))
            }
        }
        for entry in documents.allNumbers where newNumbers[Int(entry.document)] != .max {
            writer.setNumber(entry.value, field: entry.field, document: Int(newNumbers[Int(entry.document)]))
        }
        let run = PostingRun()
        var list = PostingList()
        try newNumbers.withUnsafeBufferPointer { newNumbers in
            guard let newNumbers = newNumbers.baseAddress else { return }
            for number in terms.sorted() {
                streams.collect(Int(number), newNumbers, into: run)
                run.emit(to: &list, below: alive.count)
                try writer.addTerm(terms.bytes(Int(number)), list)
            }
        }
        return try writer.finish()
    }
}
