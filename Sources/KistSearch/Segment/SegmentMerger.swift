/// Joins segments into one, leaving out what was deleted.
struct SegmentMerger {
    let schema: SearchSchema
    let sources: [(segment: SegmentReader, deletions: Deletions)]

    /// Writes the joined segment; returns the number of its documents.
    func write(to path: String?) throws -> (documentCount: Int, memory: MappedFile?) {
        let count = sources.reduce(0) { $0 + $1.segment.documentCount - $1.deletions.count }
        let writer = try SegmentWriter(path: path, schema: schema, documentCount: count)
        let numbers = try writeDocuments(writer)
        try writeTerms(writer, numbers)
        return (count, try writer.finish())
    }

    /// Merges the documents in tie order; returns for each source the new number of each old one.
    private func writeDocuments(_ writer: SegmentWriter) throws -> [[UInt32]] {
        var numbers = sources.map { [UInt32](repeating: .max, count: $0.segment.documentCount) }
        var next = try sources.map { try Self.firstLive($0, from: 0) }
        var new: UInt32 = 0
        while true {
            var best: Int?
            for index in sources.indices where next[index] != .max {
                guard let current = best else {
                    best = index
                    continue
                }
                if try TieOrder.precedes(
                    sources[index].segment, next[index], sources[current].segment, next[current])
                {
                    best = index
                }
            }
            guard let best else { return numbers }
            let segment = sources[best].segment
            let document = next[best]
            let key = try segment.key(document)
            let record = try segment.record(document)
            try key.withUnsafeBytes { key in
                try record.withUnsafeBytes {
                    try writer.addDocument(key: key, order: segment.order(document), record: $0)
                }
            }
            for (field, description) in schema.fields.enumerated() {
                switch description.kind {
                case .text:
                    guard let widths = try segment.positionWidths(field) else { continue }
                    guard widths[Int(document)] <= 32 else {
                        throw segment.file.damage(at: segment.file.part(.positionWidths, field: field).offset)
                    }
                    writer.setLength(
                        try segment.wordCount(field, document), positionWidth: widths[Int(document)], field: field,
                        document: Int(new))
                case .number:
                    guard let column = try segment.numbers(field) else { continue }
                    let value = column.loadUnaligned(fromByteOffset: Int(document) * 8, as: Double.self)
                    if !value.isNaN { writer.setNumber(value, field: field, document: Int(new)) }
                case .keyword, .stored: continue
                }
            }
            numbers[best][Int(document)] = new
            new += 1
            next[best] = try Self.firstLive(sources[best], from: document + 1)
        }
    }

    private static func firstLive(
        _ source: (segment: SegmentReader, deletions: Deletions), from first: UInt32
    ) throws -> UInt32 {
        var document = first
        while Int(document) < source.segment.documentCount {
            if !source.deletions.contains(document) { return document }
            document += 1
        }
        return .max
    }

    private func writeTerms(_ writer: SegmentWriter, _ numbers: [[UInt32]]) throws {
        var iterators = sources.map { TermIterator($0.segment.dictionary) }
        var isLive = try iterators.indices.map { try iterators[$0].advance(acrossBlocks: true) }
        var list = PostingList()
        var sorter = PostingSorter()
        while true {
            var smallest: [UInt8]?
            for index in iterators.indices where isLive[index] {
                if let term = smallest, !iterators[index].term.lexicographicallyPrecedes(term) { continue }
                smallest = iterators[index].term
            }
            guard let term = smallest else { return }
            guard let space = SegmentLayout.Space(rawValue: term[1]), Int(term[0]) < schema.fields.count else {
                throw ByteReader.damaged
            }
            list.removeAll()
            for index in iterators.indices where isLive[index] && iterators[index].term == term {
                try append(index, Int(term[0]), space, iterators[index].info, numbers[index], to: &list)
                isLive[index] = try iterators[index].advance(acrossBlocks: true)
            }
            guard !list.documents.isEmpty else { continue }
            if sources.count > 1 { sorter.sort(&list, hasPositions: space.hasPositions) }
            try term.withUnsafeBufferPointer { try writer.addTerm($0, list) }
        }
    }

    private func append(
        _ source: Int, _ field: Int, _ space: SegmentLayout.Space, _ info: TermInfo, _ numbers: [UInt32],
        to list: inout PostingList
    ) throws {
        let segment = sources[source].segment
        let cursor = try TermCursor(segment: segment, space: space, field: field, info: info)
        // The writer counts on lists that ascend: a file may say otherwise under a right checksum.
        var expected = 0
        for block in 0..<cursor.blockCount {
            try cursor.load(block)
            try cursor.loadFrequencies()
            for index in 0..<cursor.count {
                let document = Int(cursor.documents[index])
                guard document >= expected, document < numbers.count, cursor.frequencies[index] > 0 else {
                    throw segment.file.damage(at: segment.postings.offset + info.postingsOffset)
                }
                expected = document + 1
                let new = numbers[document]
                if new == .max { continue }
                list.documents.append(new)
                guard space.hasPositions else {
                    list.frequencies.append(cursor.frequencies[index])
                    continue
                }
                let before = list.positions.count
                try cursor.appendPositions(index, to: &list.positions)
                for at in (before + 1)..<max(list.positions.count, before + 1)
                where list.positions[at] < list.positions[at - 1] {
                    throw segment.file.damage(at: segment.positions.offset + info.positionsOffset)
                }
                list.frequencies.append(UInt32(list.positions.count - before))
            }
        }
    }
}
