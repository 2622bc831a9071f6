/// One term of a vocabulary (a SKOS concept).
public struct Concept: Hashable, Sendable {
    /// `scheme:local`, for example `stage:p5`: what records hold.
    public var id: String
    public var scheme: String
    /// Preferred label by language.
    public var labels: [String: String]
    /// Other names, shown and searched.
    public var altLabels: [LanguageText]
    /// Misspellings and old names: searched, never shown.
    public var hiddenLabels: [LanguageText]
    /// A code, for example `S12000017` or `2`.
    public var notations: [String]
    public var broader: [String]
    public var narrower: [String]
    public var related: [String]
    /// Same meaning in another scheme: `closeMatch` and `exactMatch`, `broadMatch` apart.
    public var matches: [String]
    public var broadMatches: [String]
    public var replacedBy: [String]
    /// Inverse of a relation, for example `evaluated-by` of `evaluates`.
    public var inverse: String?
    /// Editors' notes, for example that a Gaelic label is unchecked.
    public var editorialNotes: [LanguageText]
    /// Any other property, by its prefixed name.
    public var properties: [String: [String]]
    /// Place in its scheme, from 0.
    public var order: Int

    public init(id: String, scheme: String, order: Int = 0) {
        self.id = id
        self.scheme = scheme
        self.order = order
        labels = [:]
        altLabels = []
        hiddenLabels = []
        notations = []
        broader = []
        narrower = []
        related = []
        matches = []
        broadMatches = []
        replacedBy = []
        editorialNotes = []
        properties = [:]
    }

    public func label(_ language: String = "en") -> String { labels[language] ?? labels["en"] ?? id }

    /// Short forms, for example `AfL`.
    public var abbreviations: [String] { properties["kist:abbreviation"] ?? [] }

    /// Names that are understood where a value is asked for, but are too common to be recognised in running text.
    public var formLabels: [String] { properties["kist:formLabel"] ?? [] }

    /// True when its other labels are near terms, not true synonyms.
    public var hasCloseLabelsOnly: Bool { properties["kist:match"] == ["close"] }

    /// For a relation: true when it reads from the target to the source (“is supported by”).
    public var isInverseForm: Bool { properties["kist:isInverse"] == ["true"] }

    /// The part of the id after the scheme.
    public var local: String { id.split(separator: ":", maxSplits: 1).last.map(String.init) ?? id }
}

/// A text and its language (BCP 47; empty when none was stated).
public struct LanguageText: Hashable, Sendable {
    public var text: String
    public var language: String

    public init(_ text: String, _ language: String) {
        self.text = text
        self.language = language
    }
}
