/// The name of a record: 16 lower-case Crockford base-32 characters (80 bits) that say nothing about the record and are
/// never used again for another.
public struct RecordID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Crockford's digits: no i, l, o, u, so that an id can be read aloud.
    public static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    public static let length = 16
    /// The shortest prefix that is accepted where an id is asked for.
    public static let shortestPrefix = 4

    public let text: String

    /// Nil unless `text` is exactly an id.
    public init?(_ text: String) {
        guard text.utf8.count == Self.length, text.utf8.allSatisfy(Self.alphabet.contains) else { return nil }
        self.text = text
    }

    /// The id made of the first 10 of `bytes`, which are at least 10 (a digest, or random).
    public init(bytes: some Sequence<UInt8>) {
        var digits: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes.prefix(10) {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                digits.append(Self.alphabet[Int(bits >> UInt32(count - 5) & 31)])
                count -= 5
            }
        }
        precondition(digits.count == Self.length, "an id needs 10 bytes")
        text = String(decoding: digits, as: UTF8.self)
    }

    public static func < (a: RecordID, b: RecordID) -> Bool { a.text < b.text }
    public var description: String { text }
}
