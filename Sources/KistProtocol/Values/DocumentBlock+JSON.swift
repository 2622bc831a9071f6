public import KistModel

// Every text of every document becomes JSON data on its way into a record: these are the same values as `write` gives,
// without being written and read on the way.

extension DocumentBlock {
    public var json: JSONValue {
        var object = JSONObject()
        object.reserveCapacity(6)
        object["kind"] = .string(kind.rawValue)
        if part != .body { object["part"] = .string(part.rawValue) }
        if level != 0 { object["level"] = .int(level) }
        if ordered { object["ordered"] = .bool(true) }
        if let style { object["style"] = .string(style) }
        if !text.isEmpty { object["text"] = .string(text) }
        if let language { object["language"] = .string(language) }
        if !runs.isEmpty { object["runs"] = .array(runs.map { Self.span($0.start, $0.end, $0.language) }) }
        if !links.isEmpty { object["links"] = .array(links.map { Self.span($0.start, $0.end, $0.target) }) }
        if !bold.isEmpty { object["bold"] = .array(bold.map { Self.span($0.start, $0.end, nil) }) }
        if !rows.isEmpty { object["rows"] = .array(rows.map { .array($0.map(\.json)) }) }
        if let author { object["author"] = .string(author) }
        if let date { object["date"] = .string(date) }
        if !place.isEmpty { object["place"] = .string(place) }
        if continues { object["continues"] = .bool(true) }
        return .object(object)
    }

    fileprivate static func span(_ start: Int, _ end: Int, _ words: String?) -> JSONValue {
        var items: [JSONValue] = [.int(start), .int(end)]
        if let words { items.append(.string(words)) }
        return .array(items)
    }
}

extension TableCell {
    public var json: JSONValue {
        if columns == 1, rows == 1, !isHeader, language == nil, links.isEmpty, bold.isEmpty { return .string(text) }
        var object: JSONObject = ["text": .string(text)]
        if columns != 1 { object["columns"] = .int(columns) }
        if rows != 1 { object["rows"] = .int(rows) }
        if isHeader { object["header"] = .bool(true) }
        if let language { object["language"] = .string(language) }
        if !links.isEmpty {
            object["links"] = .array(links.map { DocumentBlock.span($0.start, $0.end, $0.target) })
        }
        if !bold.isEmpty { object["bold"] = .array(bold.map { DocumentBlock.span($0.start, $0.end, nil) }) }
        return .object(object)
    }
}
