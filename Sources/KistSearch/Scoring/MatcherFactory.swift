/// Makes the matchers of a plan for one segment.
struct MatcherFactory {
    let segment: SegmentReader
    /// By field number.
    let tables: [ScoreTable]

    func matcher(_ plan: QueryPlan) throws -> Matcher {
        switch plan {
        case .none: return Matcher()
        case .all: return AllMatcher(documentCount: segment.documentCount)
        case .term(let term):
            guard let cursor = try segment.cursor(term.key), let lengths = try segment.lengths(term.field) else {
                return Matcher()
            }
            return TermMatcher(cursor, term, tables[term.field], lengths)
        case .phrase(let phrase): return try self.phrase(phrase)
        case .prefix(let field, let keys, let score): return try prefix(field, keys, score)
        case .pattern(let pattern): return try self.pattern(pattern)
        case .keyword(_, let key, _) where key[0] == SegmentLayout.keyField:
            let name = String(decoding: key.dropFirst(2), as: UTF8.self)
            return try segment.document(forKey: name).map { DocumentMatcher($0) } ?? Matcher()
        case .keyword(let field, let key, let score):
            guard let cursor = try segment.cursor(key) else { return Matcher() }
            let label = String(decoding: key.dropFirst(2), as: UTF8.self)
            return ValueMatcher(cursor, field: field, label: label, score: score)
        case .range(let field, let from, let to, let score):
            guard from <= to, let column = try segment.numbers(field) else { return Matcher() }
            return RangeMatcher(column, from...to, segment, field: field, score: score)
        case .and(let parts):
            let parts = try parts.map { try matcher($0) }
            return parts.contains(where: Self.isNothing) ? Matcher() : AndMatcher(parts)
        case .or(let parts):
            let parts = try parts.map { try matcher($0) }.filter { !Self.isNothing($0) }
            return parts.isEmpty ? Matcher() : parts.count == 1 ? parts[0] : OrMatcher(parts)
        case .not(let part): return NotMatcher(try matcher(part), documentCount: segment.documentCount)
        case .raised(let part, let others):
            let main = try matcher(part)
            if Self.isNothing(main) { return main }
            let others = try others.map { try matcher($0) }.filter { !Self.isNothing($0) }
            return others.isEmpty ? main : RaisedMatcher(main, others)
        case .unscored(let part):
            let main = try matcher(part)
            return Self.isNothing(main) ? main : UnscoredMatcher(main)
        }
    }

    /// The base class itself matches nothing.
    static func isNothing(_ matcher: Matcher) -> Bool { type(of: matcher) == Matcher.self }

    private func phrase(_ phrase: QueryPlan.Phrase) throws -> Matcher {
        var places: [[TermCursor]] = []
        for keys in phrase.places {
            let cursors = try keys.compactMap { try segment.cursor($0) }
            if cursors.isEmpty { return Matcher() }
            places.append(cursors)
        }
        guard let lengths = try segment.lengths(phrase.field) else { return Matcher() }
        if phrase.slop > 0 { return SloppyPhraseMatcher(places, phrase, tables[phrase.field], lengths) }
        return ExactPhraseMatcher(places, phrase, tables[phrase.field], lengths)
    }

    private func prefix(_ field: Int, _ keys: [[UInt8]], _ score: Int64) throws -> Matcher {
        var words = noWords
        var isEmpty = true
        for key in keys {
            try segment.dictionary.forEach(prefix: key) { term, info in
                isEmpty = false
                guard let space = SegmentLayout.Space(rawValue: term[1]) else { return true }
                try add(info, space, field, to: &words)
                return true
            }
        }
        if isEmpty { return Matcher() }
        let label = keys.first.map { String(decoding: $0.dropFirst(2), as: UTF8.self) } ?? ""
        return TermSetMatcher([(words, score)], field: field, label: label + "*")
    }
}
