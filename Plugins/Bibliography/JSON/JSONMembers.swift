import KistModel

/// The members of an object as a mapping takes them one by one; what is left at the end is kept under its own names.
struct JSONMembers {
    let object: JSONObject
    private var used: Set<String> = []

    init(_ object: JSONObject) { self.object = object }

    /// The value of the first of these members that is there; all of them count as used.
    mutating func take(_ names: String...) -> JSONValue? {
        var found: JSONValue?
        for name in names {
            guard let value = object[name] else { continue }
            used.insert(name)
            if found == nil, !value.isNull { found = value }
        }
        return found
    }

    /// The same as one line of text: of a list the first, of an object its name.
    mutating func text(_ names: String...) -> String? {
        for name in names {
            guard let value = object[name], let text = Self.text(value) else { continue }
            used.insert(name)
            return text
        }
        return nil
    }

    /// What a value says in one line.
    static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?:
            let line = text.words.joined(separator: " ")
            return line.isEmpty ? nil : line
        case .number(let text)?: return text
        case .array(let items)?:
            for item in items { if let text = text(item) { return text } }
            return nil
        case .object(let object)?:
            for name in ["name", "@value", "value", "title", "__content__", "@id", "url"] {
                if let text = object[name]?.string, !text.isEmpty { return text.words.joined(separator: " ") }
            }
            return nil
        default: return nil
        }
    }

    /// All texts of a value that may be a list.
    static func texts(_ value: JSONValue?) -> [String] { (value?.items ?? []).compactMap { text($0) } }

    func keepRest(_ builder: inout ItemBuilder) {
        for (name, value) in object.members where !used.contains(name) && !name.hasPrefix("@") {
            switch value {
            case .null: continue
            case .string(let text): builder.keep(name, text)
            case .array(let items) where items.allSatisfy({ $0.string != nil }):
                for item in items { builder.keep(name, item.string ?? "") }
            default: builder.keep(name, value.compact)
            }
        }
    }
}
