public import KistCatalogue
public import KistModel

/// One record as it is shown: itself, its files, its links both ways, where it came from, and what it still lacks.
public struct RecordView: Sendable {
    public var record: KistRecord
    public var number: Int
    public var version: VersionName
    public var state: RecordState
    public var files: [StoredFile]
    public var provenance: Provenance
    public var tombstone: Tombstone?
    public var links: [LinkLine]
    /// Labels of fields that it needs before it can be shared.
    public var missing: [String]
    /// Which plugin read it and what was left out, in words.
    public var readBy: String?
    let linkRecords: (out: [KistRecord], into: [KistRecord])

    /// A link as one line: how, and what is at the other end.
    public struct LinkLine: Hashable, Sendable {
        public var label: String
        public var title: String
        /// The beginning of the other record's id; nil when it is not in the collection.
        public var id: String?
    }

    /// The shape that programs may rely on (DESIGN: `show`).
    public var json: JSONValue {
        var object: JSONObject = [
            "id": .string(record.id.text), "type": .string(record.type), "version": .string(version.hex),
            "number": .int(number),
            "state": .string(state.rawValue), "fields": .object(record.fields), "files": .array(files.map(\.json)),
            "provenance": provenance.json, "missing": .strings(missing),
        ]
        if let tombstone {
            object["withdrawn"] = [
                "reason": .string(tombstone.reason), "date": .string(tombstone.date),
                "replacement": tombstone.replacement.map { .string($0.text) } ?? .null,
            ]
        }
        return .object([
            "schema": 1, "record": .object(object),
            "links": ["out": .array(linkRecords.out.map(\.json)), "in": .array(linkRecords.into.map(\.json))],
        ])
    }
}

/// One version in a record's history.
public struct RecordVersionLine: Hashable, Sendable {
    public var number: Int
    public var name: VersionName
    public var date: String
    public var what: String
    public var batch: Int

    public var json: JSONValue {
        [
            "number": .int(number), "version": .string(name.hex), "date": .string(date), "what": .string(what),
            "batch": .int(batch),
        ]
    }
}

/// A field and its value in words.
public struct FieldRow: Hashable, Sendable {
    public var field: String
    public var label: String
    public var value: String
}
