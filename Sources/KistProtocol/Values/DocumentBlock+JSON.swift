public import KistModel

// Every text of every document becomes JSON data on its way into a record: these are the same values as `write` gives,
// without being written and read on the way.

extension DocumentBlock {
    public var json: JSONValue {
        var names = NameLists()
        return json(&names)
    }

    /// Blocks as JSON; those that have the same members share the list of their names.
    public static func json(of blocks: [DocumentBlock]) -> [JSONValue] {
        var names = NameLists()
        return blocks.map { $0.json(&names) }
    }

    private func json(_ lists: inout NameLists) -> JSONValue {
        var values: [JSONValue] = []
        values.reserveCapacity(6)
        var members = 0
        func add(_ member: Int, _ value: JSONValue) {
            members |= 1 << member
            values.append(value)
        }
        add(0, .string(kind.rawValue))
        if part != .body { add(1, .string(part.rawValue)) }
        if level != 0 { add(2, .int(level)) }
        if ordered { add(3, .bool(true)) }
        if let style { add(4, .string(style)) }
        if !text.isEmpty { add(5, .string(text)) }
        if let language { add(6, .string(language)) }
        if !runs.isEmpty { add(7, .array(runs.map { Self.span($0.start, $0.end, $0.language) })) }
        if !links.isEmpty { add(8, .array(links.map { Self.span($0.start, $0.end, $0.target) })) }
        if !bold.isEmpty { add(9, .array(bold.map { Self.span($0.start, $0.end, nil) })) }
        if !rows.isEmpty { add(10, .array(rows.map { .array($0.map(\.json)) })) }
        if let author { add(11, .string(author)) }
        if let date { add(12, .string(date)) }
        if !place.isEmpty { add(13, .string(place)) }
        if continues { add(14, .bool(true)) }
        return .object(JSONObject(uniqueNames: lists.names(of: members), values: values))
    }

    /// The names of members that blocks have had, by which of them they were.
    private struct NameLists {
        private var lists: [Int: [String]] = [:]
        private var last = (members: 0, names: [String]())

        private static let all = [
            "kind", "part", "level", "ordered", "style", "text", "language", "runs", "links", "bold", "rows", "author",
            "date", "place", "continues",
        ]

        /// - Parameter members: a bit for each place in `all`.
        mutating func names(of members: Int) -> [String] {
            if last.members == members { return last.names }
            let names = lists[members] ?? Self.all.indices.filter { members & (1 << $0) != 0 }.map { Self.all[$0] }
            lists[members] = names
            last = (members, names)
            return names
        }
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
