import Synchronization

/// A snapshot of an index: answers do not change, whatever is committed or merged meanwhile. Any number of threads can
/// use one at a time.
public final class Searcher: Sendable {
    public let schema: SearchSchema
    /// What the last commit left: opaque to the index.
    public let stamp: [String: String]
    /// Live documents.
    public let documentCount: Int
    let segments: [LiveSegment]
    /// Over live documents, by field number.
    let statistics: [FieldStatistics]
    /// By field number.
    private let plainTables: [ScoreTable]
    private let defaultTables: [ScoreTable]
    private let frequencies = Mutex<[[UInt8]: Int]>([:])
    private static let cachedFrequencies = 50_000
    /// By keyword field that was sorted by: for each segment the order of its values among those of all.
    private let valueRanks = Mutex<[Int: [[Int64]]]>([:])

    init(schema: SearchSchema, stamp: [String: String], segments: [LiveSegment]) {
        self.schema = schema
        self.stamp = stamp
        self.segments = segments.filter { $0.liveCount > 0 }
        documentCount = segments.reduce(0) { $0 + $1.liveCount }
        var sums = schema.fields.map { _ in FieldStatistics() }
        for segment in segments {
            for field in sums.indices {
                sums[field] = sums[field] + (segment.reader.statistics[field] - segment.deletions.lost[field])
            }
        }
        statistics = sums
        plainTables = sums.map { ScoreTable(averageLength: $0.averageLength, k1: SearchRanking.bm25.k1) }
        defaultTables = sums.map { ScoreTable(averageLength: $0.averageLength, k1: SearchRanking.default.k1) }
    }

    /// This snapshot with documents added or replaced and others gone, held in memory: it answers as if they had been
    /// committed. Meant for a few hundred documents.
    public func overlaying(_ documents: [SearchDocument], deleting keys: [String]) throws -> Searcher {
        let builder = SegmentBuilder(schema: schema)
        for document in documents { try builder.add(document) }
        let gone = Set(keys).union(documents.map(\.key))
        var all: [LiveSegment] = []
        for segment in segments {
            let found = try gone.compactMap { try segment.reader.document(forKey: $0) }
            let deletions = try segment.deletions.adding(found, in: segment.reader)
            all.append(LiveSegment(reader: segment.reader, deletions: deletions))
        }
        if !builder.isEmpty, let memory = try builder.write(to: nil) {
            let file = try SegmentFile(name: "memory", path: nil, mapped: memory)
            let reader = try SegmentReader(file: file, schema: schema)
            all.append(LiveSegment(reader: reader, deletions: Deletions(segment: reader)))
        }
        return Searcher(schema: schema, stamp: stamp, segments: all)
    }

    // MARK: - Documents

    public func contains(key: String) throws -> Bool {
        try find(key) != nil
    }

    /// What the index keeps of a document; nil if it has none with the key.
    public func document(key: String) throws -> StoredDocument? {
        guard let (number, document) = try find(key) else { return nil }
        let reader = segments[number].reader
        var result = StoredDocument(
            key: key, order: try reader.order(document), stored: [:], texts: [:], keywords: [:], numbers: [:])
        try DocumentRecord.read(reader.record(document)) { field, value in
            guard schema.fields.indices.contains(field) else { return }
            switch value {
            case .text(let passages): result.texts[schema.fields[field].name] = passages
            case .stored(let bytes): result.stored[schema.fields[field].name] = bytes
            case .keywords, .number: break
            }
        }
        for (field, description) in schema.fields.enumerated() {
            if description.kind == .keyword, let column = try reader.keywords(field) {
                var ordinals: [Int] = []
                column.forEachOrdinal(Int(document)) { ordinals.append($0) }
                if !ordinals.isEmpty { result.keywords[description.name] = try ordinals.map { try column.value($0) } }
            }
            if description.kind == .number, let column = try reader.numbers(field) {
                let number = column.loadUnaligned(fromByteOffset: Int(document) * 8, as: Double.self)
                if !number.isNaN { result.numbers[description.name] = number }
            }
        }
        return result
    }

    /// The keys of all live documents, ascending by bytes.
    public func keys() throws -> [String] {
        var keys: [String] = []
        keys.reserveCapacity(documentCount)
        for segment in segments {
            for document in 0..<UInt32(segment.reader.documentCount) where !segment.deletions.contains(document) {
                keys.append(try segment.reader.keyText(document))
            }
        }
        return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func find(_ key: String) throws -> (segment: Int, document: UInt32)? {
        guard !key.isEmpty else { return nil }
        for (number, segment) in segments.enumerated() {
            if let document = try segment.reader.document(forKey: key), !segment.deletions.contains(document) {
                return (number, document)
            }
        }
        return nil
    }

    // MARK: - Terms

    /// Live documents that have a term, given with its field and space.
    func documentFrequency(_ key: [UInt8]) throws -> Int {
        if let known = frequencies.withLock({ $0[key] }) { return known }
        let count = try segments.reduce(0) { $0 + (try $1.documentFrequency(key)) }
        frequencies.withLock {
            if $0.count >= Self.cachedFrequencies { $0.removeAll(keepingCapacity: true) }
            $0[key] = count
        }
        return count
    }

    /// The order of the values of a keyword field, made once.
    func ranks(_ field: Int, _ make: () throws -> [[Int64]]) throws -> [[Int64]] {
        if let known = valueRanks.withLock({ $0[field] }) { return known }
        let ranks = try make()
        valueRanks.withLock { $0[field] = ranks }
        return ranks
    }

    /// Checks every byte of every segment against its checksum; throws with the place of the first damage.
    public func verify() throws {
        for segment in segments { try segment.reader.file.verify() }
    }

    /// By field number.
    func tables(_ ranking: SearchRanking) -> [ScoreTable] { ranking == .bm25 ? plainTables : defaultTables }

    func averageLength(_ field: Int) -> Double { statistics[field].averageLength }
}
