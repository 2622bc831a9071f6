import KistModel

/// Appends the members of one JSON object. It writes the braces too: `begin`, members, `end`.
struct MemberWriter {
    private var isFirst = true

    static func begin(_ out: inout [UInt8]) -> MemberWriter {
        out.append(UInt8(ascii: "{"))
        return MemberWriter()
    }

    func end(_ out: inout [UInt8]) { out.append(UInt8(ascii: "}")) }

    mutating func name(_ name: StaticString, _ out: inout [UInt8]) {
        if !isFirst { out.append(UInt8(ascii: ",")) }
        isFirst = false
        out.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { out.append(contentsOf: $0) }
        out.append(UInt8(ascii: "\""))
        out.append(UInt8(ascii: ":"))
    }

    mutating func text(_ name: StaticString, _ value: String?, _ out: inout [UInt8]) {
        guard let value else { return }
        self.name(name, &out)
        JSONWriter.writeString(value, to: &out)
    }

    mutating func integer(_ name: StaticString, _ value: Int64?, _ out: inout [UInt8]) {
        guard let value else { return }
        self.name(name, &out)
        MemberWriter.integer(value, &out)
    }

    mutating func integer(_ name: StaticString, _ value: Int, unless normal: Int, _ out: inout [UInt8]) {
        if value != normal { integer(name, Int64(value), &out) }
    }

    mutating func flag(_ name: StaticString, _ value: Bool, _ out: inout [UInt8]) {
        self.name(name, &out)
        out.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// A list, left out when it is empty.
    mutating func list<Value>(
        _ name: StaticString, _ values: [Value], _ out: inout [UInt8], each: (Value, inout [UInt8]) -> Void
    ) {
        guard !values.isEmpty else { return }
        self.name(name, &out)
        MemberWriter.list(values, &out, each: each)
    }

    mutating func texts(_ name: StaticString, _ values: [String], _ out: inout [UInt8]) {
        list(name, values, &out) { JSONWriter.writeString($0, to: &$1) }
    }

    /// An object, left out when it is empty.
    mutating func object(_ name: StaticString, _ value: JSONObject, _ out: inout [UInt8]) {
        guard !value.isEmpty else { return }
        self.name(name, &out)
        JSONWriter.write(.object(value), sorted: false, to: &out)
    }

    static func integer(_ value: Int64, _ out: inout [UInt8]) { out.append(contentsOf: String(value).utf8) }

    static func list<Value>(_ values: [Value], _ out: inout [UInt8], each: (Value, inout [UInt8]) -> Void) {
        out.append(UInt8(ascii: "["))
        var isFirst = true
        for value in values {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            each(value, &out)
        }
        out.append(UInt8(ascii: "]"))
    }
}
