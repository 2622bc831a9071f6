import KistSearch

/// A search document while it is being filled.
struct IndexSheet {
    private var passages: [String: [TextPassage]] = [:]
    private var keywords: [String: [String]] = [:]
    private var seen: Set<String> = []
    private var numbers: [String: Double] = [:]
    private var bytes: [String: [UInt8]] = [:]

    mutating func passage(_ field: String, _ text: String?, place: String?) {
        guard let text, !text.isEmpty else { return }
        passages[field, default: []].append(TextPassage(text: text, place: place))
    }

    mutating func keyword(_ field: String, _ value: String) {
        guard seen.insert("\(field)\u{0}\(value)").inserted else { return }
        keywords[field, default: []].append(value)
    }

    /// The first value counts: a document has one number per field.
    mutating func number(_ field: String, _ value: Double) { if numbers[field] == nil { numbers[field] = value } }

    mutating func stored(_ field: String, _ value: [UInt8]) { bytes[field] = value }

    var values: [String: SearchValue] {
        var values: [String: SearchValue] = [:]
        for (field, texts) in passages { values[field] = .text(texts) }
        for (field, words) in keywords { values[field] = .keywords(words) }
        for (field, number) in numbers { values[field] = .number(number) }
        for (field, stored) in bytes { values[field] = .stored(stored) }
        return values
    }
}
