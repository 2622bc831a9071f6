import KistModel

/// Reads the members of one JSON object and names what is wrong with them. `null` counts as absent.
struct MemberReader {
    let object: JSONObject
    /// What the object is, for messages: "block", "diagnostic".
    let subject: String

    init(_ value: JSONValue, _ subject: String) throws(ProtocolError) {
        guard let object = value.object else { throw ProtocolError(.shape, "\(subject): expected an object") }
        self.object = object
        self.subject = subject
    }

    func wrong(_ name: String, _ expected: String) -> ProtocolError {
        ProtocolError(.shape, "\(subject): “\(name)” must be \(expected)")
    }

    func beyond(_ name: String, _ bound: String) -> ProtocolError {
        ProtocolError(.bounds, "\(subject): “\(name)” is beyond the limit of \(bound)")
    }

    subscript(name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    func text(_ name: String, limit: Int) throws(ProtocolError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else { throw wrong(name, "text") }
        guard text.utf8.count <= limit else { throw beyond(name, "\(limit) bytes") }
        return text
    }

    func neededText(_ name: String, limit: Int) throws(ProtocolError) -> String {
        guard let text = try text(name, limit: limit) else { throw wrong(name, "given") }
        return text
    }

    func integer(_ name: String, _ range: ClosedRange<Int64>) throws(ProtocolError) -> Int64? {
        guard let value = self[name] else { return nil }
        guard let number = value.int else { throw wrong(name, "a whole number") }
        guard range.contains(Int64(number)) else {
            throw beyond(name, "\(range.lowerBound) to \(range.upperBound)")
        }
        return Int64(number)
    }

    func integer(_ name: String, _ range: ClosedRange<Int>, normal: Int) throws(ProtocolError) -> Int {
        guard let number = try integer(name, Int64(range.lowerBound)...Int64(range.upperBound)) else { return normal }
        return Int(number)
    }

    func size(_ name: String) throws(ProtocolError) -> Int64? {
        try integer(name, 0...ProtocolLimits.fileSize)
    }

    func neededSize(_ name: String) throws(ProtocolError) -> Int64 {
        guard let number = try size(name) else { throw wrong(name, "given") }
        return number
    }

    func flag(_ name: String, normal: Bool = false) throws(ProtocolError) -> Bool {
        guard let value = self[name] else { return normal }
        guard let flag = value.bool else { throw wrong(name, "true or false") }
        return flag
    }

    func list(_ name: String, limit: Int) throws(ProtocolError) -> [JSONValue] {
        guard let value = self[name] else { return [] }
        guard let list = value.array else { throw wrong(name, "a list") }
        guard list.count <= limit else { throw beyond(name, "\(limit) items") }
        return list
    }

    func list<Value>(
        _ name: String, limit: Int, each: (JSONValue) throws(ProtocolError) -> Value
    ) throws(ProtocolError) -> [Value] {
        let values = try list(name, limit: limit)
        var result: [Value] = []
        result.reserveCapacity(values.count)
        for value in values { result.append(try each(value)) }
        return result
    }

    func texts(_ name: String, count: Int = ProtocolLimits.list, limit: Int) throws(ProtocolError) -> [String] {
        try list(name, limit: count) { (value) throws(ProtocolError) in
            guard let text = value.string else { throw wrong(name, "a list of texts") }
            guard text.utf8.count <= limit else { throw beyond(name, "\(limit) bytes each") }
            return text
        }
    }

    func members(_ name: String, limit: Int = ProtocolLimits.list) throws(ProtocolError) -> JSONObject {
        guard let value = self[name] else { return JSONObject() }
        guard let object = value.object else { throw wrong(name, "an object") }
        guard object.count <= limit else { throw beyond(name, "\(limit) members") }
        return object
    }

    /// One of the words of a closed list.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws(ProtocolError) -> Word? {
        guard let text = try text(name, limit: ProtocolLimits.name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw wrong(name, "one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }
}
