public import KistModel

/// One entry of a list of references. Shape on the pipe:
///
/// ```json
/// {"csl": {"type": "article-journal", "title": "…"}, "unknown": {"mytag": ["…"]}, "key": "Black1998",
///  "entryType": "article", "place": "line 42"}
/// ```
public struct BibliographicEntry: WireValue {
    /// The entry as a CSL-JSON item.
    public var csl: JSONObject
    /// Tags and fields that have no place in CSL-JSON: name → list of texts.
    public var unknown: JSONObject
    /// The citation key or the source's id.
    public var key: String?
    /// The source's own word for the kind of entry: "article", "JOUR".
    public var entryType: String?
    /// For people: "line 42", "record 7".
    public var place: String

    public init(
        csl: JSONObject, unknown: JSONObject = JSONObject(), key: String? = nil, entryType: String? = nil,
        place: String = ""
    ) {
        self.csl = csl
        self.unknown = unknown
        self.key = key
        self.entryType = entryType
        self.place = place
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.name("csl", &out)
        JSONWriter.write(.object(csl), sorted: false, to: &out)
        member.object("unknown", unknown, &out)
        member.text("key", key, &out)
        member.text("entryType", entryType, &out)
        if !place.isEmpty { member.text("place", place, &out) }
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        any(
            csl.fit { $0 },
            unknown.fit { value in value.array?.allSatisfy { $0.string != nil } == true ? value : nil },
            key.fit(ProtocolLimits.label), entryType.fit(ProtocolLimits.name), place.fit(ProtocolLimits.label))
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "entry")
        guard member["csl"] != nil else { throw member.wrong("csl", "given") }
        let unknown = try member.members("unknown")
        for (_, value) in unknown.members {
            guard let texts = value.array, texts.allSatisfy({ $0.string != nil }) else {
                throw member.wrong("unknown", "names and lists of texts")
            }
        }
        self.init(
            csl: try member.members("csl"),
            unknown: unknown,
            key: try member.text("key", limit: ProtocolLimits.label),
            entryType: try member.text("entryType", limit: ProtocolLimits.name),
            place: try member.text("place", limit: ProtocolLimits.label) ?? "")
    }
}
