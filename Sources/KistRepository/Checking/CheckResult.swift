public import KistModel

/// What checking a collection found.
public struct CheckResult: Sendable {
    public struct Problem: Hashable, Sendable {
        public var code: String
        public var message: String
        public var place: String?
    }

    public var records = 0
    public var files = 0
    /// Records in the index.
    public var indexed = 0
    public var problems: [Problem] = []
    /// What is no damage but worth knowing.
    public var notes: [String] = []

    public var ok: Bool { problems.isEmpty }

    /// The shape that programs may rely on (DESIGN: `check`).
    public var json: JSONValue {
        [
            "schema": 1, "ok": .bool(ok), "records": .int(records), "files": .int(files), "index": .int(indexed),
            "problems": .array(
                problems.map {
                    [
                        "code": .string($0.code), "message": .string($0.message),
                        "place": $0.place.map { .string($0) } ?? .null,
                    ]
                }), "notes": .strings(notes),
        ]
    }
}
