import KistModel
import KistProtocol

/// Gathers one bibliographic entry: a CSL-JSON item and, beside it, what has no place in one. What an entry may hold is
/// bounded, so that it always fits into one message; what was cut is named in `shortened`.
struct ItemBuilder {
    /// Longest text of one field, in bytes.
    static let maximumText = 128 * 1024
    /// Bytes of text of one whole entry.
    static let maximumEntry = 384 * 1024
    /// What a name costs beside its letters.
    private static let nameOverhead = 48

    private(set) var csl = JSONObject()
    private(set) var unknown = JSONObject()
    /// Fields that were cut or left out for their length.
    private(set) var shortened: [String] = []
    private var size = 0

    init() { csl.reserveCapacity(14) }

    func has(_ name: String) -> Bool { csl[name] != nil }

    func text(_ name: String) -> String? { csl[name]?.string }

    /// Sets a CSL variable; an empty text sets nothing.
    mutating func set(_ name: String, _ text: String) {
        guard !text.isEmpty, let text = fitted(text, name) else { return }
        csl[name] = .string(text)
    }

    /// Sets a variable unless it is set.
    mutating func setIfMissing(_ name: String, _ text: String) {
        if csl[name] == nil { set(name, text) }
    }

    /// Sets a variable to a small structure, for example a date.
    mutating func set(_ name: String, _ value: JSONValue) { csl[name] = value }

    mutating func set(_ name: String, _ names: [PersonName]) {
        var values: [JSONValue] = []
        values.reserveCapacity(names.count)
        for person in names {
            let cost = person.size + Self.nameOverhead
            guard size + cost <= Self.maximumEntry else {
                shortened.append(name)
                break
            }
            size += cost
            values.append(person.json)
        }
        if !values.isEmpty { csl[name] = .array(values) }
    }

    /// Keeps a field that has no place in CSL under its own name.
    mutating func keep(_ name: String, _ text: String) {
        guard !text.isEmpty, let text = fitted(text, name) else { return }
        var values = unknown[name]?.array ?? []
        guard values.count < 1_000 else {
            if shortened.last != name { shortened.append(name) }
            return
        }
        size += name.utf8.count + 8
        values.append(.string(text))
        unknown[name] = .array(values)
    }

    private mutating func fitted(_ text: String, _ name: String) -> String? {
        let length = text.utf8.count
        let room = min(Self.maximumText, Self.maximumEntry - size)
        if length <= room {
            size += length
            return text
        }
        if shortened.last != name { shortened.append(name) }
        guard room > 1_024 else { return nil }
        var end = text.utf8.index(text.startIndex, offsetBy: room)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        size += room
        return String(text[..<end])
    }
}
