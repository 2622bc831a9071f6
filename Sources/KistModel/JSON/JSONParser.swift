/// Reads strict JSON (RFC 8259) from bytes. Depth is limited, text must be UTF-8, and a name may not occur twice in an
/// object: what two readers could understand differently is refused.
public struct JSONParser {
    /// Deepest nesting of arrays and objects that is read unless told otherwise.
    public static let defaultDepth = 128

    private let bytes: [UInt8]
    private let maximumDepth: Int
    /// Whether all of `bytes` is UTF-8, which is found out once: text then needs no check of its own.
    private let isUTF8: Bool
    private var position = 0

    private init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        isUTF8 = UTF8Check.isValid(bytes)
    }

    /// The one value that `bytes` hold.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = defaultDepth) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes, maximumDepth: maximumDepth)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else {
            throw JSONError(.trailing, "there is something after the end of the JSON value", offset: parser.position)
        }
        return value
    }

    /// The one value that `text` holds.
    public static func parse(_ text: String, maximumDepth: Int = defaultDepth) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8), maximumDepth: maximumDepth)
    }

    // MARK: - Grammar

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func fail(_ message: String) -> JSONError { JSONError(.syntax, message, offset: position) }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard position < bytes.count else { throw fail("the JSON ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        guard bytes.count - position >= length,
            String(decoding: bytes[position..<position + length], as: UTF8.self) == "\(word)"
        else { throw fail("expected a JSON value") }
        position += length
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        guard depth <= maximumDepth else {
            throw JSONError(.tooDeep, "the JSON is nested more than \(maximumDepth) deep", offset: position)
        }
        position += 1
        var result = JSONObject()
        skipSpace()
        if take(UInt8(ascii: "}")) { return result }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw fail("expected a name in quotes")
            }
            let nameOffset = position
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fail("expected “:”") }
            skipSpace()
            guard result.append(name, try value(depth: depth)) else {
                throw JSONError(.duplicate, "the name “\(name)” occurs twice in one object", offset: nameOffset)
            }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) { return result }
            throw fail("expected “,” or “}”")
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth <= maximumDepth else {
            throw JSONError(.tooDeep, "the JSON is nested more than \(maximumDepth) deep", offset: position)
        }
        position += 1
        var result: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return result }
        while true {
            skipSpace()
            result.append(try value(depth: depth))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "]")) { return result }
            throw fail("expected “,” or “]”")
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
        return position - start
    }

    private mutating func number() throws(JSONError) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let first = position
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[first] != UInt8(ascii: "0") else { throw fail("expected a JSON value") }
        if take(UInt8(ascii: ".")), digits() == 0 { throw fail("a number needs digits after its point") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            if digits() == 0 { throw fail("a number needs digits in its exponent") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    // MARK: - Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try decode(bytes[start..<position], at: start)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw fail("a control character stands unescaped in a string") }
            position += 1
        }
        throw fail("a string does not end")
    }

    private func decode(_ slice: ArraySlice<UInt8>, at offset: Int) throws(JSONError) -> String {
        if isUTF8 { return slice.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw JSONError(.encoding, "the text is not UTF-8", offset: offset)
        }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var buffer = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return try decode(buffer[...], at: start)
            }
            if byte < 0x20 { throw fail("a control character stands unescaped in a string") }
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                buffer.append(byte)
                continue
            }
            guard position < bytes.count else { break }
            let escape = bytes[position]
            position += 1
            switch escape {
            case UInt8(ascii: "n"): buffer.append(0x0A)
            case UInt8(ascii: "t"): buffer.append(0x09)
            case UInt8(ascii: "r"): buffer.append(0x0D)
            case UInt8(ascii: "b"): buffer.append(0x08)
            case UInt8(ascii: "f"): buffer.append(0x0C)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(escape)
            case UInt8(ascii: "u"): buffer.append(contentsOf: String(Character(try unicodeEscape())).utf8)
            default: throw fail("“\\” stands before a character that needs none")
            }
        }
        throw fail("a string does not end")
    }

    private mutating func hex4() throws(JSONError) -> UInt32 {
        guard bytes.count - position >= 4 else { throw fail("“\\u” needs four digits") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw fail("“\\u” needs four digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try hex4()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let second = try hex4()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            {
                return scalar
            }
        }
        throw JSONError(.encoding, "half of a surrogate pair stands alone", offset: position)
    }
}
