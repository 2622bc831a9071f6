/// One record's mention of another, as a field's value: `{"ref": id}` once it is known which record is meant, and always
/// `"as"`, the words by which the source named it (an id, a DOI, a citation, an exact title).
public struct RecordReference: Hashable, Sendable {
    public var id: RecordID?
    public var words: String?
    /// Members beside `ref` and `as` (a role, a note), kept.
    public var rest: JSONObject

    public init(id: RecordID? = nil, words: String? = nil, rest: JSONObject = JSONObject()) {
        self.id = id
        self.words = words
        self.rest = rest
    }

    public init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self.init(id: nil, words: text)
        case .object(var object):
            let id = object["ref"]?.string.flatMap { RecordID($0) }
            let words = object["as"]?.string
            guard id != nil || words != nil else { return nil }
            object["ref"] = nil
            object["as"] = nil
            self.init(id: id, words: words, rest: object)
        default: return nil
        }
    }

    public var json: JSONValue {
        var object = JSONObject()
        if let id { object["ref"] = .string(id.text) }
        if let words { object["as"] = .string(words) }
        for member in rest.members { object[member.name] = member.value }
        return .object(object)
    }
}
