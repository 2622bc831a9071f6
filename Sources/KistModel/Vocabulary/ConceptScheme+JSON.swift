/// The compact form in which vocabularies are kept ready beside an index, so that start-up reads no Turtle.
extension ConceptScheme {
    public var json: JSONValue {
        [
            "name": .string(name), "title": Self.encode(title), "historic": .bool(isHistoric),
            "properties": Self.encode(properties), "concepts": .array(concepts.map(\.json)),
        ]
    }

    /// Nil when `json` has not the shape that ``json`` gives.
    public init?(json: JSONValue) {
        guard let name = json["name"]?.string, let concepts = json["concepts"]?.array else { return nil }
        self.init(name: name, title: Self.texts(json["title"]), isHistoric: json["historic"]?.bool ?? false)
        properties = Self.lists(json["properties"])
        for (order, value) in concepts.enumerated() {
            guard let concept = Concept(json: value, scheme: name, order: order) else { return nil }
            self.concepts.append(concept)
        }
    }

    static func encode(_ texts: [String: String]) -> JSONValue {
        .object(JSONObject(texts.keys.sorted().map { ($0, .string(texts[$0] ?? "")) }))
    }

    static func encode(_ lists: [String: [String]]) -> JSONValue {
        .object(JSONObject(lists.keys.sorted().map { ($0, .strings(lists[$0] ?? [])) }))
    }

    static func texts(_ value: JSONValue?) -> [String: String] {
        var result: [String: String] = [:]
        for member in value?.object?.members ?? [] { result[member.name] = member.value.string }
        return result
    }

    static func lists(_ value: JSONValue?) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for member in value?.object?.members ?? [] { result[member.name] = member.value.items.compactMap(\.string) }
        return result
    }
}

extension Concept {
    var json: JSONValue {
        var object = JSONObject([("id", .string(id)), ("labels", ConceptScheme.encode(labels))])
        func texts(_ name: String, _ list: [LanguageText]) {
            if !list.isEmpty { object[name] = .array(list.map { [.string($0.text), .string($0.language)] }) }
        }
        func strings(_ name: String, _ list: [String]) { if !list.isEmpty { object[name] = .strings(list) } }
        texts("alt", altLabels)
        texts("hidden", hiddenLabels)
        texts("notes", editorialNotes)
        strings("notations", notations)
        strings("broader", broader)
        strings("narrower", narrower)
        strings("related", related)
        strings("matches", matches)
        strings("broadMatches", broadMatches)
        strings("replacedBy", replacedBy)
        if let inverse { object["inverse"] = .string(inverse) }
        if !properties.isEmpty { object["properties"] = ConceptScheme.encode(properties) }
        return .object(object)
    }

    init?(json: JSONValue, scheme: String, order: Int) {
        guard let id = json["id"]?.string else { return nil }
        self.init(id: id, scheme: scheme, order: order)
        labels = ConceptScheme.texts(json["labels"])
        func texts(_ name: String) -> [LanguageText] {
            (json[name]?.array ?? []).compactMap { pair in
                guard let items = pair.array, items.count == 2, let text = items[0].string,
                    let language = items[1].string
                else { return nil }
                return LanguageText(text, language)
            }
        }
        func strings(_ name: String) -> [String] { (json[name]?.items ?? []).compactMap(\.string) }
        altLabels = texts("alt")
        hiddenLabels = texts("hidden")
        editorialNotes = texts("notes")
        notations = strings("notations")
        broader = strings("broader")
        narrower = strings("narrower")
        related = strings("related")
        matches = strings("matches")
        broadMatches = strings("broadMatches")
        replacedBy = strings("replacedBy")
        inverse = json["inverse"]?.string
        properties = ConceptScheme.lists(json["properties"])
    }
}
