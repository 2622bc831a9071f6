/// Writes the columns of keyword fields from their terms, which come by field and value; `KeywordColumn` reads them.
struct KeywordColumnWriter {
    private let spool: ByteSpool
    private let documentCount: Int
    private var sections: [(section: SegmentLayout.Section, field: Int, length: Int)] = []
    private var field = -1
    private var pairs: [(document: UInt32, ordinal: UInt32)] = []
    private let values = ByteBuffer()
    private let valueOffsets = ByteBuffer()

    init(spool: ByteSpool, documentCount: Int) {
        self.spool = spool
        self.documentCount = documentCount
    }

    mutating func add(_ field: Int, _ value: UnsafeRawBufferPointer, _ documents: [UInt32]) throws {
        if field != self.field {
            try endField()
            self.field = field
        }
        let ordinal = UInt32(valueOffsets.count / 4)
        valueOffsets.append(UInt32(values.count))
        values.append(value)
        for document in documents { pairs.append((document, ordinal)) }
    }

    private mutating func endField() throws {
        guard field >= 0 else { return }
        valueOffsets.append(UInt32(values.count))
        var starts = [UInt32](repeating: 0, count: documentCount + 1)
        for pair in pairs { starts[Int(pair.document) + 1] += 1 }
        for index in 0..<documentCount { starts[index + 1] += starts[index] }
        var ordinals = [UInt32](repeating: 0, count: pairs.count)
        var next = starts
        // Pairs come by ordinal, so each document's ordinals end up ascending.
        for pair in pairs {
            ordinals[Int(next[Int(pair.document)])] = pair.ordinal
            next[Int(pair.document)] += 1
        }
        try starts.withUnsafeBytes { try append(.keywordOffsets, $0) }
        try ordinals.withUnsafeBytes { try append(.keywordOrdinals, $0) }
        try append(.valueOffsets, valueOffsets.bytes)
        try append(.values, values.bytes)
        pairs.removeAll(keepingCapacity: true)
        values.removeAll()
        valueOffsets.removeAll()
    }

    private mutating func append(_ section: SegmentLayout.Section, _ bytes: UnsafeRawBufferPointer) throws {
        sections.append((section, field, bytes.count))
        spool.buffer.append(bytes)
        try spool.settle()
    }

    mutating func finish(_ output: SegmentOutput) throws {
        try endField()
        try output.sections(sections, spool)
    }
}
