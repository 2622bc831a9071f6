public import KistModel

/// The names under which fields can be filtered by and counted: each field's name and labels, in every language, as one
/// hyphenated word. `--stage P5`, `--where "Year group=P5"` and `stage:P5` all mean the field `stages`.
public struct FilterNames: Sendable {
    /// Names that no schema field gives.
    public static let fixed = ["type", "status", "state", "year", "id"]

    private let fields: [String: FieldSchema]
    /// For people: the name to offer for each field, sorted.
    public let offered: [String]

    public init(_ schemas: SchemaSet) {
        var fields: [String: FieldSchema] = [:]
        var offered: [String] = []
        let usable = schemas.allFields.filter { IndexLayout.isIndexed($0) }
        // A field's own name is stronger than another's label, an earlier label than a later one.
        for field in usable { fields[Self.word(field.name)] = field }
        let depth = usable.map { $0.labels.values.map(\.count).max() ?? 0 }.max() ?? 0
        for rank in 0..<depth {
            for field in usable {
                for language in field.labels.keys.sorted() {
                    let labels = field.labels[language] ?? []
                    guard rank < labels.count else { continue }
                    let word = Self.word(labels[rank])
                    if !word.isEmpty, fields[word] == nil, !Self.fixed.contains(word) { fields[word] = field }
                }
            }
        }
        for field in usable {
            let label = Self.word(field.label())
            offered.append(fields[label]?.name == field.name ? label : Self.word(field.name))
        }
        self.fields = fields
        self.offered = Set(offered + Self.fixed).sorted()
    }

    /// Every name that is understood, sorted.
    var all: [String] { Set(fields.keys).union(Self.fixed).sorted() }

    /// Nil when no field goes by the name. The fixed names have no schema field.
    public func field(_ name: String) -> FieldSchema? { fields[Self.word(name)] }

    public func isKnown(_ name: String) -> Bool { Self.fixed.contains(Self.word(name)) || field(name) != nil }

    /// The name nearest to one that is not known.
    public func nearest(to name: String) -> String? {
        let word = Self.word(name)
        return offered.map { (EditDistance.between(word, $0), $0) }.filter { $0.0 <= max(2, word.count / 2) }.min {
            $0 < $1
        }?.1
    }

    /// `Year group` and `yearGroup` become `year-group`.
    public static func word(_ text: String) -> String {
        var spaced = ""
        for character in text {
            if character.isUppercase, let last = spaced.last, last.isLowercase { spaced.append(" ") }
            spaced.append(character)
        }
        return Folding.key(spaced).replacing(" ", with: "-")
    }
}
