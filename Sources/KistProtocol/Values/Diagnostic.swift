public import KistModel

/// Something that a person should know about how a file was read. Shape on the pipe:
///
/// ```json
/// {"severity": "warning", "code": "zip-entry-crc", "message": "The checksum of … is wrong.", "place": "entry 3"}
/// ```
public struct Diagnostic: WireValue {
    public enum Severity: String, Sendable, CaseIterable { case info, warning, error }

    public var severity: Severity
    /// Stable, in kebab-case: "zip-entry-crc", "limit-inflated".
    public var code: String
    /// Plain English: what it is and what can be done.
    public var message: String
    public var place: String?

    public init(_ severity: Severity, _ code: String, _ message: String, place: String? = nil) {
        self.severity = severity
        self.code = code
        self.message = message
        self.place = place
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("severity", severity.rawValue, &out)
        member.text("code", code, &out)
        member.text("message", message, &out)
        member.text("place", place, &out)
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        var lost = any(
            code.fit(ProtocolLimits.name), message.fit(ProtocolLimits.line), place.fit(ProtocolLimits.label))
        if code.isEmpty || !code.utf8.allSatisfy(Diagnostic.isCodeByte) {
            code = "other"
            lost = true
        }
        return lost
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "diagnostic")
        guard let severity = try member.word("severity", Severity.self) else {
            throw member.wrong("severity", "given")
        }
        let code = try member.neededText("code", limit: ProtocolLimits.name)
        guard !code.isEmpty, code.utf8.allSatisfy(Diagnostic.isCodeByte) else {
            throw member.wrong("code", "lower-case letters, digits and hyphens")
        }
        self.init(
            severity, code, try member.neededText("message", limit: ProtocolLimits.line),
            place: try member.text("place", limit: ProtocolLimits.label))
    }

    static func isCodeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
