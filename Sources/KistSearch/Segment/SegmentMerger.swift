/// Joins segments into one, leaving out what was deleted.
struct SegmentMerger {
    let schema: SearchSchema
    let sources: [(segment: SegmentReader, deletions: Deletions)]
    /// Asked now and then; the merge throws `CancellationError` when it says yes.
    var isCancelled: @Sendable () -> Bool = { false }

    /// Bytes read after which the pages read are given back.
    private static let pageStep = 8 << 20

    /// Writes the joined segment; returns for each source the new number of each document, `.max` for those left out.
    func write(to path: String?) throws -> [[UInt32]] {
        let count = sources.reduce(0) { $0 + $1.segment.documentCount - $1.deletions.count }
        let writer = try SegmentWriter(path: path, schema: schema, documentCount: count)
        let numbers = try writeDocuments(writer)
        for source in sources { source.segment.file.releasePages() }
        try writeTerms(writer, numbers, documentCount: count)
        _ = try writer.finish()
        return numbers
    }

    private func check() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// Merges the documents in tie order.
    private func writeDocuments(_ writer: SegmentWriter) throws -> [[UInt32]] {
        var numbers = sources.map { [UInt32](repeating: .max, count: $0.segment.documentCount) }
        let readers = try sources.map { try DocumentReader($0.segment, $0.deletions) }
        let numberFields = schema.fields.indices.filter { schema.fields[$0].kind == .number }
        var new: UInt32 = 0
        while let best = try Self.first(readers) {
            let reader = readers[best]
            let segment = sources[best].segment
            let document = reader.document
            if new & 1023 == 0 { try check() }
            try reader.key.withUnsafeBytes { key in
                try reader.withRecord { try writer.addDocument(key: key, order: reader.order, record: $0) }
            }
            try reader.forEachLength { field, words, width in
                guard width <= 32 else {
                    throw segment.file.damage(at: segment.file.part(.positionWidths, field: field).offset)
                }
                writer.setLength(words, positionWidth: width, field: field, document: Int(new))
            }
            for field in numberFields {
                guard let column = try segment.numbers(field) else { continue }
                let value = column.loadUnaligned(fromByteOffset: Int(document) * 8, as: Double.self)
                if !value.isNaN { writer.setNumber(value, field: field, document: Int(new)) }
            }
            numbers[best][Int(document)] = new
            new += 1
            try reader.advance()
        }
        return numbers
    }

    private static func first(_ readers: [DocumentReader]) throws -> Int? {
        var best: Int?
        for index in readers.indices where !readers[index].isAtEnd {
            guard let current = best else {
                best = index
                continue
            }
            if readers[index].precedes(readers[current]) { best = index }
        }
        return best
    }

    private func writeTerms(_ writer: SegmentWriter, _ numbers: [[UInt32]], documentCount: Int) throws {
        var iterators = sources.map { TermIterator($0.segment.dictionary) }
        var isLive = try iterators.indices.map { try iterators[$0].advance(acrossBlocks: true) }
        let readers = sources.map { ListReader(segment: $0.segment) }
        let run = PostingRun()
        let encoder = TermEncoder(writer.termColumns(), documentCount: documentCount)
        let batch = TermBatch()
        var term: [UInt8] = []
        var untilRelease = Self.pageStep
        while let first = Self.smallest(iterators, isLive) {
            term.removeAll(keepingCapacity: true)
            term.append(contentsOf: iterators[first].term)
            guard let space = SegmentLayout.Space(rawValue: term[1]), Int(term[0]) < schema.fields.count else {
                throw ByteReader.damaged
            }
            run.removeAll()
            for index in iterators.indices where isLive[index] && iterators[index].term == term {
                try readers[index].read(
                    iterators[index].info, space: space, field: Int(term[0]), numbers[index], into: run)
                isLive[index] = try iterators[index].advance(acrossBlocks: true)
            }
            untilRelease -= 16 + run.count + run.positionCount
            if untilRelease < 0 {
                untilRelease = Self.pageStep
                try check()
                for source in sources { source.segment.file.releasePages() }
            }
            guard run.count > 0 else { continue }
            term.withUnsafeBytes { encoder.encode($0, run, to: batch) }
            if batch.isFull {
                try writer.add(batch)
                batch.removeAll()
            }
        }
        try writer.add(batch)
    }

    private static func smallest(_ iterators: [TermIterator], _ isLive: [Bool]) -> Int? {
        var best: Int?
        for index in iterators.indices where isLive[index] {
            guard let current = best else {
                best = index
                continue
            }
            let isSmaller = iterators[current].withTerm { iterators[index].compare($0) < 0 }
            if isSmaller { best = index }
        }
        return best
    }
}
