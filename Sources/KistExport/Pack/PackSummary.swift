public import KistModel

/// What was written, and what was not.
public struct PackSummary: Hashable, Sendable {
    /// Records in the pack, links and tombstones not counted.
    public var records: Int
    public var links: Int
    public var tombstones: Int
    public var held: [HeldItem]
    /// Size of the file.
    public var bytes: Int64
    /// SHA-256 of the bag's tag manifest, which covers every other byte of the pack.
    public var identity: String
    /// SHA-256 over records and files alone: equal for equal content, whichever collection wrote it.
    public var contentIdentity: String

    /// `{"schema", "records", "links", "tombstones", "bytes", "identity", "contentIdentity", "held": [{"id", "title", "reason", "command"}]}`.
    public var json: JSONValue {
        [
            "schema": 1, "records": .int(records), "links": .int(links), "tombstones": .int(tombstones),
            "bytes": .number(String(bytes)),
            "identity": .string(identity), "contentIdentity": .string(contentIdentity),
            "held": .array(held.map(\.json)),
        ]
    }
}

/// A record that stays behind: why, and what would let it go. A record with several reasons is listed once for each.
public struct HeldItem: Hashable, Sendable {
    public var id: RecordID
    public var title: String
    public var reason: String
    /// The command that frees it; nil when none can.
    public var command: String?

    public init(id: RecordID, title: String, reason: String, command: String?) {
        self.id = id
        self.title = title
        self.reason = reason
        self.command = command
    }

    var json: JSONValue {
        var object: JSONObject = ["id": .string(id.text), "title": .string(title), "reason": .string(reason)]
        if let command { object["command"] = .string(command) }
        return .object(object)
    }
}
