/// Goes through the live documents of a segment in order, for a merge: each block of keys and records is opened once.
/// Used by one thread.
final class DocumentReader {
    private let segment: SegmentReader
    private let deletions: Deletions
    private let textFields: [Int]
    private let keys: KeyColumn.Sequence
    private let records: RecordStore.Sequence
    private(set) var document: UInt32 = 0
    private(set) var order: Int64 = 0
    private(set) var key: [UInt8] = []

    init(_ segment: SegmentReader, _ deletions: Deletions) throws {
        self.segment = segment
        self.deletions = deletions
        textFields = segment.schema.fields.indices.filter { segment.schema.fields[$0].kind == .text }
        keys = segment.keySequence()
        records = segment.recordSequence()
        try settle()
    }

    var isAtEnd: Bool { Int(document) >= segment.documentCount }

    func advance() throws {
        document += 1
        try settle()
    }

    private func settle() throws {
        while !isAtEnd, deletions.contains(document) { document += 1 }
        guard !isAtEnd else { return }
        order = try segment.order(document)
        try keys.read(Int(document), into: &key)
    }

    /// Tie order, between two that are not at their ends.
    func precedes(_ other: DocumentReader) -> Bool {
        order != other.order ? order > other.order : key.lexicographicallyPrecedes(other.key)
    }

    func withRecord(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try records.withRecord(Int(document), body)
    }

    /// Calls `body` with each text field that has words, their number, and the bits of a position.
    func forEachLength(_ body: (_ field: Int, _ words: Int, _ width: UInt8) throws -> Void) throws {
        for field in textFields {
            guard let widths = try segment.positionWidths(field) else { continue }
            let words = try segment.wordCount(field, document)
            if words > 0 { try body(field, words, widths[Int(document)]) }
        }
    }
}
