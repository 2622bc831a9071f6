public import KistModel

/// A file of a record: bytes in the store, and what the record calls them.
public struct StoredFile: Hashable, Sendable {
    public var hash: ContentHash
    public var byteCount: Int
    /// The file's name as the source gave it; nothing is ever opened by it.
    public var name: String
    public var mediaType: String?
    /// What the file is to the record, for example `original`.
    public var role: String?

    public init(hash: ContentHash, byteCount: Int, name: String, mediaType: String? = nil, role: String? = nil) {
        self.hash = hash
        self.byteCount = byteCount
        self.name = name
        self.mediaType = mediaType
        self.role = role
    }

    /// `{"sha256", "bytes", "name"}`, and `mediaType` and `role` where there is one.
    public var json: JSONValue {
        var object: JSONObject = [
            "sha256": .string(hash.hex), "bytes": .int(byteCount), "name": .string(name),
        ]
        if let mediaType { object["mediaType"] = .string(mediaType) }
        if let role { object["role"] = .string(role) }
        return .object(object)
    }

    /// Nil when `json` has not the shape that ``json`` gives.
    public init?(json: JSONValue) {
        guard let hash = json["sha256"]?.string.flatMap({ ContentHash(hex: $0) }), let bytes = json["bytes"]?.int,
            bytes >= 0, let name = json["name"]?.string
        else { return nil }
        self.init(
            hash: hash, byteCount: bytes, name: name, mediaType: json["mediaType"]?.string, role: json["role"]?.string)
    }
}
