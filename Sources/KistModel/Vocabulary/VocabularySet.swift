/// All vocabularies, ready to be asked: what does a text name, what is a concept called, what else is it called.
public struct VocabularySet: Sendable {
    public let schemes: [String: ConceptScheme]
    private let concepts: [String: Concept]
    /// Folded text of every id, notation and label → concepts that bear it, best kind of name first.
    private let names: [String: [Name]]

    struct Name: Hashable, Sendable {
        var concept: String
        var rank: Int
    }

    /// What a text was found to name.
    public enum Resolution: Hashable, Sendable {
        case found(Concept)
        /// Several concepts bear the name equally.
        case ambiguous([Concept])
        /// None does; the nearest names, best first, at most five.
        case unknown(nearest: [String])
    }

    /// Puts the schemes together: names of all their concepts, and what is narrower than each.
    public init(schemes list: [ConceptScheme]) {
        var schemes: [String: ConceptScheme] = [:]
        var concepts: [String: Concept] = [:]
        for scheme in list {
            schemes[scheme.name] = scheme
            for concept in scheme.concepts { concepts[concept.id] = concept }
        }
        for concept in concepts.values.sorted(by: { $0.id < $1.id }) {
            for broader in concept.broader where concepts[broader] != nil {
                if concepts[broader]?.narrower.contains(concept.id) == false {
                    concepts[broader]?.narrower.append(concept.id)
                }
            }
        }
        var names: [String: [Name]] = [:]
        func add(_ text: String, _ concept: Concept, rank: Int) {
            let key = Folding.key(text)
            guard !key.isEmpty, names[key]?.contains(where: { $0.concept == concept.id }) != true else { return }
            names[key, default: []].append(Name(concept: concept.id, rank: rank))
        }
        for concept in concepts.values.sorted(by: { ($0.scheme, $0.order, $0.id) < ($1.scheme, $1.order, $1.id) }) {
            add(concept.id, concept, rank: 0)
            add(concept.local, concept, rank: 0)
            for notation in concept.notations { add(notation, concept, rank: 0) }
            for language in concept.labels.keys.sorted() { add(concept.labels[language] ?? "", concept, rank: 1) }
            for label in concept.altLabels { add(label.text, concept, rank: 2) }
            for label in concept.abbreviations + concept.formLabels { add(label, concept, rank: 2) }
            for label in concept.hiddenLabels { add(label.text, concept, rank: 3) }
        }
        self.schemes = schemes
        self.concepts = concepts
        self.names = names
    }

    /// The concept with this id; nil when no scheme has it.
    public func concept(_ id: String) -> Concept? { concepts[id] }

    /// Concepts of the schemes in their own order.
    public func concepts(in names: [String]) -> [Concept] { names.flatMap { schemes[$0]?.concepts ?? [] } }

    /// The label of a concept, or the id itself when it is unknown.
    public func label(_ id: String, _ language: String = "en") -> String { concepts[id]?.label(language) ?? id }

    /// The concept that `text` names (an id, code, label or synonym in any language) in one of the schemes, tried in order.
    public func resolve(_ text: String, in wanted: [String]) -> Resolution {
        let found = find(text, in: wanted)
        switch found.count {
        case 0: return .unknown(nearest: nearest(to: Folding.key(text), in: wanted))
        case 1: return .found(found[0])
        default: return .ambiguous(found)
        }
    }

    /// The one concept that `text` names in one of the schemes; nil when none or several do. Cheaper than ``resolve(_:in:)``,
    /// which also looks for what is near.
    public func concept(named text: String, in wanted: [String]) -> Concept? {
        let found = find(text, in: wanted)
        return found.count == 1 ? found[0] : nil
    }

    /// The concepts that bear `text` by the best kind of name, in the first of the schemes that has any.
    private func find(_ text: String, in wanted: [String]) -> [Concept] {
        guard let known = names[Folding.key(text)] else { return [] }
        let found = known.compactMap { name in concepts[name.concept].map { (name, $0) } }
        for scheme in wanted {
            let here = found.filter { $0.1.scheme == scheme }
            guard let best = here.map(\.0.rank).min() else { continue }
            return here.filter { $0.0.rank == best }.map(\.1)
        }
        return []
    }

    /// Every concept that bears `text` as a name, in any scheme.
    public func named(_ text: String) -> [Concept] {
        (names[Folding.key(text)] ?? []).compactMap { concepts[$0.concept] }
    }

    /// Concepts of `scheme` that a crosswalk connects with `id`, in either direction (stage ↔ level, theme ↔ EEF strand).
    public func counterparts(of id: String, in scheme: String) -> [Concept] {
        guard let concept = concepts[id] else { return [] }
        let named = Set(concept.matches + concept.broadMatches)
        return (schemes[scheme]?.concepts ?? []).filter {
            named.contains($0.id) || $0.matches.contains(id) || $0.broadMatches.contains(id)
        }
    }

    /// The concepts below `id`, nearest first, down to `depth` steps.
    public func narrower(than id: String, depth: Int) -> [Concept] {
        var found: [Concept] = []
        var seen: Set<String> = [id]
        var level = [id]
        for _ in 0..<max(0, depth) {
            let next = level.flatMap { concepts[$0]?.narrower ?? [] }.filter { seen.insert($0).inserted }
            found += next.compactMap { concepts[$0] }
            level = next
        }
        return found
    }

    private func nearest(to key: String, in wanted: [String]) -> [String] {
        var best: [(distance: Int, label: String)] = []
        for scheme in wanted {
            for concept in schemes[scheme]?.concepts ?? [] {
                let all =
                    concept.labels.values.map { $0 } + concept.altLabels.map(\.text) + concept.notations
                    + concept.formLabels
                let farthest = max(2, key.count / 3)
                if let distance = all.compactMap({ EditDistance.between(key, Folding.key($0), atMost: farthest) }).min()
                {
                    best.append((distance, concept.label()))
                }
            }
        }
        return best.sorted { ($0.distance, $0.label) < ($1.distance, $1.label) }.prefix(5).map(\.label)
    }
}
