import KistModel

/// A record as packs and JSON lists write it.
///
/// ```json
/// {"id": "…", "type": "strategy", "state": "current", "version": "…", "parents": [], "number": 2,
///  "provenance": {…}, "files": [{"sha256": "…", "bytes": 12, "name": "a.docx"}], "fields": {…}}
/// {"id": "…", "type": "strategy", "state": "withdrawn", "reason": "…", "date": "…", "replacement": "…"}
/// ```
///
/// Fields that the schema calls private are left out and named in `withheld`. What is then written is a version of its own,
/// made from the original: its name, like any, is the digest of what it holds.
struct RecordDocument {
    var json: JSONValue
    /// The record as it is written: without private fields.
    var record: KistRecord

    init(_ export: ExportRecord, schemas: SchemaSet) {
        record = export.record
        var object: JSONObject = ["id": .string(export.id.text), "type": .string(export.record.type)]
        switch export.state {
        case .current: object["state"] = "current"
        case .withdrawn(let reason, let date, let replacement):
            object["state"] = "withdrawn"
            object["reason"] = .string(reason)
            object["date"] = .string(date)
            if let replacement { object["replacement"] = .string(replacement.text) }
        case .erased(let reason, let date):
            object["state"] = "erased"
            object["reason"] = .string(reason)
            object["date"] = .string(date)
        }
        guard export.state == .current else {
            record.fields = [:]
            json = .object(object)
            return
        }
        let withheld = RecordDocument.strip(&record.fields, schemas[record.type]?.fields ?? [], path: "")
        let files = export.files.map(\.json)
        object["parents"] = .strings(export.parents)
        object["version"] = .string(export.version)
        if !withheld.isEmpty {
            object["withheld"] = .strings(withheld)
            object["parents"] = .strings([export.version])
            object["version"] = .string(VersionDigest.name(of: record, files: files, parents: [export.version]))
        }
        object["number"] = .int(export.number)
        object["provenance"] = export.provenance
        object["files"] = .array(files)
        object["fields"] = .object(record.fields)
        json = .object(object)
    }

    /// Takes private members out, at any depth; gives their paths.
    private static func strip(_ object: inout JSONObject, _ fields: [FieldSchema], path: String) -> [String] {
        var gone: [String] = []
        for field in fields {
            guard let value = object[field.name] else { continue }
            let place = path.isEmpty ? field.name : "\(path).\(field.name)"
            if field.isPrivate {
                object[field.name] = nil
                gone.append(place)
            } else if field.kind == .object, !field.fields.isEmpty {
                var isChanged = false
                func stripped(_ item: JSONValue) -> JSONValue {
                    guard case .object(var inner) = item else { return item }
                    let found = strip(&inner, field.fields, path: place)
                    guard !found.isEmpty else { return item }
                    gone += found.filter { !gone.contains($0) }
                    isChanged = true
                    return .object(inner)
                }
                let result: JSONValue =
                    if case .array(let items) = value { .array(items.map(stripped)) } else { stripped(value) }
                if isChanged { object[field.name] = result }
            }
        }
        return gone
    }
}
