extension Searcher {
    /// How many live documents match all words of the text in any of the fields (nil: those searched by default).
    public func documentFrequency(of words: String, fields: [String]? = nil) throws -> Int {
        try search(SearchRequest(query: .words(words, fields: fields), limit: 0)).total
    }

    /// Words of a text field that begin with the prefix, in alphabetical order, with the number of documents that have
    /// each. Deleted documents count until they are merged away.
    public func terms(field: String, prefix: String, limit: Int = 20) throws -> [(term: String, documentCount: Int)] {
        let number = try textField(field)
        let analyser = Analyser(schema.fields[number])
        var counts: [String: Int] = [:]
        for start in Set(analyser.prefixes(prefix)) where start.space != .folded {
            let head = [UInt8(number), start.space.rawValue]
            for segment in segments {
                var taken = 0
                try segment.reader.dictionary.forEach(prefix: head + start.bytes) { term, info in
                    counts[String(decoding: term.dropFirst(2), as: UTF8.self), default: 0] += info.documentCount
                    taken += 1
                    return taken < max(limit, 0) * 2
                }
            }
        }
        let sorted = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return sorted.prefix(max(limit, 0)).map { (term: $0.key, documentCount: $0.value) }
    }

    /// Words of the index that are spelt much like `word`: one change away for up to five letters, else two. The closest
    /// first, then the most frequent, then in alphabetical order.
    public func suggestions(for word: String, fields: [String]? = nil, limit: Int = 3) throws -> [String] {
        let numbers: [Int]
        if let fields {
            numbers = try fields.map { try textField($0) }
        } else {
            numbers = schema.fields.indices.filter { schema.fields[$0].kind == .text && schema.fields[$0].isDefault }
        }
        var list = WordList()
        var scanner = WordScanner()
        var lowered = word
        lowered.withUTF8 { scanner.scan($0, into: &list) }
        guard let main = list.words.first(where: { $0.kind == .joined }) ?? list.words.first else { return [] }
        let wanted = Folding.fold(Folding.scalars(list.surface(main)))
        guard wanted.count >= 3, wanted.count <= 40, limit > 0 else { return [] }
        // Whatever is one change away comes first: often there is no need to look further.
        for reach in 1...(wanted.count <= 5 ? 1 : 2) {
            let found = try wordsAlike(wanted, reach: reach, fields: Set(numbers))
            if found.count < limit, reach == 1, wanted.count > 5 { continue }
            let sorted = found.sorted { left, right in
                if left.value.distance != right.value.distance { return left.value.distance < right.value.distance }
                if left.value.count != right.value.count { return left.value.count > right.value.count }
                return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
            }
            return sorted.prefix(limit).map(\.key)
        }
        return []
    }

    private func wordsAlike(
        _ wanted: [UInt32], reach: Int, fields: Set<Int>
    ) throws -> [String: (distance: Int, count: Int)] {
        var found: [String: (distance: Int, count: Int)] = [:]
        for field in fields where schema.fields[field].analyser != .code {
            let pattern = TermPattern(
                field: field, space: TermPattern.space(of: schema.fields[field]),
                shape: .fuzzy(wanted, reach: reach), scores: [])
            for segment in segments {
                try pattern.forEach(in: segment.reader.dictionary) { term, distance, info in
                    guard distance > 0 else { return true }
                    let text = String(decoding: term.dropFirst(2), as: UTF8.self)
                    found[text] = (distance, (found[text]?.count ?? 0) + info.documentCount)
                    return true
                }
            }
        }
        return found
    }

    func textField(_ name: String) throws -> Int {
        guard let number = schema.number(of: name), schema.fields[number].kind == .text else {
            throw SearchError(.unknownField, "“\(name)” is not a text field of the index.")
        }
        return number
    }
}
