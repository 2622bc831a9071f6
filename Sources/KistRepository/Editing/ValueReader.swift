import KistModel

/// Reads one value of a field as people type it.
struct ValueReader {
    let field: FieldSchema
    let vocabularies: VocabularySet

    /// The JSON value, in the shape of the field's kind.
    ///
    /// - Throws: ``RepositoryError`` `badValue` or `unknownValue`, with the nearest values.
    func value(_ text: String) throws -> JSONValue {
        let text = text.trimmed
        switch field.kind {
        case .localText: return ["en": .string(text)]
        case .term: return .string(try term(text))
        case .number:
            guard let number = Double(text), number.isFinite else { throw bad(text, "a number") }
            return .double(number)
        case .integer:
            guard let number = Int(text) else { throw bad(text, "a whole number") }
            return .int(number)
        case .boolean:
            let key = Folding.key(text)
            if ["yes", "true", "tha", "1"].contains(key) { return true }
            if ["no", "false", "chan eil", "0"].contains(key) { return false }
            throw bad(text, "yes or no")
        case .date:
            guard Self.isDate(text) else { throw bad(text, "a date such as 2026-05-12") }
            return .string(text)
        case .reference:
            if let id = RecordID(text) { return RecordReference(id: id).json }
            return RecordReference(words: text).json
        case .identifier:
            guard let identifier = Identifier.recognise(text) ?? Identifier(scheme: "url", text) else {
                throw bad(text, "a DOI, an ISBN or a link")
            }
            return identifier.json
        case .agent: return ["name": .string(text)]
        case .object, .json, .blocks, .file:
            guard let json = try? JSONParser.parse(text) else { throw bad(text, "JSON") }
            return json
        case .text, .code, .url, .duration: return .string(text)
        }
    }

    /// The concept that a text names.
    func term(_ text: String) throws -> String {
        switch vocabularies.resolve(text, in: field.vocabularies) {
        case .found(let concept): return concept.id
        case .ambiguous(let several):
            throw RepositoryError(
                .unknownValue, "“\(text)” may mean several values of \(field.label().lowercased()).",
                hint: "Write one of \(several.map(\.id).joined(separator: ", ")).")
        case .unknown(let nearest):
            throw RepositoryError(
                .unknownValue, "“\(text)” is not a value of \(field.label().lowercased()).",
                hint: nearest.isEmpty
                    ? "See kist vocab show \(field.vocabularies.first ?? "")."
                    : "Did you mean \(nearest.joined(separator: ", "))?")
        }
    }

    private func bad(_ text: String, _ wanted: String) -> RepositoryError {
        RepositoryError(.badValue, "“\(text)” does not fit \(field.label().lowercased()).", hint: "It wants \(wanted).")
    }

    /// `2026`, `2026-05`, `2026-05-12`, with or without a time.
    static func isDate(_ text: String) -> Bool {
        let day = text.split(separator: "T", maxSplits: 1).first ?? ""
        let parts = day.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard (1...3).contains(parts.count), parts[0].count == 4,
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
        else { return false }
        if parts.count > 1, !(parts[1].count == 2 && (1...12).contains(Int(parts[1]) ?? 0)) { return false }
        if parts.count > 2, !(parts[2].count == 2 && (1...31).contains(Int(parts[2]) ?? 0)) { return false }
        return true
    }
}
