/// People and organisations as they are written in forms: “Màiri MacLeod (thematic lead), Portree Primary School”.
public struct AgentText: Sendable {
    let vocabularies: VocabularySet
    let schemes: [String]

    /// - Parameter schemes: where roles are looked for.
    public init(vocabularies: VocabularySet, schemes: [String]) {
        self.vocabularies = vocabularies
        self.schemes = schemes.isEmpty ? ["role"] : schemes
    }

    /// All agents that `text` names: one to a line, or separated by “;”, “and”, or by commas where no organisation follows.
    public func agents(_ text: String) -> [JSONValue] {
        Trimming.lines(text).flatMap { Trimming.pieces($0, ";") }.flatMap(people).compactMap(agent)
    }

    /// `name (role), organisation` again.
    public func text(_ value: JSONValue, _ language: String) -> String? {
        guard let name = value["name"]?.string else { return nil }
        var text = name
        if let role = value["role"]?.string { text += " (\(vocabularies.label(role, language)))" }
        if let organisation = value["organisation"]?.string { text += ", " + organisation }
        return text
    }

    private func people(_ piece: String) -> [String] {
        // A bracket keeps what is in it together.
        var parts: [String] = []
        var current = ""
        var depth = 0
        let words = piece.split(separator: " ", omittingEmptySubsequences: true)
        for word in words {
            depth += word.count { $0 == "(" } - word.count { $0 == ")" }
            if depth <= 0, ["and", "&", "agus"].contains(word.lowercased()), !current.isEmpty,
                !Self.isOrganisation(current)
            {
                // “Angus and Bute Council” stays one name.
                if let comma = current.lastIndex(of: ","), Self.isOrganisation(String(current[comma...])) {
                    current += " " + word
                    continue
                }
                parts.append(current)
                current = ""
            } else {
                current += (current.isEmpty ? "" : " ") + word
            }
        }
        if !current.isEmpty { parts.append(current) }
        if parts.count > 1, parts.contains(where: { Self.isOrganisation($0) && !$0.contains(",") && !$0.contains("(") })
        {
            parts = [piece]
        }
        return parts.flatMap(byCommas)
    }

    /// “Ann Smith, Bob Jones” are two people; “Ann Smith, Portree Primary School” and “Smith, A.” are one.
    private func byCommas(_ piece: String) -> [String] {
        let trimmed = Trimming.trimmed(piece.hasSuffix(",") ? String(piece.dropLast()) : piece)
        guard !trimmed.contains("(") else { return [trimmed] }
        let parts = Trimming.pieces(trimmed, ",")
        guard parts.count > 1,
            parts.allSatisfy({ part in
                part.split(separator: " ").count >= 2 && !Self.isOrganisation(part) && !Self.isInitials(part)
            })
        else { return [trimmed] }
        return parts
    }

    private func agent(_ piece: String) -> JSONValue? {
        var text = Trimming.trimmed(piece)
        guard !text.isEmpty, text.count <= 300 else { return nil }
        var agent = JSONObject()
        var role: String?
        if let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") {
            let inside = Trimming.trimmed(text[text.index(after: open)..<close])
            if let concept = vocabularies.concept(named: inside, in: schemes) {
                role = concept.id
                text = Trimming.trimmed(text[..<open]) + text[text.index(after: close)...]
            }
        }
        var name = text
        if let comma = text.firstIndex(of: ",") {
            let rest = Trimming.trimmed(text[text.index(after: comma)...])
            let first = Trimming.trimmed(text[..<comma])
            if role == nil, let concept = vocabularies.concept(named: rest, in: schemes) {
                role = concept.id
                name = first
            } else if role != nil || Self.isOrganisation(rest) || (first.contains(" ") && !Self.isInitials(rest)),
                !rest.isEmpty
            {
                name = first
                agent["organisation"] = .string(rest)
            }
        }
        guard name.contains(where: \.isLetter) else { return nil }
        var ordered = JSONObject([("name", .string(name))])
        if let role { ordered["role"] = .string(role) }
        if let organisation = agent["organisation"] { ordered["organisation"] = organisation }
        return .object(ordered)
    }

    static func isInitials(_ text: String) -> Bool {
        text.split { $0 == " " || $0 == "." || $0 == "-" }.allSatisfy { $0.count == 1 }
    }

    static func isOrganisation(_ text: String) -> Bool {
        Folding.key(text).split(separator: " ").contains { organisations.contains(String($0)) }
    }

    private static let organisations: Set<String> = [
        "school", "primary", "academy", "university", "council", "college", "hub", "centre", "nursery", "institute",
        "trust", "ltd",
        "association", "department", "service", "foundation", "authority", "government", "society", "sgoil", "bunsgoil",
        "ardsgoil",
        "oilthigh", "comhairle", "colaiste", "mor", "ostaig", "hs", "ps",
    ]
}
