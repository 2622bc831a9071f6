import KistModel

/// A stretch of a text: UTF-8 byte offsets, `start` up to but without `end`. On the pipe: `[start, end]`.
public struct ByteSpan: Hashable, Sendable {
    public var start: Int
    public var end: Int

    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    func write(to out: inout [UInt8]) {
        out.append(UInt8(ascii: "["))
        writeOffsets(to: &out)
        out.append(UInt8(ascii: "]"))
    }

    func writeOffsets(to out: inout [UInt8]) {
        MemberWriter.integer(Int64(start), &out)
        out.append(UInt8(ascii: ","))
        MemberWriter.integer(Int64(end), &out)
    }

    /// Reads the first two items of a list of `count` items; both must stand between scalars of `text`.
    init(_ value: JSONValue, count: Int, in text: String, _ name: String) throws(ProtocolError) {
        guard let items = value.array, items.count == count, let start = items[0].int, let end = items[1].int else {
            throw ProtocolError(.shape, "\(name): expected a list of \(count) with two offsets first")
        }
        let utf8 = text.utf8
        guard start >= 0, start <= end, end <= utf8.count,
            ByteSpan.isBoundary(start, in: utf8), ByteSpan.isBoundary(end, in: utf8)
        else { throw ProtocolError(.bounds, "\(name): \(start) to \(end) does not lie between characters of its text") }
        self.start = start
        self.end = end
    }

    /// Whether no character begins before `offset` and ends after it. `offset` is at most the text's length.
    static func isBoundary(_ offset: Int, in text: String.UTF8View) -> Bool {
        offset == text.count || text[text.index(text.startIndex, offsetBy: offset)] & 0xC0 != 0x80
    }
}
