public import Foundation
import KistModel

/// A file of a record: what the record calls it, and where its bytes lie.
public struct ExportFile: Hashable, Sendable {
    public var sha256: String
    public var name: String
    public var mediaType: String?
    public var role: String?
    public var byteCount: Int64
    /// Where the bytes can be read.
    public var path: URL

    public init(
        sha256: String, name: String, mediaType: String? = nil, role: String? = nil, byteCount: Int64, path: URL
    ) {
        self.sha256 = sha256
        self.name = name
        self.mediaType = mediaType
        self.role = role
        self.byteCount = byteCount
        self.path = path
    }

    /// `{"sha256", "bytes", "name"}`, and `mediaType` and `role` where there is one: as a version's name counts it.
    var json: JSONValue {
        var object: JSONObject = [
            "sha256": .string(sha256), "bytes": .number(String(byteCount)), "name": .string(name),
        ]
        if let mediaType { object["mediaType"] = .string(mediaType) }
        if let role { object["role"] = .string(role) }
        return .object(object)
    }
}
