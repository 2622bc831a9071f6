public import KistModel

/// Why a file could not be read at all: the answer of a job that ends badly. Shape on the pipe:
///
/// ```json
/// {"code": "encrypted", "message": "The document is protected by a password.", "place": "word/document.xml"}
/// ```
public struct PluginError: Error, WireValue, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        case encrypted, damaged, unsupported, limit, empty
        case notThisFormat = "not-this-format"
        /// The plugin's own fault.
        case `internal`
    }

    public var code: Code
    /// Plain English: what happened and what can be done.
    public var message: String
    public var place: String?

    public init(_ code: Code, _ message: String, place: String? = nil) {
        self.code = code
        self.message = message
        self.place = place
    }

    public var description: String { place.map { "\(message) (\($0))" } ?? message }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("code", code.rawValue, &out)
        member.text("message", message, &out)
        member.text("place", place, &out)
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        any(message.fit(ProtocolLimits.line), place.fit(ProtocolLimits.label))
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "failure")
        guard let code = try member.word("code", Code.self) else { throw member.wrong("code", "given") }
        self.init(
            code, try member.neededText("message", limit: ProtocolLimits.line),
            place: try member.text("place", limit: ProtocolLimits.label))
    }
}
