/// Collects documents in memory and turns them into a segment.
final class SegmentBuilder {
    /// Postings of one term while they grow. Documents come in order of arrival.
    private struct Growing {
        var lastDocument: UInt32 = .max
        var documentBase: UInt32 = 0
        var frequency: UInt32 = 0
        var lastPosition: UInt32 = 0
        var documents = SliceArena.Stream()
        var positions = SliceArena.Stream()
        var hasPositions: Bool
    }

    private struct Entry {
        var key: [UInt8]
        var order: Int64
        var record: Range<Int>
        var lengths: [(field: Int, words: Int)]
        var positionWidths: [(field: Int, bits: UInt8)]
        var numbers: [(field: Int, value: Double)]
        var isAlive = true
    }

    private let schema: SearchSchema
    private let analysers: [Analyser?]
    private var entries: [Entry] = []
    private var byKey: [String: Int] = [:]
    private let records = ByteBuffer(capacity: 1 << 16)
    private let terms = TermTable()
    private var growing: [Growing] = []
    private let arena = SliceArena()
    /// Surfaces seen, by field, and the numbers of the terms that each stands for.
    private let surfaces = TermTable()
    private var surfaceTerms: [Range<Int>] = []
    private var termNumbers: [UInt32] = []
    private var words = WordList()

    init(schema: SearchSchema) {
        self.schema = schema
        analysers = schema.fields.map { $0.kind == .text ? Analyser($0) : nil }
    }

    var isEmpty: Bool { byKey.isEmpty }
    var entryCount: Int { entries.count }

    /// Bytes held, near enough.
    var byteCount: Int {
        arena.byteCount + terms.byteCount + surfaces.byteCount + records.count
            + growing.count * MemoryLayout<Growing>.stride + surfaceTerms.count * 16 + termNumbers.count * 4
            + entries.count * 200
    }

    func contains(_ key: String) -> Bool { byKey[key] != nil }

    var keys: Dictionary<String, Int>.Keys { byKey.keys }

    func remove(_ key: String) {
        if let index = byKey.removeValue(forKey: key) { entries[index].isAlive = false }
    }

    func add(_ document: SearchDocument) throws {
        try validate(document)
        remove(document.key)
        let number = UInt32(entries.count)
        var lengths: [(field: Int, words: Int)] = []
        var widths: [(field: Int, bits: UInt8)] = []
        var numbers: [(field: Int, value: Double)] = []
        for (field, description) in schema.fields.enumerated() {
            switch document.values[description.name] {
            case .text(let passages)?:
                let (count, end) = addText(passages, field: field, document: number)
                if count > 0 {
                    lengths.append((field, count))
                    // No position is larger than the last one.
                    widths.append((field, UInt8(32 - (end - 1).leadingZeroBitCount)))
                }
            case .keywords(let values)?:
                for value in Set(values) {
                    let head = UInt16(field) | UInt16(SegmentLayout.Space.keyword.rawValue) << 8
                    let bytes = Array(value.utf8)
                    occur(bytes.withUnsafeBufferPointer { term(head, $0) }, in: number, at: 0)
                }
            case .number(let value)? where !value.isNaN: numbers.append((field, value))
            default: continue
            }
        }
        let start = records.count
        DocumentRecord.encode(document, schema: schema, lengths: lengths, into: records)
        byKey[document.key] = entries.count
        entries.append(
            Entry(
                key: Array(document.key.utf8), order: document.order, record: start..<records.count,
                lengths: lengths, positionWidths: widths, numbers: numbers))
    }

    private func validate(_ document: SearchDocument) throws {
        let size = document.key.utf8.count
        guard size > 0, size <= SegmentLayout.maximumKeyLength else {
            throw SearchError(.invalidDocument, "A document's key must have 1 to 1,024 bytes; this one has \(size).")
        }
        guard entries.count < Int(Int32.max) - 1 else {
            throw SearchError(.invalidDocument, "Too many documents for one commit.")
        }
        for (name, value) in document.values {
            guard let number = schema.number(of: name) else {
                throw SearchError(.invalidDocument, "The index has no field “\(name)”.")
            }
            switch (schema.fields[number].kind, value) {
            case (.text, .text), (.number, .number), (.stored, .stored): continue
            case (.keyword, .keywords(let values)):
                guard values.allSatisfy({ $0.utf8.count <= 32_000 }) else {
                    throw SearchError(.invalidDocument, "A value of field “\(name)” is longer than 32,000 bytes.")
                }
            default:
                throw SearchError(.invalidDocument, "The value of field “\(name)” is not of the field's kind.")
            }
        }
    }

    // MARK: - Words

    /// Returns the number of words, and the position behind the last one.
    private func addText(_ passages: [TextPassage], field: Int, document: UInt32) -> (count: Int, end: UInt32) {
        guard let analyser = analysers[field] else { return (0, 0) }
        var count = 0
        var end: UInt32 = 0
        var base: UInt32 = 0
        for passage in passages {
            words.removeAll()
            analyser.scan(passage.text, into: &words)
            guard words.position > 0, base < UInt32.max / 2 else { continue }
            words.bytesPointer { bytes in
                for word in words.words {
                    let surface = UnsafeBufferPointer(rebasing: bytes[word.start..<word.start + word.count])
                    for index in numbers(of: surface, field: field, analyser) {
                        occur(Int(termNumbers[index]), in: document, at: base &+ word.position)
                    }
                }
            }
            count += Int(words.position)
            end = base &+ words.position
            base = base &+ words.position &+ SegmentLayout.passageGap
        }
        return (count, end)
    }

    /// Where in `termNumbers` the terms of a surface are.
    @inline(__always)
    private func numbers(of surface: UnsafeBufferPointer<UInt8>, field: Int, _ analyser: Analyser) -> Range<Int> {
        let (number, isNew) = surfaces.number(UInt16(field), surface)
        if !isNew { return surfaceTerms[number] }
        let start = termNumbers.count
        for term in analyser.documentTerms(Array(surface)) where !term.bytes.isEmpty {
            let head = UInt16(field) | UInt16(term.space.rawValue) << 8
            termNumbers.append(UInt32(term.bytes.withUnsafeBufferPointer { self.term(head, $0) }))
        }
        surfaceTerms.append(start..<termNumbers.count)
        return surfaceTerms[number]
    }

    private func term(_ head: UInt16, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let (number, isNew) = terms.number(head, bytes)
        if isNew {
            let space = SegmentLayout.Space(rawValue: UInt8(head >> 8))
            growing.append(Growing(hasPositions: space?.hasPositions ?? false))
        }
        return number
    }

    /// The same term twice at one position counts once.
    @inline(__always)
    private func occur(_ term: Int, in document: UInt32, at position: UInt32) {
        growing.withUnsafeMutableBufferPointer { all in
            let entry = all.baseAddress! + term
            if entry.pointee.lastDocument == document {
                if entry.pointee.lastPosition == position { return }
                entry.pointee.frequency &+= 1
                if entry.pointee.hasPositions {
                    arena.append(position &- entry.pointee.lastPosition, to: &entry.pointee.positions)
                }
            } else {
                closeDocument(entry)
                entry.pointee.lastDocument = document
                entry.pointee.frequency = 1
                if entry.pointee.hasPositions { arena.append(position, to: &entry.pointee.positions) }
            }
            entry.pointee.lastPosition = position
        }
    }

    /// Writes the document that a term was last seen in.
    @inline(__always)
    private func closeDocument(_ entry: UnsafeMutablePointer<Growing>) {
        guard entry.pointee.frequency > 0 else { return }
        arena.append(entry.pointee.lastDocument &- entry.pointee.documentBase, to: &entry.pointee.documents)
        arena.append(entry.pointee.frequency, to: &entry.pointee.documents)
        entry.pointee.documentBase = entry.pointee.lastDocument
        entry.pointee.frequency = 0
    }

    // MARK: - Segment

    /// Writes the live documents as a segment at `path`, or in memory.
    func write(to path: String?) throws -> MappedFile? {
        let alive = entries.indices.filter { entries[$0].isAlive }.sorted {
            if entries[$0].order != entries[$1].order { return entries[$0].order > entries[$1].order }
            return entries[$0].key.lexicographicallyPrecedes(entries[$1].key)
        }
        var newNumbers = [UInt32](repeating: .max, count: entries.count)
        for (new, old) in alive.enumerated() { newNumbers[old] = UInt32(new) }
        let writer = try SegmentWriter(path: path, schema: schema, documentCount: alive.count)
        for old in alive {
            let entry = entries[old]
            try entry.key.withUnsafeBytes { key in
                try writer.addDocument(
                    key: key, order: entry.order,
                    record: UnsafeRawBufferPointer(rebasing: records.bytes[entry.record]), lengths: entry.lengths,
                    positionWidths: entry.positionWidths, numbers: entry.numbers)
            }
        }
        var order = Array(0..<terms.count)
        order.sort {
            TermOrder.compare(UnsafeRawBufferPointer(terms.bytes($0)), UnsafeRawBufferPointer(terms.bytes($1))) < 0
        }
        let isInOrder = zip(alive, alive.dropFirst()).allSatisfy { $0 < $1 }
        var list = PostingList()
        var sorter = PostingSorter()
        for term in order {
            collect(term, newNumbers, into: &list)
            if !isInOrder { sorter.sort(&list, hasPositions: growing[term].hasPositions) }
            try writer.addTerm(terms.bytes(term), list)
        }
        return try writer.finish()
    }

    private func collect(_ term: Int, _ newNumbers: [UInt32], into list: inout PostingList) {
        list.removeAll()
        growing.withUnsafeMutableBufferPointer { closeDocument($0.baseAddress! + term) }
        var documents = SliceArena.Reader(arena, growing[term].documents)
        var positions = SliceArena.Reader(arena, growing[term].positions)
        let hasPositions = growing[term].hasPositions
        var old: UInt32 = 0
        while !documents.isAtEnd {
            old &+= documents.next()
            let frequency = documents.next()
            let new = newNumbers[Int(old)]
            if new != .max {
                list.documents.append(new)
                list.frequencies.append(frequency)
            }
            guard hasPositions else { continue }
            var position: UInt32 = 0
            for _ in 0..<frequency {
                position &+= positions.next()
                if new != .max { list.positions.append(position) }
            }
        }
    }
}
