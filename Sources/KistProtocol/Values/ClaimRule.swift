public import KistModel

/// One way to know a format by a file's content. All conditions that a rule states must hold. Shape in `plugin.json`, one
/// or more of:
///
/// ```json
/// {"bytes": "504b0304", "offset": 0}
/// {"text": "%PDF-", "offset": 0}
/// {"zipEntry": "word/document.xml"}
/// {"xmlRoot": "{http://www.loc.gov/mods/v3}modsCollection"}
/// {"firstLine": "TY  - "}
/// ```
///
/// `bytes` are hexadecimal; a negative offset counts from the end of the file. `zipEntry` is the exact name of an entry;
/// a last `*` stands for any ending. `xmlRoot` is the root element's local name, with its namespace in braces where that
/// matters. `firstLine` is what the first line that is not blank begins with, after a byte order mark and spaces.
/// A rule may have its own `confidence`.
public struct ClaimRule: WireValue {
    public var bytes: [UInt8]?
    public var offset: Int64
    public var zipEntry: String?
    public var xmlRoot: String?
    public var firstLine: String?
    /// 0…100; nil means the claim's.
    public var confidence: Int?

    public init(
        bytes: [UInt8]? = nil, offset: Int64 = 0, zipEntry: String? = nil, xmlRoot: String? = nil,
        firstLine: String? = nil, confidence: Int? = nil
    ) {
        self.bytes = bytes
        self.offset = offset
        self.zipEntry = zipEntry
        self.xmlRoot = xmlRoot
        self.firstLine = firstLine
        self.confidence = confidence
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        if let bytes {
            let digits = Array("0123456789abcdef".utf8)
            var hex: [UInt8] = []
            for byte in bytes { hex += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
            member.text("bytes", String(decoding: hex, as: UTF8.self), &out)
            member.integer("offset", offset, &out)
        }
        member.text("zipEntry", zipEntry, &out)
        member.text("xmlRoot", xmlRoot, &out)
        member.text("firstLine", firstLine, &out)
        member.integer("confidence", confidence.map(Int64.init), &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "rule")
        var bytes: [UInt8]?
        if let hex = try member.text("bytes", limit: ProtocolLimits.label) {
            guard let read = ClaimRule.bytes(hex: hex) else {
                throw member.wrong("bytes", "pairs of hexadecimal digits")
            }
            bytes = read
        } else if let text = try member.text("text", limit: ProtocolLimits.label) {
            bytes = Array(text.utf8)
        }
        if bytes?.isEmpty == true { throw member.wrong("bytes", "at least one byte") }
        self.init(
            bytes: bytes,
            offset: try member.integer("offset", -65_536...65_536) ?? 0,
            zipEntry: try member.text("zipEntry", limit: ProtocolLimits.label),
            xmlRoot: try member.text("xmlRoot", limit: ProtocolLimits.label),
            firstLine: try member.text("firstLine", limit: ProtocolLimits.label),
            confidence: try member.integer("confidence", 0...100).map(Int.init))
        guard bytes != nil || zipEntry != nil || xmlRoot != nil || firstLine != nil else {
            throw ProtocolError(.shape, "rule: it needs “bytes”, “text”, “zipEntry”, “xmlRoot” or “firstLine”")
        }
    }

    private static func bytes(hex: String) -> [UInt8]? {
        let digits = hex.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var result: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            result.append(UInt8(high << 4 | low))
        }
        return result
    }
}
