/// One field of a schema.
public struct SearchField: Codable, Hashable, Sendable {
    /// What a field holds and what can be asked of it.
    public enum Kind: String, Codable, Hashable, Sendable {
        /// Analysed text with positions: scored, searched by word, phrase and prefix; source of snippets.
        case text
        /// Exact values, any number in a document: filter, facet, sort.
        case keyword
        /// One number in a document: range filter, sort.
        case number
        /// Bytes that come back with a hit and are not searched.
        case stored
    }

    public var name: String
    public var kind: Kind
    /// Only for text.
    public var analyser: AnalyserName
    /// Factor of this field's part in a score. Only for text.
    public var weight: Float
    /// Whether the field is searched when a query names none. Only for text.
    public var isDefault: Bool
    /// Whether forms as typed are kept beside stems, so that they rank higher, serve prefixes and give spellings.
    public var keepsForms: Bool
    /// Whether the text itself is kept for snippets.
    public var keepsText: Bool

    public init(
        name: String, kind: Kind, analyser: AnalyserName = .standard, weight: Float = 1, isDefault: Bool = true,
        keepsForms: Bool = true, keepsText: Bool = true
    ) {
        self.name = name
        self.kind = kind
        self.analyser = analyser
        self.weight = weight
        self.isDefault = isDefault
        self.keepsForms = keepsForms
        self.keepsText = keepsText
    }
}
