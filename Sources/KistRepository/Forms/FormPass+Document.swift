import KistModel
import KistProtocol

extension FormPass {
    /// What the document's own properties say where the form says nothing; the title's last resorts; the languages.
    mutating func readDocumentProperties(fileName: String) {
        fillTitle(fileName: fileName)
        fill(
            "agents", metadata.creators.filter { !Self.genericNames.contains(Folding.key($0)) }.joined(separator: "; "))
        fill("keywords", (metadata.keywords + (metadata.subject.map { [$0] } ?? [])).joined(separator: "; "))
        if let summary = metadata.description, summary.count <= SchemaValidator.longestSummary {
            fill("summary", summary)
        }
        fillDate("created", metadata.created)
        fillDate("modified", metadata.modified)
        if let rights = metadata.rights, let field = type.field(role: "licence"), fields[field.name] == nil {
            let reading = fieldText.read(rights, for: field)
            if let value = reading.values.first, reading.unread.isEmpty {
                fields[field.name] = value
            } else if let note = type.field("rightsNote"), fields[note.name] == nil {
                fields[note.name] = .string(Trimming.trimmed(rights))
            }
        }
        if let identifier = metadata.identifier.flatMap(IdentifierText.value) { fill("identifiers", value: identifier) }
        fillLanguages()
    }

    private mutating func fill(_ role: String, _ text: String) {
        guard let field = type.field(role: role), fields[field.name] == nil, !Trimming.trimmed(text).isEmpty else {
            return
        }
        let reading = fieldText.read(text, for: field, language: language ?? "en")
        if let first = reading.values.first {
            fields[field.name] = field.cardinality.isList ? .array(reading.values) : first
        }
    }

    private mutating func fill(_ role: String, value: JSONValue) {
        guard let field = type.field(role: role), fields[field.name] == nil else { return }
        fields[field.name] = field.cardinality.isList ? [value] : value
    }

    private mutating func fillDate(_ role: String, _ text: String?) {
        guard let text, let date = CalendarDate(written: text) else { return }
        fill(role, value: .string(date.iso))
    }

    // MARK: - Title

    private mutating func fillTitle(fileName: String) {
        guard let field = type.field(role: "title"), fields[field.name] == nil else { return }
        var title: String?
        var own = language ?? "en"
        if let block = titleBlock {
            title = Self.oneLine(blocks[block].text)
            if let marked = blocks[block].language.flatMap(LanguageGuess.primary), marked != "en" { own = marked }
        }
        if title == nil, let property = metadata.title.flatMap(Self.oneLine), !Self.isGenericTitle(property) {
            title = property
        }
        let words = title ?? Self.title(fileName: fileName)
        guard let words, !words.isEmpty else { return }
        if LanguageGuess.isGaelic(words) { own = "gd" }
        fields[field.name] = [own: .string(words)]
    }

    private static func oneLine(_ text: String) -> String? {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let trimmed = Trimming.trimmed(String(line.prefix(500)))
        return trimmed.isEmpty ? nil : trimmed
    }

    /// `2026_feedback-notes.docx` → “2026 feedback-notes”.
    static func title(fileName: String) -> String? {
        var name = fileName.split(separator: "/").last.map(String.init) ?? fileName
        if let dot = name.lastIndex(of: "."), dot > name.startIndex, name.distance(from: dot, to: name.endIndex) <= 6 {
            name = String(name[..<dot])
        }
        return oneLine(String(name.map { $0 == "_" ? " " : $0 }))
    }

    /// Titles that programs write by themselves.
    static func isGenericTitle(_ title: String) -> Bool {
        let key = Folding.key(title)
        if key.isEmpty || title.hasPrefix("Microsoft Word - ") || title.contains("{{") || title.contains("%s") {
            return true
        }
        let bare = key.split(separator: " ").filter { !$0.allSatisfy(\.isNumber) }.joined(separator: " ")
        let letters = String(bare.reversed().drop(while: \.isNumber).reversed())
        if genericTitles.contains(letters) { return true }
        return [".doc", ".docx", ".odt", ".dotx", ".rtf", ".pdf", ".tmp"].contains { title.lowercased().hasSuffix($0) }
    }

    private static let genericTitles: Set<String> = [
        "document", "untitled", "untitled document", "presentation", "powerpoint presentation", "slide", "title",
        "word document", "default",
        "template", "new document", "book", "sheet", "workbook", "no title", "blank document", "insert title here",
        "document title", "doc",
    ]

    private static let genericNames: Set<String> = [
        "author", "user", "windows user", "microsoft office user", "admin", "administrator", "owner", "teacher",
        "staff", "python docx",
        "openpyxl", "unknown", "default", "guest", "pc", "dell", "hp", "lenovo",
    ]

    // MARK: - Languages

    /// Finds the main language: by the marks of the text, by its words where the marks say nothing else, by the property.
    mutating func findLanguage() {
        var sizes: [String: Int] = [:]
        for index in blocks.indices {
            if blocks[index].kind == .table {
                for cell in blocks[index].rows.joined() where !cell.text.isEmpty {
                    if let own = LanguageGuess.isGaelic(cell.text)
                        ? "gd" : (cell.language ?? blocks[index].language).flatMap(LanguageGuess.primary)
                    {
                        sizes[own, default: 0] += cell.text.utf8.count
                    }
                }
                continue
            }
            let text = blocks[index].text
            guard !text.isEmpty else { continue }
            // Word processors mark Gaelic as English when nobody told them.
            if LanguageGuess.isGaelic(text), blocks[index].language.flatMap(LanguageGuess.primary) != "gd" {
                blocks[index].language = "gd"
            }
            var rest = text.utf8.count
            for run in blocks[index].runs {
                guard let own = LanguageGuess.primary(run.language) else { continue }
                sizes[own, default: 0] += max(0, run.end - run.start)
                rest -= max(0, run.end - run.start)
            }
            if let own = blocks[index].language.flatMap(LanguageGuess.primary)
                ?? metadata.language.flatMap(LanguageGuess.primary), rest > 0
            {
                sizes[own, default: 0] += rest
            }
        }
        languageSizes = sizes
        language =
            sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            ?? metadata.language.flatMap(LanguageGuess.primary)
        if language == nil {
            let sample = blocks.lazy.map(\.text).filter { !$0.isEmpty }.prefix(200).joined(separator: " ")
            language = LanguageGuess.isEnglish(sample) ? "en" : nil
        }
    }

    private mutating func fillLanguages() {
        guard let field = type.field(role: "language") else { return }
        func term(_ code: String) -> JSONValue? {
            if case .found(let concept) = vocabularies.resolve(code, in: field.vocabularies) {
                return .string(concept.id)
            }
            return nil
        }
        let total = max(1, languageSizes.values.reduce(0, +))
        let ranked = languageSizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if fields[field.name] == nil {
            let main = ranked.filter { $0.value * 10 >= total }.map(\.key)
            let values = (main.isEmpty ? language.map { [$0] } ?? [] : main).compactMap(term)
            if !values.isEmpty { fields[field.name] = .array(values) }
        }
        if let runs = type.field("runLanguages"), fields[runs.name] == nil {
            let all = ranked.map(\.key).compactMap(term)
            if all.count > 1 { fields[runs.name] = .array(all) }
        }
    }
}
