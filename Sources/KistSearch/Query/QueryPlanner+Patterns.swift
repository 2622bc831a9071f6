/// Words by their shape: the terms are looked up segment by segment, not here.
extension QueryPlanner {
    func wildcard(_ text: String, _ names: [String]?, _ boost: Double) throws -> QueryPlan {
        var parts: [QueryPlan] = []
        for field in try textFields(names) {
            let description = schema.fields[field]
            guard let shape = TermPattern.wildcard(text, analyser: description.analyser) else { continue }
            let scores = [fixed(boost * Double(description.weight))]
            parts.append(
                .pattern(
                    TermPattern(field: field, space: TermPattern.space(of: description), shape: shape, scores: scores)))
        }
        return or(parts)
    }

    func fuzzy(_ text: String, _ distance: Int?, _ names: [String]?, _ boost: Double) throws -> QueryPlan {
        and(try chunks(text).map { try fuzzyWord($0, distance, names, boost) })
    }

    private func fuzzyWord(
        _ text: String, _ distance: Int?, _ names: [String]?, _ boost: Double
    ) throws -> QueryPlan {
        var parts: [QueryPlan] = []
        for field in try textFields(names) {
            guard let letters = analyser(field).wholeWord(text) else { continue }
            let reach = min(max(distance ?? TermPattern.usualReach(letters.count), 0), Query.largestDistance)
            let description = schema.fields[field]
            let weight = boost * Double(description.weight)
            let pattern = TermPattern(
                field: field, space: TermPattern.space(of: description), shape: .fuzzy(letters, reach: reach),
                scores: (0...reach).map { fixed(weight / Double(1 << $0)) })
            parts.append(.pattern(pattern))
        }
        return or(parts)
    }
}

extension Analyser {
    /// The folded letters of a run of characters that is one word, or a compound that is also written as one; nil for
    /// anything else, and for words too long to compare.
    func wholeWord(_ text: String) -> [UInt32]? {
        var list = WordList()
        scan(text, into: &list)
        let words = list.words.filter { $0.kind == .word }
        guard let word = list.words.first(where: { $0.kind == .joined }) ?? (words.count == 1 ? words[0] : nil)
        else { return nil }
        let letters = Folding.fold(Folding.scalars(list.surface(word)).map(Folding.lower))
        return letters.isEmpty || letters.count > LetterPlaces.most - 2 ? nil : letters
    }
}
