/// Finds in a query what the vocabularies know: made once from the schemas and vocabularies, asked for every query.
///
/// Schemes marked `kist:expands` give other names of things, those marked `kist:facetWords` give words that name a facet;
/// a concept's `kist:facet` says that its names mean a condition (`cost<=2`, `near`).
public struct QueryExpander: Sendable {
    /// More would only slow the search down.
    static let mostAlternatives = 40
    static let mostWords = 64

    private let vocabularies: VocabularySet
    private let thesaurus: PhraseIndex
    private let facetNames: PhraseIndex
    /// Field by scheme, and the field for curriculum codes.
    private let facetFields: [String: String]
    private let codeField: String?

    public init(schemas: SchemaSet, vocabularies: VocabularySet) {
        self.vocabularies = vocabularies
        var thesaurus = PhraseIndex()
        var facetNames = PhraseIndex()
        var facetFields: [String: String] = [:]
        let filters = schemas.allFields.filter { $0.isFilter && $0.kind == .term }
        for name in vocabularies.schemes.keys.sorted() {
            guard let scheme = vocabularies.schemes[name] else { continue }
            let expands = scheme.properties["kist:expands"] == ["true"]
            let isFacet = scheme.properties["kist:facetWords"] == ["true"]
            if isFacet {
                let fields = filters.filter { $0.vocabularies.contains(name) }
                guard
                    let field = fields.first(where: { $0.role != nil && $0.isFacet }) ?? fields.first(where: \.isFacet)
                        ?? fields.first
                else { continue }
                facetFields[name] = field.name
            }
            guard expands || isFacet else { continue }
            for concept in scheme.concepts {
                let alt: PhraseIndex.NameKind = concept.hasCloseLabelsOnly ? .close : .exact
                func add(to index: inout PhraseIndex) {
                    for language in concept.labels.keys.sorted() {
                        index.add(concept.labels[language] ?? "", concept, .preferred, language)
                    }
                    for label in concept.altLabels { index.add(label.text, concept, alt, label.language) }
                    for label in concept.hiddenLabels { index.add(label.text, concept, .hidden, label.language) }
                    for text in concept.abbreviations { index.add(text, concept, .abbreviation, "") }
                    for text in concept.notations where text.contains(where: \.isLetter) {
                        index.add(text, concept, .notation, "")
                    }
                }
                if expands { add(to: &thesaurus) }
                if isFacet { add(to: &facetNames) }
            }
        }
        self.thesaurus = thesaurus
        self.facetNames = facetNames
        self.facetFields = facetFields
        codeField = schemas.allFields.first { $0.role == "outcomeCodes" && $0.isFilter }?.name
    }

    public func expand(_ query: String) -> Expansion { expand(QueryWord.words(of: query)) }

    /// What `words` say. Quoted words are left as they are.
    public func expand(_ words: [QueryWord]) -> Expansion {
        guard words.count <= Self.mostWords else { return Expansion() }
        let text = QueryText(words)
        var expansion = Expansion()
        var taken = Array(repeating: 0, count: words.count)
        for candidate in candidates(text) {
            // Longest first: a word inside a longer phrase means nothing by itself; two readings of the same words both stand.
            let length = candidate.words.count
            guard candidate.words.allSatisfy({ taken[$0] == 0 || taken[$0] == length }),
                candidate.words.allSatisfy({ taken[$0] == 0 })
                    || expansion.phrases.contains(where: { $0.words == candidate.words })
                    || expansion.facets.contains(where: { $0.words == candidate.words })
            else { continue }
            for index in candidate.words { taken[index] = length }
            switch candidate.reading {
            case .phrase(let phrase): expansion.phrases.append(phrase)
            case .facet(let facet): expansion.facets.append(facet)
            }
        }
        expansion.phrases.sort { $0.words.lowerBound < $1.words.lowerBound }
        expansion.facets.sort { $0.words.lowerBound < $1.words.lowerBound }
        expansion.notes = notes(expansion)
        return expansion
    }

    // MARK: - Candidates

    private struct Candidate {
        enum Reading {
            case phrase(Expansion.Phrase)
            case facet(Expansion.FacetWord)
        }

        var words: Range<Int>
        var reading: Reading
    }

    private func candidates(_ text: QueryText) -> [Candidate] {
        var found: [Candidate] = []
        for start in text.words.indices {
            for end in start..<text.words.count {
                guard let tokens = text.tokens(start...end) else { break }
                if tokens.count > max(thesaurus.longest, facetNames.longest) + 2 { break }
                let range = start..<end + 1
                if let facet = code(range, text) ?? stretch(range, text) ?? facet(tokens, range, text) {
                    found.append(Candidate(words: range, reading: .facet(facet)))
                }
                if let phrase = phrase(tokens, range, text) {
                    if let facet = condition(phrase, range, text) {
                        found.append(Candidate(words: range, reading: .facet(facet)))
                    } else {
                        found.append(Candidate(words: range, reading: .phrase(phrase)))
                    }
                }
            }
        }
        return found.enumerated().sorted {
            ($1.element.words.count, $0.element.words.lowerBound, $0.offset) < (
                $0.element.words.count, $1.element.words.lowerBound, $1.offset
            )
        }.map(\.element)
    }

    // MARK: - Facets

    /// `MNU 2-03a`, `mnu2-03`.
    private func code(_ range: Range<Int>, _ text: QueryText) -> Expansion.FacetWord? {
        guard range.count <= 2, let field = codeField, let code = CurriculumCode(text.typed(range)) else { return nil }
        return Expansion.FacetWord(
            words: range, text: text.typed(range), field: field, condition: .code(code.text), also: [:])
    }

    /// “P5 to P7”, “P1-P3”: all terms between two of one scheme.
    private func stretch(_ range: Range<Int>, _ text: QueryText) -> Expansion.FacetWord? {
        let ends: (String, String)
        let words = text.words[range].map(\.text)
        if words.count == 3, ["to", "gu", "-", "–"].contains(words[1].lowercased()) {
            ends = (words[0], words[2])
        } else if words.count == 1 {
            let parts = words[0].split { "-–/".contains($0) }
            guard parts.count == 2 else { return nil }
            ends = (String(parts[0]), String(parts[1]))
        } else {
            return nil
        }
        func concepts(_ word: String) -> [Concept] {
            let key = PhraseIndex.tokens(word).joined(separator: " ")
            return (facetNames.entries[key] ?? []).compactMap { vocabularies.concept($0.concept) }
        }
        for first in concepts(ends.0) {
            for last in concepts(ends.1) where last.scheme == first.scheme && first.order < last.order {
                let all = (vocabularies.schemes[first.scheme]?.concepts ?? []).filter {
                    (first.order...last.order).contains($0.order)
                }
                return facetWord(all, range, text)
            }
        }
        return nil
    }

    private func facet(_ tokens: [String], _ range: Range<Int>, _ text: QueryText) -> Expansion.FacetWord? {
        for entry in facetNames.entries[tokens.joined(separator: " ")] ?? [] {
            guard let concept = vocabularies.concept(entry.concept) else { continue }
            if concept.properties["kist:caseSensitive"] == ["true"] {
                let typed = text.typed(range)
                guard typed.first?.isUppercase == true, typed.contains(where: \.isLowercase) || !text.isAllCapitals
                else { continue }
            }
            return facetWord([concept], range, text)
        }
        return nil
    }

    private func facetWord(_ concepts: [Concept], _ range: Range<Int>, _ text: QueryText) -> Expansion.FacetWord? {
        guard let scheme = concepts.first?.scheme, let field = facetFields[scheme] else { return nil }
        var also: [String: [String]] = [:]
        for (other, otherField) in facetFields.sorted(by: { $0.key < $1.key }) where other != scheme {
            for concept in concepts {
                for match in concept.matches + concept.broadMatches where match.hasPrefix(other + ":") {
                    if also[otherField]?.contains(match) != true { also[otherField, default: []].append(match) }
                }
            }
        }
        return Expansion.FacetWord(
            words: range, text: text.typed(range), field: field, condition: .anyOf(concepts.map(\.id)), also: also)
    }

    /// A phrase whose concept stands for a condition.
    private func condition(_ phrase: Expansion.Phrase, _ range: Range<Int>, _ text: QueryText) -> Expansion.FacetWord? {
        for sense in phrase.senses {
            guard let rule = vocabularies.concept(sense.concept)?.properties["kist:facet"]?.first else { continue }
            if rule == "near" {
                return Expansion.FacetWord(
                    words: range, text: text.typed(range), field: "", condition: .near, also: [:])
            }
            guard let sign = rule.firstIndex(of: "<"), let number = Int(rule[sign...].dropFirst(2)) else { continue }
            return Expansion.FacetWord(
                words: range, text: text.typed(range), field: String(rule[..<sign]), condition: .atMost(number),
                also: [:])
        }
        return nil
    }

    // MARK: - Phrases

    private func phrase(_ tokens: [String], _ range: Range<Int>, _ text: QueryText) -> Expansion.Phrase? {
        let entries = (thesaurus.entries[tokens.joined(separator: " ")] ?? []).filter {
            $0.kind != .abbreviation || accepts($0, range, text)
        }
        guard !entries.isEmpty else { return nil }
        let isShared = entries.count > 1 && entries.allSatisfy { $0.kind == .abbreviation }
        let senses = entries.compactMap { entry in
            vocabularies.concept(entry.concept).map { sense(of: $0, entry, tokens, isShared: isShared) }
        }
        return senses.isEmpty ? nil : Expansion.Phrase(words: range, text: text.typed(range), senses: senses)
    }

    /// Short forms that are also English words count only in capitals, or when nothing else was typed.
    private func accepts(_ entry: PhraseIndex.Entry, _ range: Range<Int>, _ text: QueryText) -> Bool {
        if range.count == text.words.count { return true }
        let typed = text.typed(range)
        let isStrict =
            vocabularies.concept(entry.concept)?.properties["kist:strictAbbreviation"]?.contains(entry.text) == true
        if !isStrict { return entry.text.utf8.count >= 3 || typed == entry.text }
        return typed == entry.text && !text.isAllCapitals
    }

    private func sense(of concept: Concept, _ entry: PhraseIndex.Entry, _ tokens: [String], isShared: Bool)
        -> Expansion.Sense
    {
        typealias Alternative = Expansion.Alternative
        var list: [Alternative] = []
        var seen: Set<String> = [tokens.joined(separator: " ")]
        func add(_ text: String, _ language: String, _ weight: Double, _ kind: Alternative.Kind) {
            guard seen.insert(PhraseIndex.tokens(text).joined(separator: " ")).inserted else { return }
            list.append(
                Alternative(
                    text: text, language: language, weight: isShared ? Expansion.Weight.ambiguous : weight, kind: kind))
        }
        let isClose = concept.hasCloseLabelsOnly
        let groupWeight = isClose ? Expansion.Weight.close : Expansion.Weight.exact
        let groupKind: Alternative.Kind = isClose ? .close : .exact
        // From a near term even the preferred name is only near.
        let isNear = entry.kind == .close
        for language in concept.labels.keys.sorted(by: { ($0 == "en" ? 0 : 1, $0) < ($1 == "en" ? 0 : 1, $1) }) {
            let isTranslation = language != entry.language && !(entry.language.isEmpty && language == "en")
            add(
                concept.labels[language] ?? "", language, isNear ? Expansion.Weight.close : Expansion.Weight.exact,
                isNear ? .close : isTranslation ? .translation : .exact)
        }
        for label in concept.altLabels {
            let isTranslation = label.language != "en" && label.language != entry.language
            add(label.text, label.language, groupWeight, isTranslation && !isClose ? .translation : groupKind)
        }
        let loose = concept.properties["kist:strictAbbreviation"] ?? []
        for short in concept.abbreviations
        where !loose.contains(short)
            && (thesaurus.entries[PhraseIndex.tokens(short).joined(separator: " ")]?.count ?? 0) == 1
        {
            add(short, "", isNear ? Expansion.Weight.close : Expansion.Weight.exact, .abbreviation)
        }
        for label in concept.hiddenLabels { add(label.text, label.language, groupWeight, groupKind) }
        if !isNear, !isShared {
            for narrower in vocabularies.narrower(than: concept.id, depth: 2) {
                for language in narrower.labels.keys.sorted() {
                    add(narrower.labels[language] ?? "", language, Expansion.Weight.narrower, .narrower)
                }
            }
        }
        let ranked = list.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.map(
            \.element)
        return Expansion.Sense(
            concept: concept.id, label: concept.label(), alternatives: Array(ranked.prefix(Self.mostAlternatives)),
            widenTo: concept.broader.map { vocabularies.label($0) })
    }

    // MARK: - Notes

    private func notes(_ expansion: Expansion) -> [String] {
        var notes: [String] = []
        for phrase in expansion.phrases where phrase.senses.count > 1 {
            let labels = phrase.senses.map { "“\($0.label)”" }
            notes.append(
                "“\(phrase.text)” can mean \(labels.dropLast().joined(separator: ", ")) or \(labels.last ?? ""). Did you mean one of them?"
            )
        }
        let added = expansion.phrases.filter { $0.senses.count == 1 }.flatMap { $0.senses[0].alternatives }.filter {
            $0.kind != .close && $0.kind != .narrower
        }
        if !added.isEmpty { notes.append("Also searched: \(added.prefix(6).map(\.text).joined(separator: ", ")).") }
        return notes
    }
}

/// The words of a query with their folded parts.
struct QueryText {
    let words: [QueryWord]
    private let tokens: [[String]]
    /// True when all letters are capitals, so that capitals mean nothing.
    let isAllCapitals: Bool

    init(_ words: [QueryWord]) {
        self.words = words
        tokens = words.map { PhraseIndex.tokens($0.text) }
        isAllCapitals = words.count > 1 && words.allSatisfy { !$0.text.contains(where: \.isLowercase) }
    }

    /// Nil when a quoted word is among them.
    func tokens(_ range: ClosedRange<Int>) -> [String]? {
        words[range].contains(where: \.isQuoted) ? nil : range.flatMap { tokens[$0] }
    }

    func typed(_ range: Range<Int>) -> String { words[range].map(\.text).joined(separator: " ") }
}
