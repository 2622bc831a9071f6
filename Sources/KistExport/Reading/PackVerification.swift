public import KistModel

/// The outcome of checking a pack.
public struct PackVerification: Sendable {
    /// In the order in which they were found, at most ``PackVerifier/maximumProblems``.
    public var problems: [PackProblem]
    /// Records, links and tombstones that were read.
    public var records: Int
    /// SHA-256 of the tag manifest; nil when there is none.
    public var identity: String?

    public var ok: Bool { problems.isEmpty }

    /// `{"schema", "ok", "records", "identity", "problems": [{"code", "message", "path"}]}`.
    public var json: JSONValue {
        var object: JSONObject = [
            "schema": 1, "ok": .bool(ok), "records": .int(records), "problems": .array(problems.map(\.json)),
        ]
        if let identity { object["identity"] = .string(identity) }
        return .object(object)
    }
}
