public import KistModel

/// What citations, tables and pages ask of a record, found by the roles that the schema gives to fields.
public struct RecordFacts: Sendable {
    public let schemas: SchemaSet
    public let vocabularies: VocabularySet

    public init(schemas: SchemaSet, vocabularies: VocabularySet) {
        self.schemas = schemas
        self.vocabularies = vocabularies
    }

    struct Agent: Hashable {
        var name: String
        /// Term of `role`.
        var role: String?
        var organisation: String?
    }

    func value(_ role: String, _ record: KistRecord) -> JSONValue? { schemas.value(role: role, of: record) }

    /// The first text of a role: a string, or a local text in English, else in its first language.
    func text(_ role: String, _ record: KistRecord) -> LanguageText? { value(role, record).flatMap(Self.text) }

    static func text(_ value: JSONValue) -> LanguageText? {
        switch value {
        case .string(let text): return text.isEmpty ? nil : LanguageText(text, "")
        case .array(let items): return items.lazy.compactMap(text).first
        case .object(let object):
            if let english = object["en"]?.items.first?.string, !english.isEmpty { return LanguageText(english, "en") }
            for member in object.members.sorted(by: { $0.name < $1.name }) {
                if let text = member.value.items.first?.string, !text.isEmpty { return LanguageText(text, member.name) }
            }
            return nil
        default: return nil
        }
    }

    /// Every text of a value with its language (empty when none is stated).
    static func texts(_ value: JSONValue?) -> [LanguageText] {
        guard let value else { return [] }
        return value.items.flatMap { item -> [LanguageText] in
            if let text = item.string { return text.isEmpty ? [] : [LanguageText(text, "")] }
            return (item.object?.members ?? []).sorted { $0.name < $1.name }.flatMap { member in
                member.value.items.compactMap { $0.string.map { LanguageText($0, member.name) } }
            }
        }
    }

    func title(_ record: KistRecord) -> LanguageText {
        let found = text("title", record) ?? LanguageText("(no title)", "en")
        return found.language.isEmpty ? LanguageText(found.text, language(record)) : found
    }

    /// The language that a record is in: its first.
    func language(_ record: KistRecord) -> String {
        let term = value("language", record)?.items.first?.string ?? "en"
        return Self.local(term)
    }

    func summary(_ record: KistRecord) -> LanguageText? {
        if let summary = text("summary", record) {
            return summary.language.isEmpty ? LanguageText(summary.text, language(record)) : summary
        }
        return value("csl", record)?["abstract"]?.string.map { LanguageText($0, language(record)) }
    }

    /// ISO 8601.
    func date(_ record: KistRecord) -> String? {
        value("date", record)?.items.first?.string ?? value("created", record)?.items.first?.string
    }

    func agents(_ record: KistRecord) -> [Agent] {
        (value("agents", record)?.items ?? []).compactMap { item in
            guard let name = item["name"]?.string ?? item["as"]?.string ?? item.string, !name.isEmpty else {
                return nil
            }
            return Agent(name: name, role: item["role"]?.string, organisation: item["organisation"]?.string)
        }
    }

    /// Names of those who made it: authors and creators, else those of whom nothing else is said, else everybody named.
    func authors(_ record: KistRecord) -> [String] {
        let all = agents(record)
        let makers = all.filter { ["author", "creator", "lead-author"].contains(Self.local($0.role ?? "")) }
        let plain = all.filter { $0.role == nil }
        return (makers.isEmpty ? (plain.isEmpty ? all : plain) : makers).map(\.name)
    }

    func identifiers(_ record: KistRecord) -> [Identifier] {
        (value("identifiers", record)?.items ?? []).compactMap { Identifier($0) }
    }

    func doi(_ record: KistRecord) -> String? {
        identifiers(record).first { $0.scheme == "doi" }?.value
            ?? value("csl", record)?["DOI"]?.string.flatMap { Identifier(scheme: "doi", $0)?.value }
    }

    func terms(_ role: String, _ record: KistRecord) -> [String] {
        (value(role, record)?.items ?? []).compactMap(\.string)
    }

    func labels(_ role: String, _ record: KistRecord) -> [String] { terms(role, record).map { vocabularies.label($0) } }

    func hub(_ record: KistRecord) -> RecordReference? {
        value("hub", record)?.items.first.flatMap { RecordReference($0) }
    }

    func typeLabel(_ type: String) -> String { schemas[type]?.label() ?? type }

    func isInternal(_ type: String) -> Bool { schemas[type]?.isInternal ?? false }

    /// `p5` of `stage:p5`.
    static func local(_ term: String) -> String {
        term.split(separator: ":", maxSplits: 1).last.map(String.init) ?? term
    }
}
