import KistModel
import KistSearch

/// Why a hit stands where it does, in words for people: each word with the places where it stands and its share of the
/// score, the weightiest first.
struct HitReasons {
    let schemas: SchemaSet
    /// Words that were asked for or searched beside them, to show a stem as somebody would write it.
    let words: [String]
    /// The label of a value of a vocabulary or the title of a record.
    let label: (String, FieldSchema) throws -> String

    /// Reasons with less than this share of the score say nothing that anyone would act on.
    private static let leastShare = 0.01
    private static let most = 8

    private struct Reason {
        var text: String
        var places: [(field: String, count: Int)] = []
        var score = 0.0
    }

    func lines(_ parts: [ScorePart]) throws -> [String] {
        let total = parts.reduce(0) { $0 + $1.score }
        guard total > 0 else { return [] }
        let sorted = try reasons(parts).sorted { $0.score > $1.score }.filter { $0.score >= Self.leastShare * total }
        return sorted.prefix(Self.most).map { reason in
            let share = Int((100 * reason.score / total).rounded())
            let places = reason.places.map { "\(Self.times($0.count)) in the \($0.field)" }
            let text = places.isEmpty ? reason.text : "“\(reason.text)” " + Self.listed(places)
            return "\(text): \(share) % of its score"
        }
    }

    // MARK: - From parts to reasons

    private func reasons(_ parts: [ScorePart]) throws -> [Reason] {
        var reasons: [Reason] = []
        var places: [String: Int] = [:]
        func add(_ score: Double, to text: String, field: String? = nil, count: Int = 0) {
            let index: Int
            if let known = places[text] {
                index = known
            } else {
                index = reasons.count
                places[text] = index
                reasons.append(Reason(text: text))
            }
            reasons[index].score += score
            guard let field else { return }
            if let place = reasons[index].places.firstIndex(where: { $0.field == field }) {
                reasons[index].places[place].count = max(reasons[index].places[place].count, count)
            } else {
                reasons[index].places.append((field, count))
            }
        }
        // A word as it is written adds to what its stem does: the same occurrences, counted once.
        let written = parts.filter(\.isAsWritten).map(\.term)
        for part in parts {
            switch part.kind {
            case .beginning: add(part.score, to: "“\(shown(part.term, written))” stands near the beginning")
            case .together: add(part.score, to: "“\(shown(part.term, written))” stand side by side")
            case .likeness: add(part.score, to: "it uses the same words as the best matches")
            case .occurrences:
                if part.documentFrequency == 0 {
                    add(part.score, to: try fixed(part))
                } else {
                    add(part.score, to: shown(part.term, written), field: fieldName(part.field), count: part.frequency)
                }
            }
        }
        return reasons
    }

    private func fixed(_ part: ScorePart) throws -> String {
        switch part.field {
        case IndexLayout.exactTitle: return "its title is exactly what was asked for"
        case IndexLayout.id, IndexLayout.identifier: return "it is what goes by “\(part.term)”"
        case IndexLayout.type: return "it is of the type that was asked for"
        default: break
        }
        let name = IndexLayout.name(of: part.field)
        guard let field = schemas.allFields.first(where: { $0.name == name }), part.field.hasPrefix("=") else {
            return "its \(fieldName(part.field)) has “\(part.term)”"
        }
        return "“\(try label(part.term, field))” in the field “\(field.label().lowercased())”"
    }

    /// Stems as they were typed or as they stand in the record, where that is known.
    private func shown(_ term: String, _ written: [String]) -> String {
        term.split(separator: " ").map { stem in
            if written.contains(String(stem)) { return String(stem) }
            return Self.nearest(to: String(stem), among: written) ?? Self.nearest(to: String(stem), among: words)
                ?? String(stem)
        }.joined(separator: " ")
    }

    /// The word that begins as the stem does, but for the stem's last letter (“studi” stands for “study”), and has least
    /// beyond it.
    static func nearest(to stem: String, among words: [String]) -> String? {
        let start = stem.count > 3 ? String(stem.dropLast()) : stem
        return words.filter { $0.hasPrefix(start) && $0.count >= stem.count }
            .min { ($0.hasPrefix(stem) ? 0 : 1, $0.count, $0) < ($1.hasPrefix(stem) ? 0 : 1, $1.count, $1) }
    }

    private func fieldName(_ field: String) -> String {
        let name = IndexLayout.name(of: field)
        switch name {
        case IndexLayout.names: return "names and keywords"
        case IndexLayout.codes: return "codes"
        default: break
        }
        return schemas.allFields.first { $0.name == name }.map { $0.label().lowercased() } ?? name
    }

    // MARK: - Words

    private static func times(_ count: Int) -> String {
        switch count {
        case 1: "once"
        case 2: "twice"
        default: "\(count) times"
        }
    }

    private static func listed(_ parts: [String]) -> String {
        guard parts.count > 1, let last = parts.last else { return parts.joined() }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }
}
