import KistModel

/// Makes a study out of a bibliographic entry: the entry is kept whole as CSL-JSON, and what Kist itself shows and searches
/// (title, people, date, identifiers, abstract, keywords) is set beside it.
struct BibliographicMapper {
    let schema: TypeSchema

    /// Fields of a study for `csl`, with the source's own fields that CSL has no name for under the role `extra`.
    func fields(csl: JSONObject, unknown: JSONObject) -> JSONObject {
        var writer = FieldWriter(schema)
        let language = Self.language(csl["language"]?.string)
        writer.fill(role: "title", text: csl["title"]?.string ?? csl["title-short"]?.string, language: language)
        writer.fill(role: "agents", values: Self.agents(csl))
        writer.fill(role: "date", text: Self.date(csl["issued"]))
        writer.fill(role: "identifiers", values: Self.identifiers(csl))
        writer.fill(role: "language", text: language)
        writer.fill(role: "summary", text: csl["abstract"]?.string, language: language)
        writer.fill(role: "keywords", values: Self.keywords(csl, language: language))
        writer.set(role: "csl", .object(csl))
        if !unknown.isEmpty { writer.set(role: "extra", .object(unknown)) }
        return writer.fields
    }

    /// A language tag from what people write in bibliographies; English unless another is named.
    static func language(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "en" }
        let key = Folding.key(text)
        let named = [
            "english": "en", "gaelic": "gd", "gaidhlig": "gd", "scottish gaelic": "gd", "scots": "sco", "german": "de",
            "french": "fr", "spanish": "es", "eng": "en", "gla": "gd", "ger": "de", "deu": "de", "fre": "fr",
            "fra": "fr",
        ]
        if let tag = named[key] { return tag }
        let primary = text.prefix { $0.isASCII && $0.isLetter }.lowercased()
        return (2...3).contains(primary.count) ? primary : "en"
    }

    /// People and organisations, authors first.
    static func agents(_ csl: JSONObject) -> [JSONValue] {
        var agents: [JSONValue] = []
        for (member, role) in [("author", "role:author"), ("editor", "role:editor"), ("translator", "role:translator")]
        {
            for name in csl[member]?.items ?? [] {
                guard let text = CSLName(name)?.display else { continue }
                agents.append(["name": .string(text), "role": .string(role)])
            }
        }
        return agents
    }

    /// `2007-03-15` from CSL's date parts, or the year out of a literal date.
    static func date(_ value: JSONValue?) -> String? {
        guard let value else { return nil }
        if let parts = value["date-parts"]?.items.first?.items, let year = parts.first.flatMap(whole) {
            var text = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
            guard parts.count > 1, let month = whole(parts[1]), (1...12).contains(month) else { return text }
            text += month < 10 ? "-0\(month)" : "-\(month)"
            guard parts.count > 2, let day = whole(parts[2]), (1...31).contains(day) else { return text }
            return text + (day < 10 ? "-0\(day)" : "-\(day)")
        }
        let literal = value["raw"]?.string ?? value["literal"]?.string ?? value.string ?? ""
        return literal.split { !$0.isNumber }.first { $0.count == 4 }.map(String.init)
    }

    private static func whole(_ value: JSONValue) -> Int? { value.int ?? value.string.flatMap { Int($0) } }

    /// All identifiers of the work, each once: an ISBN of ten digits is that of thirteen, a field may name several.
    static func identifiers(_ csl: JSONObject) -> [JSONValue] {
        var list: [Identifier] = []
        func add(_ scheme: String, _ text: some StringProtocol) {
            guard let identifier = Identifier(scheme: scheme, String(text)), !list.contains(identifier) else { return }
            list.append(identifier)
        }
        for (member, scheme) in [
            ("DOI", "doi"), ("ISBN", "isbn"), ("ISSN", "issn"), ("PMID", "pmid"), ("PMCID", "pmcid"), ("URL", "url"),
        ] {
            for text in (csl[member]?.items ?? []).compactMap(\.string) {
                let before = list.count
                add(scheme, scheme == "pmcid" ? pmcid(text) : text)
                guard list.count == before, scheme == "isbn" || scheme == "issn" else { continue }
                for part in text.split(whereSeparator: { " ,;()".contains($0) }) { add(scheme, part) }
            }
        }
        if let number = arXiv(csl) { add("arxiv", number) }
        return list.map(\.json)
    }

    private static func pmcid(_ text: String) -> String {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        return digits.isEmpty ? text : "PMC\(digits)"
    }

    /// The number of a preprint, without its version: from its archive, its address or its DOI.
    private static func arXiv(_ csl: JSONObject) -> String? {
        var text: Substring?
        if Folding.key(csl["archive"]?.string ?? "") == "arxiv" { text = csl["archive_location"]?.string?[...] }
        let marks = [
            ("DOI", "10.48550/arxiv."), ("URL", "arxiv.org/abs/"), ("URL", "arxiv.org/pdf/"), ("number", "arxiv:"),
        ]
        for (member, mark) in marks where text == nil {
            guard let lower = csl[member]?.string?.lowercased(), let range = lower.firstRange(of: mark) else {
                continue
            }
            text = lower[range.upperBound...]
        }
        guard var number = text?.lowercased().split(separator: ":").last, number.utf8.count <= 40 else { return nil }
        if number.hasSuffix(".pdf") { number = number.dropLast(4) }
        let version = number.reversed().prefix { $0.isNumber }.count
        if version > 0, number.dropLast(version).last == "v" { number = number.dropLast(version + 1) }
        return number.contains(where: \.isNumber) ? String(number) : nil
    }

    private static func keywords(_ csl: JSONObject, language: String) -> [JSONValue] {
        (csl["keyword"]?.items ?? []).compactMap(\.string)
            .flatMap { $0.split { $0 == ";" || $0 == "," || $0 == "\n" } }
            .map { $0.trimmed }.filter { !$0.isEmpty }
            .map { [language: .string($0)] as JSONObject }.map(JSONValue.object)
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
