public import KistModel

/// A record with what stands behind it and what came of it: the research, the trials, what they found, what can be used,
/// which need it meets — and what is missing.
public struct EvidenceChain: Hashable, Sendable {
    public var subject: RecordCard
    public var sections: [Section]
    public var tally: EvidenceTally
    /// What is not known yet, in words.
    public var gaps: [String]
    /// References that name nothing in the collection, as they were written.
    public var unmatched: [String]

    public struct Section: Hashable, Sendable {
        public var title: String
        public var entries: [Entry]
    }

    public struct Entry: Hashable, Sendable {
        /// Nil when the other record is not in the collection; then `words` names it.
        public var card: RecordCard?
        public var words: String?
        public var relation: String
        public var relationLabel: String
        public var direction: String?
        public var directionLabel: String?
        public var quote: String?
        public var place: String?
        public var isWithdrawn: Bool
        /// A source that was retracted: all that leans on it says so.
        public var isRetracted: Bool
        public var children: [Entry]
    }

    public var json: JSONValue {
        func entry(_ entry: Entry) -> JSONValue {
            var object: JSONObject = ["relation": .string(entry.relation), "label": .string(entry.relationLabel)]
            if let card = entry.card {
                object["id"] = .string(card.id)
                object["type"] = .string(card.type)
                object["title"] = .string(card.title)
            }
            if let words = entry.words { object["as"] = .string(words) }
            if let direction = entry.direction { object["direction"] = .string(direction) }
            if let quote = entry.quote { object["quote"] = .string(quote) }
            if let place = entry.place { object["place"] = .string(place) }
            if entry.isWithdrawn { object["withdrawn"] = true }
            if entry.isRetracted { object["retracted"] = true }
            if !entry.children.isEmpty { object["chain"] = .array(entry.children.map(entry(_:))) }
            return .object(object)
        }
        return [
            "id": .string(subject.id),
            "sections": .array(
                sections.map { ["title": .string($0.title), "entries": .array($0.entries.map(entry))] }),
            "tally": tally.json, "gaps": .strings(gaps), "unmatched": .strings(unmatched),
        ]
    }
}
