/// One schema file with its place, for reading members strictly.
struct SchemaFile {
    let name: String

    func fail(_ code: SchemaError.Code, _ message: String, _ path: String) -> SchemaError {
        SchemaError(code, message, file: name, path: path)
    }

    /// Refuses members that have no meaning here, naming the nearest one that has.
    func check(_ object: JSONObject, allows allowed: [String], at path: String) throws(SchemaError) {
        for member in object.names where !allowed.contains(member) {
            let nearest = allowed.min { EditDistance.between($0, member) < EditDistance.between($1, member) } ?? ""
            throw fail(
                .unknownMember, "there is no member “\(member)” here; did you mean “\(nearest)”?", join(path, member))
        }
    }

    func join(_ path: String, _ member: String) -> String { path.isEmpty ? member : "\(path).\(member)" }

    func object(_ value: JSONValue, at path: String) throws(SchemaError) -> JSONObject {
        guard let object = value.object else { throw fail(.wrongValue, "this must be an object", path) }
        return object
    }

    func string(_ value: JSONValue, at path: String) throws(SchemaError) -> String {
        guard let text = value.string, !text.isEmpty else { throw fail(.wrongValue, "this must be a text", path) }
        return text
    }

    func flag(_ value: JSONValue, at path: String) throws(SchemaError) -> Bool {
        guard let flag = value.bool else { throw fail(.wrongValue, "this must be true or false", path) }
        return flag
    }

    func strings(_ value: JSONValue, at path: String) throws(SchemaError) -> [String] {
        guard let items = value.array else { throw fail(.wrongValue, "this must be a list of texts", path) }
        var texts: [String] = []
        for (index, item) in items.enumerated() { texts.append(try string(item, at: "\(path)[\(index)]")) }
        return texts
    }

    /// `{"en": "…"}`
    func texts(_ value: JSONValue, at path: String) throws(SchemaError) -> [String: String] {
        var result: [String: String] = [:]
        for member in try object(value, at: path).members {
            result[member.name] = try string(member.value, at: join(path, member.name))
        }
        return result
    }

    /// `{"en": ["…", "…"]}`
    func labels(_ value: JSONValue, at path: String) throws(SchemaError) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for member in try object(value, at: path).members {
            let list = try strings(member.value, at: join(path, member.name))
            guard !list.isEmpty else {
                throw fail(.wrongValue, "a language needs at least one label", join(path, member.name))
            }
            result[member.name] = list
        }
        return result
    }

    /// A closed choice, written as one of its words.
    func choice<T: RawRepresentable & CaseIterable>(_ value: JSONValue, _: T.Type, at path: String) throws(SchemaError)
        -> T
    where T.RawValue == String {
        let word = try string(value, at: path)
        if let choice = T(rawValue: word) { return choice }
        let all = T.allCases.map(\.rawValue)
        let nearest = all.min { EditDistance.between($0, word) < EditDistance.between($1, word) } ?? ""
        throw fail(.wrongValue, "“\(word)” is none of \(all.joined(separator: ", ")); did you mean “\(nearest)”?", path)
    }
}
