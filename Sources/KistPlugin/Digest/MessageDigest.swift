/// A checksum as archives state it, worked out piece by piece.
///
/// ```swift
/// let digest = MessageDigest(.sha256)
/// digest.update(bytes)
/// digest.finish()  // "e3b0c442…"
/// ```
public final class MessageDigest {
    /// The names are those that BagIt gives them.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        case md5, sha1, sha224, sha256, sha384, sha512

        /// Hexadecimal digits of a checksum.
        public var digits: Int {
            switch self {
            case .md5: 32
            case .sha1: 40
            case .sha224: 56
            case .sha256: 64
            case .sha384: 96
            case .sha512: 128
            }
        }
    }

    public let algorithm: Algorithm
    private var blocks: any BlockTaker

    public init(_ algorithm: Algorithm) {
        self.algorithm = algorithm
        blocks =
            switch algorithm {
            case .md5: BlockDigest(MD5())
            case .sha1: BlockDigest(SHA1())
            case .sha224: BlockDigest(SHA256(isShort: true))
            case .sha256: BlockDigest(SHA256(isShort: false))
            case .sha384: BlockDigest(SHA512(isShort: true))
            case .sha512: BlockDigest(SHA512(isShort: false))
            }
    }

    public func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { blocks.take($0) } }

    /// The buffer is read during the call only.
    public func update(_ bytes: UnsafeRawBufferPointer) { blocks.take(bytes) }

    /// The checksum in lower-case hexadecimal digits. Nothing can be added after it.
    public func finish() -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = blocks.finish().prefix(algorithm.digits / 2).flatMap {
            [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The checksum of bytes that are all at hand.
    public static func of(_ bytes: [UInt8], _ algorithm: Algorithm) -> String {
        let digest = MessageDigest(algorithm)
        digest.update(bytes)
        return digest.finish()
    }
}
