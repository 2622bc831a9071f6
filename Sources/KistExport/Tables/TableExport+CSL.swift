import KistModel

extension TableExport {
    /// CSL-JSON, as Zotero and pandoc read it: of studies the entry as it was kept, of other records one made of their fields.
    public func cslJSON(_ records: [ExportRecord]) -> [UInt8] {
        let items = listed(records).map { record -> JSONValue in
            var item = facts.value("csl", record)?.object ?? Self.item(work(record))
            // An id of the source's own may occur twice in one list; the record's cannot.
            item["id"] = .string(record.id.text)
            if item["type"] == nil { item["type"] = "document" }
            return Self.sorted(.object(item))
        }
        return Array(JSONValue.array(items).pretty.utf8)
    }

    private static func item(_ work: CitedWork) -> JSONObject {
        var item: JSONObject = ["type": "document"]
        func add(_ name: String, _ value: String?) { if let value, !value.isEmpty { item[name] = .string(value) } }
        add("title", work.title)
        if !work.authors.isEmpty {
            item["author"] = .array(
                work.authors.map { name in
                    var object = JSONObject()
                    for (member, value) in [
                        ("family", name.family), ("given", name.given), ("suffix", name.suffix),
                        ("literal", name.literal),
                    ]
                    where !value.isEmpty { object[member] = .string(value) }
                    return .object(object)
                })
        }
        if let year = work.year.flatMap({ Int($0) }) {
            var parts: [JSONValue] = [.int(year)]
            if let month = work.month { parts.append(.int(month)) }
            if let day = work.day, work.month != nil { parts.append(.int(day)) }
            item["issued"] = ["date-parts": [.array(parts)]]
        }
        add("genre", work.recordKind)
        add("publisher", work.publisher)
        add("abstract", work.abstract)
        add("DOI", work.doi)
        add("URL", work.url)
        add("language", work.language)
        add("keyword", work.keywords.joined(separator: ", "))
        add("archive_location", work.recordID)
        return item
    }

    /// Members in the order of their names, at every depth.
    static func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let items): return .array(items.map(sorted))
        case .object(let object):
            let names = object.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return .object(JSONObject(names.compactMap { name in object[name].map { (name, sorted($0)) } }))
        default: return value
        }
    }
}
