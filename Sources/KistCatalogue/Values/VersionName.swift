public import KistModel

/// The name of one version of a record: the SHA-256 of its canonical form. As the form holds the names of the versions
/// that it was made from, two hubs' edits of one record never get the same name by accident.
public struct VersionName: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let hash: ContentHash

    public init(_ hash: ContentHash) { self.hash = hash }

    /// Nil unless `hex` is 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard let hash = ContentHash(hex: hex) else { return nil }
        self.hash = hash
    }

    /// The name that a version with this content has.
    public init(of record: KistRecord, files: [StoredFile], parents: [VersionName]) {
        hash = ContentHash(of: Self.canonicalForm(of: record, files: files, parents: parents))
    }

    /// `{"fields": …, "files": […], "id": …, "parents": […], "type": …}`, canonical; parents in their given order.
    public static func canonicalForm(of record: KistRecord, files: [StoredFile], parents: [VersionName]) -> [UInt8] {
        let form: JSONValue = [
            "fields": .object(record.fields),
            "files": .array(files.map(\.json)),
            "id": .string(record.id.text),
            "parents": .strings(parents.map(\.hash.hex)),
            "type": .string(record.type),
        ]
        return form.canonical
    }

    public var hex: String { hash.hex }
    public var description: String { hash.hex }

    public static func < (a: VersionName, b: VersionName) -> Bool { a.hash < b.hash }
}
