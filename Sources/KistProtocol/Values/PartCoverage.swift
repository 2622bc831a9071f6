public import KistModel

/// What became of one part or feature of a file. Shape on the pipe:
///
/// ```json
/// {"name": "charts", "status": "left-out", "why": "Text in charts is not read.", "count": 2}
/// ```
public struct PartCoverage: WireValue {
    public enum Status: String, Sendable, CaseIterable {
        case read
        case leftOut = "left-out"
        case failed
    }

    public var name: String
    public var status: Status
    public var why: String?
    /// How many there are.
    public var count: Int?

    public init(name: String, status: Status, why: String? = nil, count: Int? = nil) {
        self.name = name
        self.status = status
        self.why = why
        self.count = count
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.text("name", name, &out)
        member.text("status", status.rawValue, &out)
        member.text("why", why, &out)
        member.integer("count", count.map(Int64.init), &out)
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        any(
            name.fit(ProtocolLimits.label), why.fit(ProtocolLimits.line),
            count?.fit(0...Int(ProtocolLimits.fileSize)) ?? false)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "coverage part")
        guard let status = try member.word("status", Status.self) else { throw member.wrong("status", "given") }
        self.init(
            name: try member.neededText("name", limit: ProtocolLimits.label),
            status: status,
            why: try member.text("why", limit: ProtocolLimits.line),
            count: try member.size("count").map(Int.init))
    }
}
