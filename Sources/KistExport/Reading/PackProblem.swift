public import KistModel

/// What is wrong with a pack, and where.
public struct PackProblem: Hashable, Sendable {
    public enum Code: String, Sendable {
        case notAPack = "not-a-pack"
        case badDeclaration = "bad-declaration"
        case badManifest = "bad-manifest"
        case badInfo = "bad-info"
        case unsafePath = "unsafe-path"
        case duplicate
        case missing
        /// In the container but in no manifest.
        case extra
        case changed
        case unreadable
        case tooLarge = "too-large"
        case badRecord = "bad-record"
        case wrongVersion = "wrong-version"
        case missingFile = "missing-file"
        case unsupported
    }

    public var code: Code
    public var message: String
    public var path: String?

    public init(_ code: Code, _ message: String, path: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
    }

    /// `{"code", "message", "path"}`.
    public var json: JSONValue {
        var object: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
        if let path { object["path"] = .string(path) }
        return .object(object)
    }
}
