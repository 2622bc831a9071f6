public import KistModel

/// How much of a file was read: the answer of a job that ends well. Shape on the pipe:
///
/// ```json
/// {"textRead": 10240, "parts": [{"name": "body", "status": "read"}], "share": 0.98}
/// ```
public struct Coverage: WireValue {
    /// Bytes of text that were given out (UTF-8).
    public var textRead: Int
    public var parts: [PartCoverage]
    /// The share of the text-bearing content that was read, 0…1, when it is known.
    public var share: Double?

    public init(textRead: Int = 0, parts: [PartCoverage] = [], share: Double? = nil) {
        self.textRead = textRead
        self.parts = parts
        self.share = share
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.integer("textRead", Int64(textRead), &out)
        member.list("parts", parts, &out) { $0.write(to: &$1) }
        if let share {
            member.name("share", &out)
            JSONWriter.write(.double(share), sorted: false, to: &out)
        }
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        var lost = textRead.fit(0...Int(ProtocolLimits.fileSize))
        if parts.count > ProtocolLimits.list {
            parts.removeSubrange(ProtocolLimits.list...)
            lost = true
        }
        for index in parts.indices where parts[index].fit() { lost = true }
        if let given = share, !(0...1).contains(given) {
            share = given > 1 ? 1 : given < 0 ? 0 : nil
            lost = true
        }
        return lost
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "coverage")
        var share: Double?
        if let value = member["share"] {
            guard let number = value.double, number >= 0, number <= 1 else { throw member.wrong("share", "0 to 1") }
            share = number
        }
        self.init(
            textRead: Int(try member.neededSize("textRead")),
            parts: try member.list("parts", limit: ProtocolLimits.list) { (value) throws(ProtocolError) in
                try PartCoverage(json: value)
            },
            share: share)
    }
}
