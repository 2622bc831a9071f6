/// The one to four characters that begin a field: `AU`, `%A`, `PMID`. Small letters count as capitals.
struct FieldTag: Hashable {
    let code: UInt32

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        var code: UInt32 = 0
        for index in range { code = code << 8 | UInt32(Self.upper(bytes[index])) }
        self.code = code
    }

    init(_ text: StaticString) {
        code = text.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32(Self.upper($1)) } }
    }

    init(_ text: some StringProtocol) { code = text.utf8.reduce(0) { $0 << 8 | UInt32(Self.upper($1)) } }

    var text: String {
        var bytes: [UInt8] = []
        for shift in [24, 16, 8, 0] as [UInt32] where code >> shift != 0 {
            bytes.append(UInt8(truncatingIfNeeded: code >> shift))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func upper(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte - 0x20 : byte }
}
