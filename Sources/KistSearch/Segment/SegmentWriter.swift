/// Writes one segment: first every document in tie order, then every term in order of its bytes, then `finish`.
final class SegmentWriter {
    private let schema: SearchSchema
    private let output: SegmentOutput
    private let documentCount: Int
    private var added = 0
    /// Length bytes by text field; empty until the field occurs.
    private var lengths: [[UInt8]]
    /// Bits of a position by text field; empty until the field occurs.
    private var positionWidths: [[UInt8]]
    private var unitScores: [Int: UnitScore] = [:]
    private var statistics: [FieldStatistics]
    private var numbers: [[Double]]
    private let signatures: SignatureColumn
    private let orders: ByteSpool
    private let keys: ByteSpool
    private let keyOffsets: ByteSpool
    private var keyTable: [(key: [UInt8], document: UInt32)] = []
    private let store: ByteSpool
    private let storeOffsets: ByteSpool
    private var postings: PostingsWriter
    private var dictionary: TermDictionaryWriter
    private var keywordField = -1
    private var keywordPairs: [(document: UInt32, ordinal: UInt32)] = []
    private let values = ByteBuffer()
    private let valueOffsets = ByteBuffer()

    /// `path` nil keeps the segment in memory.
    init(path: String?, schema: SearchSchema, documentCount: Int) throws {
        self.schema = schema
        self.documentCount = documentCount
        output = try SegmentOutput(path: path)
        func spool(_ name: String) -> ByteSpool { ByteSpool(path: path.map { "\($0).\(name)" }) }
        orders = spool("orders")
        keys = spool("keys")
        keyOffsets = spool("keyoffsets")
        store = spool("store")
        storeOffsets = spool("storeoffsets")
        postings = PostingsWriter(postings: spool("postings"), positions: spool("positions"))
        dictionary = TermDictionaryWriter(terms: spool("terms"), blocks: spool("blocks"))
        lengths = schema.fields.map { _ in [] }
        positionWidths = schema.fields.map { _ in [] }
        statistics = schema.fields.map { _ in FieldStatistics() }
        numbers = schema.fields.map { _ in [] }
        signatures = SignatureColumn(documentCount: documentCount)
    }

    func addDocument(
        key: UnsafeRawBufferPointer, order: Int64, record: UnsafeRawBufferPointer,
        lengths words: [(field: Int, words: Int)], positionWidths widths: [(field: Int, bits: UInt8)],
        numbers values: [(field: Int, value: Double)]
    ) throws {
        orders.buffer.append(UInt64(bitPattern: order))
        keyOffsets.buffer.append(UInt32(keys.count))
        keys.buffer.append(key)
        keyTable.append((Array(key), UInt32(added)))
        storeOffsets.buffer.append(UInt64(store.count))
        store.buffer.append(record)
        for (field, count) in words where count > 0 {
            if lengths[field].isEmpty { lengths[field] = [UInt8](repeating: 0, count: documentCount) }
            lengths[field][added] = LengthByte.encode(count)
            statistics[field].documentCount += 1
            statistics[field].wordCount += count
        }
        for (field, bits) in widths {
            if positionWidths[field].isEmpty { positionWidths[field] = [UInt8](repeating: 0, count: documentCount) }
            positionWidths[field][added] = bits
        }
        for (field, value) in values {
            if numbers[field].isEmpty { numbers[field] = [Double](repeating: .nan, count: documentCount) }
            numbers[field][added] = value
        }
        added += 1
        for spool in [orders, keys, keyOffsets, store, storeOffsets] { try spool.settle() }
    }

    /// `term` begins with the bytes of field and space. Every term of the documents, once, ascending, but no keys.
    func addTerm(_ term: UnsafeBufferPointer<UInt8>, _ list: PostingList) throws {
        guard let space = SegmentLayout.Space(rawValue: term[1]), !list.documents.isEmpty else { return }
        let field = Int(term[0])
        if space == .keyword { try addKeyword(field, term, list) }
        if space == .primary, schema.fields[field].isDefault {
            signatures.add(
                UnsafeBufferPointer(rebasing: term[2...]), documents: list.documents, frequencies: list.frequencies)
        }
        let info: TermInfo
        if space.hasFrequencies, !lengths[field].isEmpty {
            let unitScore = unitScore(field)
            info = try lengths[field].withUnsafeBufferPointer { lengths in
                try positionWidths[field].withUnsafeBufferPointer { widths in
                    guard let lengths = lengths.baseAddress, let widths = widths.baseAddress else {
                        return try postings.write(list, space: space, columns: nil)
                    }
                    let columns = PostingColumns(lengths: lengths, positionWidths: widths, unitScore: unitScore)
                    return try postings.write(list, space: space, columns: columns)
                }
            }
        } else {
            info = try postings.write(list, space: space, columns: nil)
        }
        try dictionary.add(term, space: space, info)
    }

    /// All documents come before the first term, so the average length is known.
    private func unitScore(_ field: Int) -> UnitScore {
        if let known = unitScores[field] { return known }
        let score = UnitScore(averageLength: statistics[field].averageLength)
        unitScores[field] = score
        return score
    }

    private func addKeyword(_ field: Int, _ term: UnsafeBufferPointer<UInt8>, _ list: PostingList) throws {
        if field != keywordField {
            try writeKeywords()
            keywordField = field
        }
        let ordinal = UInt32(valueOffsets.count / 4)
        valueOffsets.append(UInt32(values.count))
        values.append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(term)[2...]))
        for document in list.documents { keywordPairs.append((document, ordinal)) }
    }

    /// Columns of the keyword field whose terms have all come.
    private func writeKeywords() throws {
        guard keywordField >= 0 else { return }
        valueOffsets.append(UInt32(values.count))
        var starts = [UInt32](repeating: 0, count: documentCount + 1)
        for pair in keywordPairs { starts[Int(pair.document) + 1] += 1 }
        for index in 0..<documentCount { starts[index + 1] += starts[index] }
        var ordinals = [UInt32](repeating: 0, count: keywordPairs.count)
        var next = starts
        // Pairs come by ordinal, so each document's ordinals end up ascending.
        for pair in keywordPairs {
            ordinals[Int(next[Int(pair.document)])] = pair.ordinal
            next[Int(pair.document)] += 1
        }
        try starts.withUnsafeBytes { try output.section(.keywordOffsets, field: keywordField, $0) }
        try ordinals.withUnsafeBytes { try output.section(.keywordOrdinals, field: keywordField, $0) }
        try output.section(.valueOffsets, field: keywordField, valueOffsets.bytes)
        try output.section(.values, field: keywordField, values.bytes)
        keywordPairs.removeAll(keepingCapacity: true)
        values.removeAll()
        valueOffsets.removeAll()
    }

    func finish() throws -> MappedFile? {
        precondition(added == documentCount)
        try writeKeywords()
        try addKeys()
        try dictionary.finish()
        let sums = ByteBuffer()
        for field in statistics {
            sums.append(UInt64(field.documentCount))
            sums.append(UInt64(field.wordCount))
        }
        try output.section(.statistics, sums.bytes)
        keyOffsets.buffer.append(UInt32(keys.count))
        storeOffsets.buffer.append(UInt64(store.count))
        for (field, bytes) in lengths.enumerated() where !bytes.isEmpty {
            try bytes.withUnsafeBytes { try output.section(.norms, field: field, $0) }
        }
        for (field, bytes) in positionWidths.enumerated() where !bytes.isEmpty {
            try bytes.withUnsafeBytes { try output.section(.positionWidths, field: field, $0) }
        }
        if let bytes = signatures.encode()?.bytes { try output.section(.signatures, bytes) }
        for (field, values) in numbers.enumerated() where !values.isEmpty {
            try values.withUnsafeBytes { try output.section(.numbers, field: field, $0) }
        }
        let spools: [(SegmentLayout.Section, ByteSpool)] = [
            (.termBlocks, dictionary.blocks), (.terms, dictionary.terms), (.orders, orders),
            (.keyOffsets, keyOffsets), (.keys, keys), (.postings, postings.postings),
            (.positions, postings.positions), (.storeOffsets, storeOffsets), (.store, store),
        ]
        for (section, spool) in spools {
            output.beginSection()
            try spool.copy(to: output)
            output.endSection(section)
        }
        return try output.finish(documentCount: documentCount, fingerprint: schema.fingerprintValue)
    }

    private func addKeys() throws {
        keyTable.sort { $0.key.lexicographicallyPrecedes($1.key) }
        for entry in keyTable {
            let term = [SegmentLayout.keyField, SegmentLayout.Space.key.rawValue] + entry.key
            let info = TermInfo(documentCount: 1, document: entry.document, firstDocument: entry.document)
            try term.withUnsafeBufferPointer { try dictionary.add($0, space: .key, info) }
        }
    }
}
