public import KistModel

/// How many say what, research and practice apart. Never netted into one figure: “6 helped, 2 no clear difference, 1 made
/// things worse” stays three numbers.
public struct EvidenceTally: Hashable, Sendable {
    /// Count by what was found, in the order of the vocabulary.
    public var research: [Count]
    public var practice: [Count]
    /// How many of the sources counted in `research` were retracted.
    public var retracted = 0

    /// How many sources say one thing.
    public struct Count: Hashable, Sendable {
        /// A concept id of `direction` or of `evidence-relation`.
        public var kind: String
        public var label: String
        public var count: Int
    }

    /// “2 helped, 1 no clear difference”, or nil when nothing was counted.
    public static func words(_ counts: [Count]) -> String? {
        let told = counts.filter { $0.count > 0 }
        return told.isEmpty ? nil : told.map { "\($0.count) \($0.label.lowercased())" }.joined(separator: ", ")
    }

    /// “2 support, 1 dispute (1 of them retracted)”, or nil when nothing was counted.
    public var researchWords: String? {
        guard let words = Self.words(research), retracted > 0 else { return Self.words(research) }
        return words + " (\(retracted) of them retracted)"
    }

    public var json: JSONValue {
        func object(_ counts: [Count]) -> JSONValue {
            .array(counts.map { ["kind": .string($0.kind), "label": .string($0.label), "count": .int($0.count)] })
        }
        var result: JSONObject = ["research": object(research), "practice": object(practice)]
        if retracted > 0 { result["retracted"] = .int(retracted) }
        return .object(result)
    }
}
