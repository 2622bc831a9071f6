/// A vocabulary: an ordered list of concepts under one prefix.
public struct ConceptScheme: Hashable, Sendable {
    public var name: String
    public var title: [String: String]
    public var concepts: [Concept]
    /// True when terms are still understood but no longer offered.
    public var isHistoric: Bool
    public var properties: [String: [String]]

    public init(name: String, title: [String: String] = [:], concepts: [Concept] = [], isHistoric: Bool = false) {
        self.name = name
        self.title = title
        self.concepts = concepts
        self.isHistoric = isHistoric
        properties = [:]
    }
}
