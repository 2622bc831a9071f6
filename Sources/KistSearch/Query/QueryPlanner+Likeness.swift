/// "More like this": the words that set a document apart from the collection, as a weighted "any of them".
extension QueryPlanner {
    /// More words find no better and cost more (25 is what Lucene's MoreLikeThis takes).
    private static let mostLikeWords = 25
    /// Words read of one document.
    private static let mostLikeText = 20_000

    /// A word weighs tf / (tf + k1) · idf: BM25 without its length part, tf counted over all fields, each with its weight.
    func like(_ key: String, _ names: [String]?, _ boost: Double) throws -> QueryPlan {
        let fields = try likeFields(names)
        guard let (segment, document) = try searcher.find(key) else { return .none }
        let counts = try wordCounts(searcher.segments[segment].reader.record(document), fields)
        var words: [(term: [UInt8], weight: Double)] = []
        for (term, count) in counts {
            let most = try fields.map { try searcher.documentFrequency([UInt8($0)] + term) }.max() ?? 0
            // What only this document has finds no other, what most have tells nothing.
            guard most > 1, most <= max(2, searcher.documentCount / 2) else { continue }
            let idf = BM25.idf(documents: searcher.documentCount, having: most)
            words.append((term, count / (count + BM25.k1) * idf))
        }
        words.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.term.lexicographicallyPrecedes($1.term) }
        guard let best = words.first?.weight, best > 0 else { return .none }
        var parts: [QueryPlan] = []
        for word in words.prefix(Self.mostLikeWords) {
            let term = Analyser.Term(space: .primary, bytes: Array(word.term.dropFirst()))
            for field in fields {
                let plan = try self.term(term, field, boost * word.weight / best)
                if plan != .none { parts.append(plan) }
            }
        }
        let own = [SegmentLayout.keyField, SegmentLayout.Space.key.rawValue] + Array(key.utf8)
        return .and([or(parts), .not(.unscored(.keyword(field: Int(SegmentLayout.keyField), key: own, score: 0)))])
    }

    private func likeFields(_ names: [String]?) throws -> [Int] {
        if names != nil { return try textFields(names) }
        return schema.fields.indices.filter {
            schema.fields[$0].kind == .text && schema.fields[$0].keepsText && schema.fields[$0].analyser != .code
        }
    }

    /// How often each term (space, then bytes) stands in the kept text, a field's weight counted in.
    private func wordCounts(_ record: [UInt8], _ fields: [Int]) throws -> [[UInt8]: Double] {
        var texts: [(field: Int, passages: [TextPassage])] = []
        try DocumentRecord.read(record) { field, value in
            if fields.contains(field), case .text(let passages) = value { texts.append((field, passages)) }
        }
        var counts: [[UInt8]: Double] = [:]
        var list = WordList()
        var read = 0
        for (field, passages) in texts {
            for passage in passages where read < Self.mostLikeText {
                list.removeAll()
                analyser(field).scan(passage.text, into: &list)
                for word in list.words where word.kind == .word {
                    let surface = list.surface(word)
                    guard let term = analyser(field).documentTerms(surface).first, Self.says(term.bytes) else {
                        continue
                    }
                    counts[[term.space.rawValue] + term.bytes, default: 0] += Double(schema.fields[field].weight)
                }
                read += list.words.count
            }
        }
        return counts
    }

    /// Numbers and single letters say nothing about what a text is about.
    private static func says(_ term: [UInt8]) -> Bool {
        term.count > 1 && term.contains { $0 < 0x30 || $0 > 0x39 }
    }
}
