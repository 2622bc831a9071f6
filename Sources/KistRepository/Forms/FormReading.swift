public import KistModel
public import KistProtocol

/// What a document was found to say: the fields of a record, its links to others, and the text that is left.
public struct FormReading: Sendable {
    /// A label that filled a field.
    public struct Recognised: Hashable, Sendable {
        public var label: String
        /// The field's name, or the relation's id.
        public var field: String
        public var place: String
    }

    /// A label or value that means nothing for the type; it stays in the text.
    public struct Unrecognised: Hashable, Sendable {
        public var label: String
        public var value: String
        public var place: String
        /// The nearest label, or for a value that is no term the nearest term.
        public var nearest: String?
    }

    /// The name of a type.
    public var type: String
    /// True when the document, its properties or the request name the type, or when labels were recognised.
    public var isForm: Bool
    /// The id that the document gives itself.
    public var declaredID: RecordID?
    public var fields: JSONObject
    public var relations: [RelationMention]
    /// The document's list of references, each also a value of the field with the role `studies` where the type has one.
    public var references: [ReferenceMention]
    public var recognised: [Recognised]
    public var unrecognised: [Unrecognised]
    public var warnings: [Diagnostic]
    /// The document's text without what became fields, with the languages that were recognised.
    public var textBlocks: [DocumentBlock]
}
