/// Writes one segment: first every document in tie order, then every term in order of its bytes, then `finish`.
final class SegmentWriter {
    private let schema: SearchSchema
    private let output: SegmentOutput
    private let documentCount: Int
    private var added = 0
    /// Length bytes by text field; empty until the field occurs.
    private var lengths: [[UInt8]]
    /// Words by text field, likewise.
    private var wordCounts: [[UInt32]]
    /// Bits of a position by text field; empty until the field occurs.
    private var positionWidths: [[UInt8]]
    private var statistics: [FieldStatistics]
    private var numbers: [[Double]]
    private let signatures: SignatureColumn
    private var orders: [Int64] = []
    private let keys: KeyColumnWriter
    private let store: RecordStoreWriter
    private let postings: ByteSpool
    private let positions: ByteSpool
    private var dictionary: TermDictionaryWriter
    private var keywords: KeywordColumnWriter

    /// `path` nil keeps the segment in memory.
    init(path: String?, schema: SearchSchema, documentCount: Int) throws {
        self.schema = schema
        self.documentCount = documentCount
        output = try SegmentOutput(path: path)
        func spool(_ name: String) -> ByteSpool { ByteSpool(path: path.map { "\($0).\(name)" }) }
        keys = KeyColumnWriter(spool: spool("keys"))
        store = RecordStoreWriter(spool: spool("store"))
        keywords = KeywordColumnWriter(spool: spool("keywords"), documentCount: documentCount)
        // The largest section goes straight into the file.
        positions = ByteSpool(output: output)
        postings = spool("postings")
        dictionary = TermDictionaryWriter(terms: spool("terms"), blocks: spool("blocks"))
        lengths = schema.fields.map { _ in [] }
        wordCounts = schema.fields.map { _ in [] }
        positionWidths = schema.fields.map { _ in [] }
        statistics = schema.fields.map { _ in FieldStatistics() }
        numbers = schema.fields.map { _ in [] }
        signatures = SignatureColumn(documentCount: documentCount)
        orders.reserveCapacity(documentCount)
    }

    // MARK: - Documents

    func addDocument(key: UnsafeRawBufferPointer, order: Int64, record: UnsafeRawBufferPointer) throws {
        orders.append(order)
        try keys.add(key)
        try store.add(record)
        added += 1
    }

    /// How many words a text field of a document has, and the bits of its largest position. Before the terms, once per
    /// field and document.
    func setLength(_ words: Int, positionWidth: UInt8, field: Int, document: Int) {
        guard words > 0 else { return }
        if lengths[field].isEmpty {
            lengths[field] = [UInt8](repeating: 0, count: documentCount)
            positionWidths[field] = [UInt8](repeating: 0, count: documentCount)
            wordCounts[field] = [UInt32](repeating: 0, count: documentCount)
        }
        lengths[field][document] = LengthByte.encode(words)
        positionWidths[field][document] = positionWidth
        wordCounts[field][document] = UInt32(truncatingIfNeeded: words)
        statistics[field].documentCount += 1
        statistics[field].wordCount += words
    }

    func setNumber(_ value: Double, field: Int, document: Int) {
        if numbers[field].isEmpty { numbers[field] = [Double](repeating: .nan, count: documentCount) }
        numbers[field][document] = value
    }

    // MARK: - Terms

    /// What encoders have to know. All documents come before the first term, so the average lengths are known.
    func termColumns() -> TermColumns {
        TermColumns(
            lengths: lengths, positionWidths: positionWidths,
            unitScores: statistics.map { UnitScore(averageLength: max(1, $0.averageLength)) },
            isSigned: schema.fields.map { schema.keepsSignatures && $0.isDefault })
    }

    /// Adds terms that are encoded. Terms begin with the bytes of field and space; every term of the documents comes
    /// once, ascending.
    func add(_ batch: TermBatch) throws {
        let base = (postings: postings.count, positions: positions.count)
        postings.buffer.append(batch.postings.bytes)
        positions.buffer.append(batch.positions.bytes)
        for term in batch.terms where term.info.documentCount > 0 {
            var info = term.info
            info.postingsOffset += base.postings
            info.positionsOffset += base.positions
            try add(batch.bytes(term), info, term.list.map { batch.lists[$0] })
        }
        try postings.settle()
        try positions.settle()
    }

    /// `list` is there for terms that `TermColumns.needsList`.
    private func add(_ term: UnsafeRawBufferPointer, _ info: TermInfo, _ list: TermBatch.KeptList?) throws {
        guard let space = SegmentLayout.Space(rawValue: term[1]) else { return }
        if let list {
            let text = UnsafeRawBufferPointer(rebasing: term[2...])
            if space == .keyword {
                try keywords.add(Int(term[0]), text, list.documents)
            } else {
                signatures.add(
                    text.assumingMemoryBound(to: UInt8.self), documents: list.documents, frequencies: list.frequencies)
            }
        }
        try dictionary.add(term.assumingMemoryBound(to: UInt8.self), space: space, info)
    }

    func finish() throws -> MappedFile? {
        precondition(added == documentCount)
        try dictionary.finish()
        // What is in the file already comes first.
        try output.section(.positions, positions)
        try output.section(.termBlocks, dictionary.blocks)
        try output.section(.terms, dictionary.terms)
        try output.section(.postings, postings)
        let sums = ByteBuffer()
        for field in statistics {
            sums.append(UInt64(field.documentCount))
            sums.append(UInt64(field.wordCount))
        }
        try output.section(.statistics, sums.bytes)
        for (field, bytes) in lengths.enumerated() where !bytes.isEmpty {
            try bytes.withUnsafeBytes { try output.section(.norms, field: field, $0) }
            try positionWidths[field].withUnsafeBytes { try output.section(.positionWidths, field: field, $0) }
            // What the length bytes leave out.
            let rests = zip(bytes, wordCounts[field]).lazy.map { Int64($1) - Int64(LengthByte.decode($0)) }
            try output.section(.lengthRests, field: field, PackedColumn.encode(Array(rests)))
        }
        if let buffer = signatures.encode() { try output.section(.signatures, buffer) }
        for (field, values) in numbers.enumerated() where !values.isEmpty {
            try values.withUnsafeBytes { try output.section(.numbers, field: field, $0) }
        }
        try keywords.finish(output)
        try output.section(.orders, PackedColumn.encode(orders))
        try keys.finish(output)
        try store.finish(output)
        return try output.finish(documentCount: documentCount, fingerprint: schema.fingerprintValue)
    }
}
