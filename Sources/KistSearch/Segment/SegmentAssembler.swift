/// Writes the documents of one or more builders as one segment. However they were shared out, the segment is the same.
struct SegmentAssembler {
    let schema: SearchSchema
    let builders: [SegmentBuilder]
    /// How many threads may encode what is collected, the caller's own included.
    var threadCount = 1

    private struct Place {
        var order: Int64
        var builder: UInt32
        var document: UInt32
    }

    /// Writes the live documents to `path`, or to memory. A file is not synced.
    func write(to path: String?) throws -> MappedFile? {
        let order = placesInTieOrder()
        var newNumbers = builders.map { [UInt32](repeating: .max, count: $0.documents.count) }
        let writer = try SegmentWriter(path: path, schema: schema, documentCount: order.count)
        let record = ByteBuffer()
        for (new, place) in order.enumerated() {
            let documents = builders[Int(place.builder)].documents
            let document = Int(place.document)
            newNumbers[Int(place.builder)][document] = UInt32(new)
            record.removeAll()
            try documents.copyRecord(document, to: record)
            try writer.addDocument(
                key: UnsafeRawBufferPointer(documents.key(document)), order: place.order, record: record.bytes)
            documents.forEachLength(document) { field, words, width in
                writer.setLength(words, positionWidth: width, field: field, document: new)
            }
        }
        for (index, builder) in builders.enumerated() {
            for entry in builder.documents.numbers where newNumbers[index][Int(entry.document)] != .max {
                writer.setNumber(entry.value, field: entry.field, document: Int(newNumbers[index][Int(entry.document)]))
            }
        }
        try writeTerms(writer, newNumbers, documentCount: order.count)
        return try writer.finish()
    }

    private func placesInTieOrder() -> [Place] {
        var places: [Place] = []
        places.reserveCapacity(builders.reduce(0) { $0 + $1.documents.liveCount })
        for (index, builder) in builders.enumerated() {
            for document in 0..<builder.documents.count where builder.documents.isAlive(document) {
                places.append(
                    Place(
                        order: builder.documents.orders[document], builder: UInt32(index), document: UInt32(document)))
            }
        }
        places.sort { left, right in
            if left.order != right.order { return left.order > right.order }
            let a = builders[Int(left.builder)].documents.key(Int(left.document))
            let b = builders[Int(right.builder)].documents.key(Int(right.document))
            return TermOrder.compare(UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b)) < 0
        }
        return places
    }

    private func writeTerms(_ writer: SegmentWriter, _ newNumbers: [[UInt32]], documentCount: Int) throws {
        var sources: [(source: any TermSource, builder: Int)] = []
        for (index, builder) in builders.enumerated() {
            for source in try builder.termSources() { sources.append((source, index)) }
        }
        for entry in sources { try entry.source.advance() }
        let pipeline = try TermPipeline(
            writer, newNumbers: newNumbers, documentCount: documentCount, threadCount: threadCount)
        defer { pipeline.close() }
        while let smallest = Self.smallest(sources) {
            let batch = pipeline.batch
            batch.begin(smallest)
            for (source, builder) in sources {
                guard let term = source.term, batch.isLast(term) else { continue }
                let (stream, count) = try source.postings()
                batch.add(stream, documentCount: count, builder: builder)
                try source.advance()
            }
            try pipeline.settle()
        }
        try pipeline.finish()
    }

    private static func smallest(
        _ sources: [(source: any TermSource, builder: Int)]
    ) -> UnsafeRawBufferPointer? {
        var smallest: UnsafeRawBufferPointer?
        for (source, _) in sources {
            guard let term = source.term else { continue }
            if let best = smallest, TermOrder.compare(best, term) <= 0 { continue }
            smallest = term
        }
        return smallest
    }
}
