extension JSONValue {
    /// The canonical form that versions are named by: members sorted by the bytes of their names, no space, UTF-8, only
    /// the escapes that JSON demands, numbers as they were written.
    public var canonical: [UInt8] {
        var out: [UInt8] = []
        JSONWriter.write(self, sorted: true, to: &out)
        return out
    }

    /// One line, members in their own order.
    public var compact: String {
        var out: [UInt8] = []
        JSONWriter.write(self, sorted: false, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Indented by two spaces, members in their own order; ends without a line break.
    public var pretty: String {
        var out: [UInt8] = []
        JSONWriter.writePretty(self, indent: 0, to: &out)
        return String(decoding: out, as: UTF8.self)
    }
}

/// Writes JSON bytes. Output is valid JSON for every value.
public struct JSONWriter {
    private let sorted: Bool
    /// The shapes of objects found last: in a list, objects of one shape come together.
    private var shapes: [Shape] = []
    private var nextShape = 0
    private static let shapesKept = 8
    /// From here on a list's shapes are worth keeping.
    private static let longList = 8

    /// Members in the order in which they are written.
    private struct Shape {
        var names: [String]
        /// Where each member stands in the object.
        var places: [Int]
        /// What comes before each value: the comma, the name, the colon.
        var heads: [[UInt8]]

        init(_ names: [String], sorted: Bool) {
            self.names = names
            places = JSONWriter.places(of: names, sorted: sorted)
            heads = places.enumerated().map { index, place in
                var head: [UInt8] = index > 0 ? [UInt8(ascii: ",")] : []
                JSONWriter.writeString(names[place], to: &head)
                head.append(UInt8(ascii: ":"))
                return head
            }
        }
    }

    init(sorted: Bool) { self.sorted = sorted }

    /// Appends a value as compact JSON, members in their own order or sorted by the bytes of their names.
    public static func write(_ value: JSONValue, sorted: Bool, to out: inout [UInt8]) {
        var writer = JSONWriter(sorted: sorted)
        writer.write(value, isListed: false, to: &out)
    }

    private mutating func write(_ value: JSONValue, isListed: Bool, to out: inout [UInt8]) {
        switch value {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let text): out.append(contentsOf: text.utf8)
        case .string(let text): Self.writeString(text, to: &out)
        case .array(let items):
            out.append(UInt8(ascii: "["))
            var isFirst = true
            for item in items {
                if !isFirst { out.append(UInt8(ascii: ",")) }
                isFirst = false
                write(item, isListed: items.count >= Self.longList, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            out.append(UInt8(ascii: "{"))
            if isListed {
                let shape = shape(of: object.names)
                for index in shape.places.indices {
                    out.append(contentsOf: shape.heads[index])
                    write(object.values[shape.places[index]], isListed: false, to: &out)
                }
            } else {
                var isFirst = true
                for place in Self.places(of: object.names, sorted: sorted) {
                    if !isFirst { out.append(UInt8(ascii: ",")) }
                    isFirst = false
                    Self.writeString(object.names[place], to: &out)
                    out.append(UInt8(ascii: ":"))
                    write(object.values[place], isListed: false, to: &out)
                }
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private mutating func shape(of names: [String]) -> Shape {
        // Arrays that share their storage are equal at once.
        for shape in shapes where shape.names == names { return shape }
        let shape = Shape(names, sorted: sorted)
        if shapes.count < Self.shapesKept {
            shapes.append(shape)
        } else {
            shapes[nextShape] = shape
            nextShape = (nextShape + 1) % Self.shapesKept
        }
        return shape
    }

    /// The places of names as they stand, or sorted by their bytes.
    private static func places(of names: [String], sorted: Bool) -> [Int] {
        guard sorted else { return Array(names.indices) }
        return names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    }

    /// A string with its quotes.
    public static func writeString(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            var index = 0
            while true {
                index = plainEnd(of: bytes, from: index)
                guard index < bytes.count else { break }
                let byte = bytes[index]
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                index += 1
                start = index
                switch byte {
                case 0x08: out.append(contentsOf: "\\b".utf8)
                case 0x09: out.append(contentsOf: "\\t".utf8)
                case 0x0A: out.append(contentsOf: "\\n".utf8)
                case 0x0C: out.append(contentsOf: "\\f".utf8)
                case 0x0D: out.append(contentsOf: "\\r".utf8)
                case UInt8(ascii: "\""): out.append(contentsOf: "\\\"".utf8)
                case UInt8(ascii: "\\"): out.append(contentsOf: "\\\\".utf8)
                default:
                    let digits = Array("0123456789abcdef".utf8)
                    out.append(contentsOf: "\\u00".utf8)
                    out.append(digits[Int(byte >> 4)])
                    out.append(digits[Int(byte & 15)])
                }
            }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        out.append(UInt8(ascii: "\""))
    }

    /// Where the next byte stands that must be escaped, sixteen looked at together.
    private static func plainEnd(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        typealias Lane = SIMD16<UInt8>
        var index = start
        while index + Lane.scalarCount <= bytes.count, let base = bytes.baseAddress {
            let lane = UnsafeRawPointer(base + index).loadUnaligned(as: Lane.self)
            let isMarked =
                (lane .== Lane(repeating: UInt8(ascii: "\""))) .| (lane .== Lane(repeating: UInt8(ascii: "\\")))
            let plain = (isMarked .| (lane .< Lane(repeating: 0x20))).firstMarked
            if plain < Lane.scalarCount { return index + plain }
            if index + Lane.scalarCount == bytes.count { return bytes.count }
            // The last lane looks at some bytes once more, rather than at each of the rest by itself.
            index = min(index + Lane.scalarCount, bytes.count - Lane.scalarCount)
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        return index
    }

    static func writePretty(_ value: JSONValue, indent: Int, to out: inout [UInt8]) {
        func newLine(_ depth: Int) {
            out.append(0x0A)
            out.append(contentsOf: repeatElement(0x20, count: depth * 2))
        }
        switch value {
        case .array(let items) where !items.isEmpty:
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                newLine(indent + 1)
                writePretty(item, indent: indent + 1, to: &out)
            }
            newLine(indent)
            out.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            out.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                newLine(indent + 1)
                writeString(member.name, to: &out)
                out.append(contentsOf: ": ".utf8)
                writePretty(member.value, indent: indent + 1, to: &out)
            }
            newLine(indent)
            out.append(UInt8(ascii: "}"))
        default: write(value, sorted: false, to: &out)
        }
    }
}
