import KistModel

/// The name of a version: the SHA-256 of its canonical form, as the catalogue makes it.
enum VersionDigest {
    /// `{"fields": …, "files": […], "id": …, "parents": […], "type": …}`, canonical; parents and files in their given order.
    static func name(of record: KistRecord, files: [JSONValue], parents: [String]) -> String {
        let form: JSONValue = [
            "fields": .object(record.fields), "files": .array(files), "id": .string(record.id.text),
            "parents": .strings(parents), "type": .string(record.type),
        ]
        return ContentHash.hex(of: form.canonical)
    }
}
