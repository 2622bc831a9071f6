import Foundation

@testable import KistSearch

/// Words by likeness and shape, words near one another and documents like another, by looking at every combination.
extension ReferenceSearch {
    // MARK: - Shapes

    func wildcard(_ text: String, _ names: [String]?, _ document: Document, _ boost: Double) -> Int64? {
        either(
            textFields(names).map { field in
                let description = schema.fields[field]
                guard case .wildcard(let signs)? = TermPattern.wildcard(text, analyser: description.analyser) else {
                    return nil
                }
                let isFound = writtenWords(field, document).contains { Self.fits($0[...], signs[...]) }
                return isFound ? fixed(boost * Double(description.weight)) : nil
            })
    }

    func fuzzy(
        _ text: String, _ distance: Int?, _ names: [String]?, _ document: Document, _ boost: Double
    ) -> Int64? {
        either(
            textFields(names).map { field in
                guard let wanted = analysers[field]!.wholeWord(text) else { return nil }
                let usual = wanted.count <= 2 ? 0 : wanted.count <= 5 ? 1 : 2
                let reach = min(distance ?? usual, 2)
                let distances = writtenWords(field, document).map {
                    SpellingDistance.between($0, wanted, atMost: reach)
                }
                guard let nearest = distances.min(), nearest <= reach else { return nil }
                return fixed(boost * Double(schema.fields[field].weight) / pow(2, Double(nearest)))
            })
    }

    /// Folded letters of the words of a field as written, or of its terms where those are not kept.
    private func writtenWords(_ field: Int, _ document: Document) -> [[UInt32]] {
        let description = schema.fields[field]
        let space: SegmentLayout.Space = description.keepsForms && description.analyser != .code ? .form : .primary
        return (document.terms[field] ?? [:]).keys.filter { $0[0] == space.rawValue }.map {
            Folding.fold(String(decoding: $0.dropFirst(), as: UTF8.self).unicodeScalars.map(\.value))
        }
    }

    private static func fits(_ word: ArraySlice<UInt32>, _ signs: ArraySlice<UInt32>) -> Bool {
        guard let sign = signs.first else { return word.isEmpty }
        if sign == UInt32(UInt8(ascii: "*")) {
            return fits(word, signs.dropFirst()) || (!word.isEmpty && fits(word.dropFirst(), signs))
        }
        guard let letter = word.first, sign == letter || sign == UInt32(UInt8(ascii: "?")) else { return false }
        return fits(word.dropFirst(), signs.dropFirst())
    }

    // MARK: - Phrases

    /// Every choice of one position for each place; of the spans of their numbers those in which no other lies.
    func sloppyFrequency(_ places: [[Analyser.Term]], _ field: Int, _ document: Document, _ slop: Int) -> Float? {
        let known = places.map { $0.filter { frequency($0, field) > 0 } }
        let positions = known.map { place in
            Set(place.flatMap { document.terms[field]?[[$0.space.rawValue] + $0.bytes] ?? [] }).map(Int.init)
        }
        var spans = Set<[Int]>()
        func choose(_ chosen: [Int]) {
            let place = chosen.count
            if place == places.count {
                let numbers = chosen.enumerated().map { $0.element - $0.offset }
                spans.insert([numbers.min()!, numbers.max()!])
                return
            }
            for position in positions[place] {
                let isTaken = chosen.indices.contains {
                    known[$0].map(\.bytes) == known[place].map(\.bytes) && chosen[$0] == position
                }
                if !isTaken { choose(chosen + [position]) }
            }
        }
        choose([])
        let smallest = spans.filter { span in
            span[1] - span[0] <= slop && !spans.contains { $0 != span && $0[0] >= span[0] && $0[1] <= span[1] }
        }
        if smallest.isEmpty { return nil }
        return smallest.sorted { $0[0] < $1[0] }.reduce(Float(0)) { $0 + 1 / Float(1 + $1[1] - $1[0]) }
    }

    // MARK: - Likeness

    func like(_ key: String, _ names: [String]?, _ document: Document, _ boost: Double) -> Int64? {
        guard document.source.key != key, let own = documents.first(where: { $0.source.key == key }) else { return nil }
        let fields =
            names.map { _ in textFields(names) }
            ?? schema.fields.indices.filter { schema.fields[$0].kind == .text && schema.fields[$0].analyser != .code }
        var counts: [[UInt8]: Double] = [:]
        for field in schema.fields.indices where fields.contains(field) {
            guard case .text(let passages)? = own.source.values[schema.fields[field].name] else { continue }
            for passage in passages {
                var list = WordList()
                analysers[field]!.scan(passage.text, into: &list)
                for word in list.words where word.kind == .word {
                    let term = analysers[field]!.documentTerms(list.surface(word))[0].bytes
                    if term.count < 2 || term.allSatisfy({ (0x30...0x39).contains($0) }) { continue }
                    counts[term, default: 0] += Double(schema.fields[field].weight)
                }
            }
        }
        func documentFrequency(_ term: [UInt8], _ field: Int) -> Int {
            frequencies[[UInt8(field), SegmentLayout.Space.primary.rawValue] + term] ?? 0
        }
        let words = counts.compactMap { term, count -> (term: [UInt8], weight: Double)? in
            let most = fields.map { documentFrequency(term, $0) }.max() ?? 0
            guard most > 1, most <= max(2, documents.count / 2) else { return nil }
            return (term, count / (count + 1.2) * idf(most))
        }.sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.term.lexicographicallyPrecedes($1.term) }
        return either(
            words.prefix(25).flatMap { word in
                fields.map { field in
                    let term = Analyser.Term(space: .primary, bytes: word.term)
                    return self.term(term, field, document, boost * word.weight / words[0].weight)
                }
            })
    }
}
