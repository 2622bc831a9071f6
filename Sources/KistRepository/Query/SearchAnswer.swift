public import KistModel

/// The answer to a ``SearchQuestion``.
public struct SearchAnswer: Hashable, Sendable {
    /// Records that match all words, exactly counted.
    public var total: Int
    /// Records that match most words; given after the others when those are few.
    public var partial: Int
    public var hits: [Hit]
    /// Counts by field in the order in which they were asked for.
    public var facets: [Facet]
    /// What was also searched: synonyms and readings, in words.
    public var expanded: [String]
    /// What to know about how the question was read.
    public var notes: [String]
    /// When nothing matched: words to try instead.
    public var suggestions: [String]

    /// A record that was found.
    public struct Hit: Hashable, Sendable {
        public var card: RecordCard
        public var score: Double
        /// Matches most of the words, not all.
        public var isPartial: Bool
        public var matched: [String]
        public var snippet: Passage?
        /// Why the record stands where it does, a line each in words; empty unless asked for.
        public var explanation: [String]
        /// The same with all its numbers, as the engine adds them up.
        public var parts: [String]
    }

    /// A stretch of a record's text with the matches marked, in UTF-16 code units.
    public struct Passage: Hashable, Sendable {
        public var field: String
        public var text: String
        public var marks: [Range<Int>]
        public var place: String?
    }

    /// The values of one field among the hits, the most frequent first.
    public struct Facet: Hashable, Sendable {
        public var field: String
        public var label: String
        public var values: [Count]

        /// A value and how many hits have it.
        public struct Count: Hashable, Sendable {
            public var value: String
            public var label: String
            public var count: Int
        }
    }

    /// The shape that programs may rely on (DESIGN: `search`).
    public var json: JSONValue {
        let hits = hits.map { hit -> JSONValue in
            var object: JSONObject = [
                "id": .string(hit.card.id), "type": .string(hit.card.type), "title": .string(hit.card.title),
                "summary": .string(hit.card.summary), "score": .double(hit.score), "matched": .strings(hit.matched),
                "partial": .bool(hit.isPartial), "status": .string(hit.card.status),
            ]
            object["date"] = hit.card.date.map { .string($0) } ?? .null
            if hit.card.isRetracted { object["retracted"] = true }
            if let snippet = hit.snippet {
                object["snippet"] = [
                    "field": .string(snippet.field), "text": .string(snippet.text),
                    "place": snippet.place.map { .string($0) } ?? .null,
                    "marks": .array(snippet.marks.map { [.int($0.lowerBound), .int($0.upperBound)] }),
                ]
            } else {
                object["snippet"] = .null
            }
            if !hit.explanation.isEmpty {
                object["explanation"] = .strings(hit.explanation)
                object["parts"] = .strings(hit.parts)
            }
            return .object(object)
        }
        var facetMembers = JSONObject()
        for facet in facets {
            facetMembers[facet.field] = .array(
                facet.values.map {
                    ["value": .string($0.value), "label": .string($0.label), "count": .int($0.count)]
                })
        }
        return [
            "schema": 1, "total": .int(total), "partial": .int(partial), "hits": .array(hits),
            "facets": .object(facetMembers),
            "expanded": .strings(expanded), "notes": .strings(notes), "suggestions": .strings(suggestions),
        ]
    }
}
