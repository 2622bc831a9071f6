import KistModel

/// A link that a document states by a label: “Tries: Hinge questions”.
public struct RelationMention: Hashable, Sendable {
    /// The relation's id in its forward form, for example `evidence-relation:tries`.
    public var relation: String
    /// The other record as it was named: an id, a DOI, a citation or a title.
    public var words: String
    /// True when the document is what the relation points to: “Tried in: …”.
    public var isInverse: Bool
    public var quote: String?
    /// Where the quotation stands in the source.
    public var locator: String?
    /// Ids of terms.
    public var direction: String?
    public var strength: String?
    public var note: String?
    public var place: String
}
