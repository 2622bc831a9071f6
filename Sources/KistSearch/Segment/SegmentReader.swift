/// The parts of one segment, read in place.
final class SegmentReader: Sendable {
    let file: SegmentFile
    let schema: SearchSchema
    let dictionary: TermDictionary
    let postings: SegmentFile.Part
    let positions: SegmentFile.Part
    private let orders: SegmentFile.Part
    private let keyOffsets: SegmentFile.Part
    private let keys: SegmentFile.Part
    private let storeOffsets: SegmentFile.Part
    private let store: SegmentFile.Part
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
        orders = file.part(.orders)
        keyOffsets = file.part(.keyOffsets)
        keys = file.part(.keys)
        storeOffsets = file.part(.storeOffsets)
        store = file.part(.store)
        let count = file.documentCount
        guard orders.length == count * 8, keyOffsets.length == (count + 1) * 4,
            storeOffsets.length == (count + 1) * 8
        else { throw file.damage(at: orders.offset) }
        var reader = ByteReader(try file.bytes(file.part(.statistics)))
        var statistics: [FieldStatistics] = []
        for _ in schema.fields {
            let documents = try reader.uint64()
            let words = try reader.uint64()
            guard documents <= UInt64(count), words <= UInt64(Int64.max) else { throw file.damage(at: 0) }
            statistics.append(FieldStatistics(documentCount: Int(documents), wordCount: Int(words)))
        }
        self.statistics = statistics
    }

    var documentCount: Int { file.documentCount }

    func cursor(_ term: [UInt8]) throws -> TermCursor? {
        guard term.count >= 2, let space = SegmentLayout.Space(rawValue: term[1]),
            let info = try dictionary.find(term)
        else { return nil }
        return try TermCursor(segment: self, space: space, field: Int(term[0]), info: info)
    }

    // MARK: - Documents

    func order(_ document: UInt32) throws -> Int64 {
        Int64(littleEndian: try file.bytes(orders, Int(document) * 8, 8).loadUnaligned(as: Int64.self))
    }

    func key(_ document: UInt32) throws -> UnsafeRawBufferPointer {
        let range = try file.bytes(keyOffsets, Int(document) * 4, 8)
        let start = Int(range.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
        let end = Int(range.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        return try file.bytes(keys, start, end - start)
    }

    func keyText(_ document: UInt32) throws -> String {
        String(decoding: try key(document), as: UTF8.self)
    }

    func document(forKey key: String) throws -> UInt32? {
        try dictionary.find([SegmentLayout.keyField, SegmentLayout.Space.key.rawValue] + Array(key.utf8))?.document
    }

    func record(_ document: UInt32) throws -> UnsafeRawBufferPointer {
        let range = try file.bytes(storeOffsets, Int(document) * 8, 16)
        let start = range.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        let end = range.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        guard start <= end, end <= UInt64(store.length) else { throw file.damage(at: storeOffsets.offset) }
        return try file.bytes(store, Int(start), Int(end - start))
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
