internal import KistModel

/// What is written for a version: `{"fields": …, "files": […]}` with the fields in their own order, and its identity keys
/// as `[[scheme, value], …]`.
enum VersionContent {
    static func text(of record: KistRecord, files: [StoredFile]) -> String {
        let value: JSONValue = ["fields": .object(record.fields), "files": .array(files.map(\.json))]
        return value.compact
    }

    static func read(_ text: String, at place: String) throws -> (fields: JSONObject, files: [StoredFile]) {
        let value = try parse(text, at: place)
        guard let fields = value["fields"]?.object, let list = value["files"]?.array else { throw damaged(place) }
        let files = try list.map { item in
            guard let file = StoredFile(json: item) else { throw damaged(place) }
            return file
        }
        return (fields, files)
    }

    static func text(of keys: [IdentityKey]) -> String {
        JSONValue.array(keys.map { .strings([$0.scheme, $0.value]) }).compact
    }

    static func keys(_ text: String, at place: String) throws -> [IdentityKey] {
        try parse(text, at: place).items.map { pair in
            guard let parts = pair.array, parts.count == 2, let scheme = parts[0].string, let value = parts[1].string
            else { throw damaged(place) }
            return IdentityKey(scheme: scheme, value: value)
        }
    }

    static func provenance(_ text: String, at place: String) throws -> Provenance {
        guard let provenance = Provenance(json: try parse(text, at: place)) else { throw damaged(place) }
        return provenance
    }

    private static func parse(_ text: String, at place: String) throws -> JSONValue {
        do {
            return try JSONParser.parse(Array(text.utf8), maximumDepth: RecordWalk.parserDepth + 8)
        } catch {
            throw damaged(place)
        }
    }

    private static func damaged(_ place: String) -> CatalogueError {
        CatalogueError(.damaged, "the content of a version cannot be read: run “kist check”", place: place)
    }
}
