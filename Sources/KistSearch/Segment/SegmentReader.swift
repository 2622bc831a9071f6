/// The parts of one segment, read in place.
final class SegmentReader: Sendable {
    let file: SegmentFile
    let schema: SearchSchema
    let dictionary: TermDictionary
    let postings: SegmentFile.Part
    let positions: SegmentFile.Part
    private let orders: PackedColumn
    private let keys: KeyColumn
    private let store: RecordStore
    /// By field number: what the length bytes of text fields leave out.
    private let lengthRests: [PackedColumn?]
    /// By field number, over all documents of the segment.
    let statistics: [FieldStatistics]
    /// Filters that were asked for more than once.
    let filters = FilterCache()

    init(file: SegmentFile, schema: SearchSchema) throws {
        guard file.fingerprint == schema.fingerprintValue else {
            throw SearchError(
                .corrupt, "A file of the search index belongs to another index. Rebuild the index.",
                path: file.path ?? file.name, place: "header, byte 48")
        }
        self.file = file
        self.schema = schema
        dictionary = TermDictionary(file: file)
        postings = file.part(.postings)
        positions = file.part(.positions)
        orders = try PackedColumn(file: file, part: file.part(.orders), count: file.documentCount)
        keys = try KeyColumn(file: file)
        store = try RecordStore(file: file)
        lengthRests = try schema.fields.indices.map { field in
            let part = file.part(.lengthRests, field: field)
            return part.length > 0 ? try PackedColumn(file: file, part: part, count: file.documentCount) : nil
        }
        let count = file.documentCount
        var reader = ByteReader(try file.bytes(file.part(.statistics)))
        var statistics: [FieldStatistics] = []
        for _ in schema.fields {
            let documents = try reader.uint64()
            let words = try reader.uint64()
            // So that the sums of many segments stay numbers.
            guard documents <= UInt64(count), words >= documents, words <= 1 << 48 else {
                throw file.damage(at: file.part(.statistics).offset)
            }
            statistics.append(FieldStatistics(documentCount: Int(documents), wordCount: Int(words)))
        }
        self.statistics = statistics
    }

    /// Opens a segment's file in an index's folder. One that is read once gives its pages back as it is told.
    static func open(
        folder: String, entry: IndexManifest.Segment, schema: SearchSchema, isReadOnce: Bool = false
    ) throws -> SegmentReader {
        let path = folder + "/" + entry.name
        let mapped = try MappedFile(path: path, isReadOnce: isReadOnce)
        return try SegmentReader(file: SegmentFile(name: entry.name, path: path, mapped: mapped), schema: schema)
    }

    var documentCount: Int { file.documentCount }

    func cursor(_ term: [UInt8]) throws -> TermCursor? {
        guard term.count >= 2, let space = SegmentLayout.Space(rawValue: term[1]),
            let info = try dictionary.find(term)
        else { return nil }
        return try TermCursor(segment: self, space: space, field: Int(term[0]), info: info)
    }

    // MARK: - Documents

    func order(_ document: UInt32) throws -> Int64 { try orders.value(Int(document)) }

    func key(_ document: UInt32) throws -> [UInt8] { try keys.key(document) }

    func keyText(_ document: UInt32) throws -> String {
        String(decoding: try keys.key(document), as: UTF8.self)
    }

    func document(forKey key: String) throws -> UInt32? { try keys.document(forKey: Array(key.utf8)) }

    /// What the store keeps of a document; `DocumentRecord` reads it.
    func record(_ document: UInt32) throws -> [UInt8] { try store.record(document) }

    /// Keys in order of their documents.
    func keySequence() -> KeyColumn.Sequence { keys.sequence() }

    /// Records in order of their documents.
    func recordSequence() -> RecordStore.Sequence { store.sequence() }

    /// How many words a text field of a document has.
    func wordCount(_ field: Int, _ document: UInt32) throws -> Int {
        guard let rests = lengthRests[field], let lengths = try lengths(field) else { return 0 }
        let byte = lengths[Int(document)]
        return byte == 0 ? 0 : LengthByte.decode(byte) + (try rests.offset(Int(document), below: Int(UInt32.max)))
    }

    // MARK: - Columns

    /// Length bytes of a text field by document; nil when no document has the field.
    func lengths(_ field: Int) throws -> UnsafePointer<UInt8>? {
        let part = file.part(.norms, field: field)
        guard part.length > 0 else { return nil }
        guard part.length == documentCount else { throw file.damage(at: part.offset) }
        return try file.bytes(part).baseAddress?.assumingMemoryBound(to: UInt8.self)
    }

    /// Bits that a position of a text field takes, by document; nil when no document has the field.
    func positionWidths(_ field: Int) throws -> UnsafePointer<UInt8>? {
        let part = file.part(.positionWidths, field: field)
        guard part.length > 0 else { return nil }
        guard part.length == documentCount else { throw file.damage(at: part.offset) }
        return try file.bytes(part).baseAddress?.assumingMemoryBound(to: UInt8.self)
    }

    /// What a document is about, in `DocumentSignature.byteCount` bytes; nil when no document has words.
    func signature(_ document: UInt32) throws -> UnsafeRawPointer? {
        let part = file.part(.signatures)
        guard part.length > 0 else { return nil }
        guard part.length == documentCount * DocumentSignature.byteCount else { throw file.damage(at: part.offset) }
        return try file.bytes(
            part, Int(document) * DocumentSignature.byteCount, DocumentSignature.byteCount
        ).baseAddress
    }

    /// Numbers of a field by document, not a number where there is none; nil when no document has the field.
    func numbers(_ field: Int) throws -> UnsafeRawPointer? {
        let part = file.part(.numbers, field: field)
        guard part.length > 0 else { return nil }
        guard part.length == documentCount * 8 else { throw file.damage(at: part.offset) }
        return try file.bytes(part).baseAddress
    }

    /// Values of a keyword field by document; nil when no document has the field.
    func keywords(_ field: Int) throws -> KeywordColumn? {
        let offsets = file.part(.keywordOffsets, field: field)
        guard offsets.length > 0 else { return nil }
        return try KeywordColumn(file: file, field: field, offsets: offsets)
    }
}
