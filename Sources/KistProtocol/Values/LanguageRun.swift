import KistModel

/// A stretch of a text in a language of its own (BCP 47). On the pipe: `[start, end, "gd"]`.
public struct LanguageRun: Hashable, Sendable {
    public var start: Int
    public var end: Int
    public var language: String

    public init(start: Int, end: Int, language: String) {
        self.start = start
        self.end = end
        self.language = language
    }

    func write(to out: inout [UInt8]) {
        out.append(UInt8(ascii: "["))
        ByteSpan(start: start, end: end).writeOffsets(to: &out)
        out.append(UInt8(ascii: ","))
        JSONWriter.writeString(language, to: &out)
        out.append(UInt8(ascii: "]"))
    }

    init(_ value: JSONValue, in text: String) throws(ProtocolError) {
        let span = try ByteSpan(value, count: 3, in: text, "runs")
        guard let language = value.items[2].string, language.utf8.count <= ProtocolLimits.name else {
            throw ProtocolError(.shape, "runs: the third item must be a language")
        }
        self.init(start: span.start, end: span.end, language: language)
    }
}
