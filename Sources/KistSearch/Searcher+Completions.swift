extension Searcher {
    /// Words that are looked into when other words were typed before.
    private static let mostCandidates = 64

    /// How a query may go on as it is typed: the words that begin as its last one does, the most frequent first, then in
    /// alphabetical order. Words before it count: only documents that match them are counted, among the most frequent
    /// continuations.
    ///
    /// Looks in `fields` (nil: those searched by default), or in the field whose name was typed with a colon before the
    /// word. Never fails for what was typed; throws `.unknownField` for `fields`.
    public func completions(for text: String, fields: [String]? = nil, limit: Int = 10) throws -> [Completion] {
        let typed = TypedQuery(text, schema: schema)
        let numbers =
            try fields.map { try $0.map { try textField($0) } } ?? typed.field.map { [$0] }
            ?? schema.fields.indices.filter { schema.fields[$0].kind == .text && schema.fields[$0].isDefault }
        guard limit > 0, !typed.word.isEmpty else { return [] }
        var words = Set<[UInt8]>()
        for field in Set(numbers) where schema.fields[field].analyser != .code {
            words.formUnion(try frequentWords(typed.word, field: field, most: max(limit, Self.mostCandidates)))
        }
        let keys = Dictionary(
            uniqueKeysWithValues: words.map { word in
                (
                    word,
                    Set(numbers).sorted().map { [UInt8($0), TermPattern.space(of: schema.fields[$0]).rawValue] + word }
                )
            })
        var counts = try keys.mapValues { try $0.map { try documentFrequency($0) }.max() ?? 0 }
        if let before = typed.before { counts = try self.counts(keys, matching: before) }
        let sorted = counts.filter { $0.value > 0 }.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
        }
        return sorted.prefix(limit).map { word, count in
            let word = String(decoding: word, as: UTF8.self)
            return Completion(text: typed.head + word, word: word, documentCount: count)
        }
    }

    /// The words of a field that begin with the text and are in most documents of a segment.
    private func frequentWords(_ text: String, field: Int, most: Int) throws -> [[UInt8]] {
        let description = schema.fields[field]
        guard let shape = TermPattern.wildcard(text + "*", analyser: description.analyser) else { return [] }
        let pattern = TermPattern(field: field, space: TermPattern.space(of: description), shape: shape, scores: [])
        var words: [[UInt8]] = []
        for segment in segments {
            var best: [(count: Int, word: [UInt8])] = []
            var floor = 0
            try pattern.forEach(in: segment.reader.dictionary) { term, _, info in
                if best.count >= 2 * most {
                    best.sort { $0.count > $1.count }
                    best.removeSubrange(most...)
                    floor = best[most - 1].count
                }
                if info.documentCount > floor { best.append((info.documentCount, Array(term.dropFirst(2)))) }
                return true
            }
            // Terms come in alphabetical order, and sorting keeps the order of equals.
            best.sort { $0.count > $1.count }
            words += best.prefix(most).map(\.word)
        }
        return words
    }

    /// How many documents that match the query have any of the terms of each word.
    private func counts(_ keys: [[UInt8]: [[UInt8]]], matching query: Query) throws -> [[UInt8]: Int] {
        let clauses = try QueryPlanner(self, ranking: .bm25).clauses(query)
        var counts = keys.mapValues { _ in 0 }
        let base = WindowBits()
        let some = WindowBits()
        for segment in segments {
            let factory = MatcherFactory(segment: segment.reader, tables: tables(.bm25))
            let matcher = try factory.matcher(clauses.count == 1 ? clauses[0] : .and(clauses))
            var cursors: [(word: [UInt8], cursors: [TermCursor])] = []
            for (word, terms) in keys {
                let found = try terms.compactMap { try segment.reader.cursor($0) }
                if !found.isEmpty { cursors.append((word, found)) }
            }
            var document: UInt32 = 0
            while document < UInt32(segment.reader.documentCount) {
                document = try matcher.next(from: document)
                guard document < UInt32(segment.reader.documentCount) else { break }
                let start = Window.start(of: document)
                document = start &+ Window.size
                segment.fillLive(start, base)
                some.copy(base.words)
                try matcher.fill(start, some.words, base)
                if base.isEmpty { continue }
                for (word, cursors) in cursors {
                    var left = [UInt64](repeating: 0, count: Window.wordCount)
                    for cursor in cursors {
                        try cursor.fill(start, base.words, some)
                        for index in 0..<Window.wordCount { left[index] |= some.words[index] }
                    }
                    counts[word, default: 0] += left.reduce(0) { $0 + $1.nonzeroBitCount }
                }
            }
        }
        return counts
    }
}

/// A query that is being typed, taken apart before its last word.
struct TypedQuery {
    /// What stands before the last word, as typed.
    let head: String
    let word: String
    /// The text field that was named for the last word.
    let field: Int?
    /// What the words before ask for; nil if nothing.
    let before: Query?

    init(_ text: String, schema: SearchSchema) {
        let scalars = Array(text.unicodeScalars)
        var start = scalars.count
        while start > 0, Self.isInWord(scalars[start - 1]) { start -= 1 }
        while start < scalars.count, Folding.kind(scalars[start].value) == .hyphen { start += 1 }
        head = Self.string(scalars[..<start])
        word = Self.string(scalars[start...])
        var rest = head[...]
        var field: Int?
        if rest.last == ":" {
            let name = rest.dropLast().split(whereSeparator: { $0.isWhitespace || $0 == "(" || $0 == "-" }).last ?? ""
            field = schema.fields.firstIndex { $0.kind == .text && $0.name.lowercased() == name.lowercased() }
            if field != nil { rest = rest.dropLast(name.count + 1) }
        }
        self.field = field
        while let last = rest.last, last.isWhitespace || last == "-" || last == "(" || last == "\"" {
            rest = rest.dropLast()
        }
        for keyword in ["AND", "NOT"] where rest.hasSuffix(" " + keyword) { rest = rest.dropLast(keyword.count) }
        // What follows OR does not depend on what stands before it.
        guard !rest.hasSuffix(" OR") else {
            before = nil
            return
        }
        let query = QueryParser(schema: schema).parse(String(rest)).query
        before = query == .all ? nil : query
    }

    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        switch Folding.kind(scalar.value) {
        case .letter, .digit, .mark, .apostrophe, .hyphen, .ignored, .ideograph: true
        case .separator, .connector: false
        }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
