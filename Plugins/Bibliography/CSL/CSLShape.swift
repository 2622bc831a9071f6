import KistModel

/// The kinds of value that CSL-JSON gives to its variables.
enum CSLShape {
    /// Brings values that mean the right thing in another form (lists of one text, as Crossref writes them) into shape,
    /// and moves those that cannot be used to `unknown`. Returns the names of what was moved.
    static func repair(
        _ csl: inout JSONObject, _ unknown: inout JSONObject, _ isChanged: inout Bool
    ) -> [String] {
        var moved: [String] = []
        for (place, name) in csl.names.enumerated() {
            let value = csl.values[place]
            if isRight(value, for: name) { continue }
            isChanged = true
            if let text = repaired(value, for: name) {
                csl[name] = text
            } else {
                moved.append(name)
            }
        }
        for name in moved {
            if let value = csl[name] { unknown[name] = .strings([String(value.compact.prefix(4_000))]) }
            csl[name] = nil
        }
        return moved
    }

    private enum Kind { case text, names, date, number }

    private static func isRight(_ value: JSONValue, for name: String) -> Bool {
        switch kinds[name] {
        case .text: return value.string != nil
        case .names: return value.array?.allSatisfy { $0.object != nil } == true
        case .date: return value.object.map(isDate) == true
        case .number:
            if case .number = value { return true }
            return value.string != nil
        case nil: return true
        }
    }

    private static func isDate(_ date: JSONObject) -> Bool {
        guard let parts = date["date-parts"] else { return true }
        guard let dates = parts.array else { return false }
        return dates.allSatisfy { date in
            guard let numbers = date.array, !numbers.isEmpty || dates.count == 1 else { return false }
            return numbers.allSatisfy { $0.int != nil || $0.string.map { Int($0) != nil || $0.isEmpty } == true }
        }
    }

    private static func repaired(_ value: JSONValue, for name: String) -> JSONValue? {
        let kind = kinds[name]
        if kind == .text || kind == .number, let list = value.array, let first = list.first, first.string != nil {
            return first
        }
        if kind == .text, case .number(let text) = value { return .string(text) }
        return nil
    }

    private static let kinds: [String: Kind] = {
        var kinds: [String: Kind] = [:]
        for name in texts { kinds[name] = .text }
        for name in names { kinds[name] = .names }
        for name in dates { kinds[name] = .date }
        for name in numbers { kinds[name] = .number }
        return kinds
    }()
    private static let texts: Set<String> = [
        "title", "title-short", "container-title", "container-title-short", "collection-title", "publisher",
        "publisher-place", "abstract", "note", "annote", "URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "genre",
        "medium",
        "archive", "source", "event-title", "keyword",
    ]
    private static let names: Set<String> = [
        "author", "editor", "translator", "container-author", "collection-editor", "director", "interviewer",
        "original-author", "recipient", "reviewed-author", "composer", "illustrator", "editorial-director",
    ]
    private static let dates: Set<String> = [
        "issued", "accessed", "event-date", "original-date", "submitted", "available-date",
    ]
    private static let numbers: Set<String> = [
        "volume", "issue", "page", "number", "edition", "chapter-number", "number-of-pages", "number-of-volumes",
        "version",
    ]
}
