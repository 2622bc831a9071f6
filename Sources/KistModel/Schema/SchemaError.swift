/// Why schema files do not make a schema, where, and what was probably meant.
public struct SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case notJSON = "schema-json"
        case unknownMember = "schema-unknown-member"
        case missingMember = "schema-missing-member"
        case wrongValue = "schema-wrong-value"
        case conflict = "schema-conflict"
        case unknownName = "schema-unknown-name"
    }

    public var code: Code
    /// What is wrong and what to do, in plain English.
    public var message: String
    public var file: String
    /// The way to the member, for example `fields[3].kind`.
    public var path: String

    public init(_ code: Code, _ message: String, file: String, path: String = "") {
        self.code = code
        self.message = message
        self.file = file
        self.path = path
    }

    public var description: String { path.isEmpty ? "\(file): \(message)" : "\(file), \(path): \(message)" }
}
