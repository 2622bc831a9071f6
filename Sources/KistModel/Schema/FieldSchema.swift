/// One field of a record type, as `Schemas/types/NAME.json` describes it.
public struct FieldSchema: Hashable, Sendable {
    /// What a field's values are, one word in the schema file.
    public enum Kind: String, Sendable, CaseIterable {
        /// A plain string.
        case text
        /// `{"en": "…", "gd": "…"}`.
        case localText = "local-text"
        /// The id of a concept of one of ``FieldSchema/vocabularies``, for example `stage:p5`.
        case term
        /// `2026`, `2026-05` or `2026-05-12`, or with a time `2026-05-12T16:00`.
        case date
        case number
        case integer
        case boolean
        /// ISO 8601, for example `PT2H`.
        case duration
        case url
        /// Another record: ``RecordReference``.
        case reference
        /// `{"scheme": "doi", "value": "10.…"}`.
        case identifier
        /// `{"name": "…", "role": "role:author", "ref": …, "organisation": "…"}`.
        case agent
        /// A text that matches ``FieldSchema/pattern``, for example a curriculum code.
        case code
        /// Members as ``FieldSchema/fields`` say; others are kept.
        case object
        /// Extracted text: an array of blocks `{"kind", "text", "language", "place", …}`.
        case blocks
        /// Stored files: `{"sha256", "name", "bytes", "mediaType", "role"}`.
        case file
        /// Anything, kept whole (CSL-JSON, unknown keys).
        case json
    }

    /// How many values a field has: `1`, `?` (none or one), `+` (one or more), `*` (any number).
    public enum Cardinality: String, Sendable, CaseIterable {
        case one = "1"
        case optional = "?"
        case many = "+"
        case any = "*"

        public var isRequired: Bool { self == .one || self == .many }
        public var isList: Bool { self == .many || self == .any }
    }

    public var name: String
    public var kind: Kind
    public var cardinality: Cardinality
    /// What the field is for in every type, for example `title`: code names a field only through its role.
    public var role: String?
    /// Names for people, by language; the first of each language is printed, all are understood in forms and filters.
    public var labels: [String: [String]]
    /// What to write in the field, by language.
    public var help: [String: String]
    /// Schemes that a term is looked for in, in this order.
    public var vocabularies: [String]
    /// Weight of the field's text in ranking; nil when it is not searched as text.
    public var searchWeight: Double?
    /// True when values can be filtered by, as `--NAME VALUE`.
    public var isFilter: Bool
    /// True when values are counted beside results.
    public var isFacet: Bool
    /// True when values never leave the collection and are never searched.
    public var isPrivate: Bool
    /// True when the value is computed and never entered in a form.
    public var isDerived: Bool
    /// For ``Kind/code``: the regular expression that a value matches whole.
    public var pattern: String?
    /// For references: the relation that a value stands for as a link record, for example `evaluates`.
    public var relation: String?
    /// For references: types of record that may be meant; empty means any.
    public var targets: [String]
    /// Members of an object.
    public var fields: [FieldSchema]
    /// Names in other standards: `dc`, `schema`, `datacite`, `lom`, `csl`.
    public var mappings: [String: String]
    /// What holds when a record says nothing, for example `sensitivity:none`; such a field is never missing.
    public var defaultValue: JSONValue?

    /// A field of which all but name, kind and cardinality is unsaid.
    public init(name: String, kind: Kind, cardinality: Cardinality = .optional) {
        self.name = name
        self.kind = kind
        self.cardinality = cardinality
        labels = [:]
        help = [:]
        vocabularies = []
        isFilter = false
        isFacet = false
        isPrivate = false
        isDerived = false
        targets = []
        fields = []
        mappings = [:]
    }

    /// The label to print in `language`, falling back to English, then to the name.
    public func label(_ language: String = "en") -> String {
        labels[language]?.first ?? labels["en"]?.first ?? name
    }

    /// The field's name as words: `reviewStatus` → “Review status”.
    public var naturalLabel: String {
        var words = ""
        for character in name {
            if character.isUppercase, !words.isEmpty { words.append(" ") }
            words.append(contentsOf: words.isEmpty ? character.uppercased() : character.lowercased())
        }
        return words
    }

    /// The names by which a filter on the command line may call the field, best first: `reviewStatus`, `review-status`,
    /// then every English label in the same form (`--stage` for a field `stages` labelled “Stage”).
    public var flagNames: [String] {
        var seen: Set<String> = []
        let all =
            [name]
            + ([naturalLabel] + (labels["en"] ?? [])).map {
                Folding.key($0).split(separator: " ").joined(separator: "-")
            }
        return all.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
