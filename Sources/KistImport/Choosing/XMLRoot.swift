/// Name and namespace of the root element of what may be an XML document, read by a scanner that knows just enough:
/// encodings, declaration, comments, processing instructions, DOCTYPE with its inner part, attributes.
struct XMLRoot: Hashable, Sendable {
    var name: String
    /// Empty when the element is in no namespace.
    var namespace: String

    /// The root of the document that begins with the sample's head; nil when that is no XML or the root comes later.
    static func find(in sample: ContentSample) -> XMLRoot? {
        var scanner = Scanner(TextDecoding.decode(sample.head[...]))
        return scanner.root()
    }

    /// Works on bytes and only goes forward, so it ends after at most one pass.
    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func root() -> XMLRoot? {
            while true {
                skipSpace()
                guard take("<") else { return nil }
                if take("?") {
                    guard skip(past: "?>") else { return nil }
                } else if take("!--") {
                    guard skip(past: "-->") else { return nil }
                } else if take("!DOCTYPE") || take("!doctype") {
                    guard skipDoctype() else { return nil }
                } else {
                    return element()
                }
            }
        }

        private mutating func element() -> XMLRoot? {
            guard let qualified = name() else { return nil }
            let parts = qualified.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let prefix = parts.count == 2 ? String(parts[0]) : ""
            guard let local = parts.last, !local.isEmpty else { return nil }
            let wanted = prefix.isEmpty ? "xmlns" : "xmlns:" + prefix
            var namespace = ""
            while true {
                skipSpace()
                // A tag that the sample cuts off is still a root; its namespace may be missing.
                if position >= bytes.count { break }
                if bytes[position] == UInt8(ascii: ">") || bytes[position] == UInt8(ascii: "/") { break }
                guard let attribute = name() else { return nil }
                skipSpace()
                guard take("=") else { return nil }
                skipSpace()
                guard position < bytes.count else { break }
                let quote = bytes[position]
                guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
                position += 1
                let start = position
                while position < bytes.count, bytes[position] != quote { position += 1 }
                if attribute == wanted {
                    namespace = String(decoding: bytes[start..<position].prefix(1024), as: UTF8.self)
                }
                position = min(position + 1, bytes.count)
            }
            return XMLRoot(name: String(local), namespace: namespace)
        }

        /// Letters, digits, `_ - . :` and everything that is not ASCII.
        private mutating func name() -> String? {
            let start = position
            while position < bytes.count, position - start < 1024 {
                switch bytes[position] {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                    UInt8(ascii: ":"), 0x80...:
                    position += 1
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    guard position > start else { return nil }
                    position += 1
                default: return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
                }
            }
            return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
        }

        private mutating func skipDoctype() -> Bool {
            var depth = 0
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    guard let end = bytes[position...].firstIndex(of: byte) else { return false }
                    position = end + 1
                case UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: "<") where take("!--"):
                    guard skip(past: "-->") else { return false }
                case UInt8(ascii: "<") where take("?"):
                    guard skip(past: "?>") else { return false }
                case UInt8(ascii: ">") where depth <= 0: return true
                default: break
                }
            }
            return false
        }

        private mutating func skipSpace() {
            while position < bytes.count, TextDecoding.isSpace(bytes[position]) { position += 1 }
        }

        private mutating func take(_ text: StaticString) -> Bool {
            let length = text.utf8CodeUnitCount
            guard bytes.count - position >= length else { return false }
            let same = text.withUTF8Buffer { bytes[position..<position + length].elementsEqual($0) }
            if same { position += length }
            return same
        }

        private mutating func skip(past text: StaticString) -> Bool {
            while position < bytes.count {
                if take(text) { return true }
                position += 1
            }
            return false
        }
    }
}
