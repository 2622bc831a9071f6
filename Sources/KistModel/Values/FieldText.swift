/// Values between what people write in forms, and on the command line, and what records hold.
public struct FieldText: Sendable {
    /// What a text gave.
    public struct Reading: Hashable, Sendable {
        public var values: [JSONValue] = []
        /// Parts that are no value of the field, with the nearest names of values.
        public var unread: [Unread] = []
    }

    public struct Unread: Hashable, Sendable {
        public var text: String
        public var nearest: [String]

        public init(_ text: String, nearest: [String] = []) {
            self.text = text
            self.nearest = nearest
        }
    }

    public let vocabularies: VocabularySet

    public init(vocabularies: VocabularySet) { self.vocabularies = vocabularies }

    /// The values that `text` says for `field`. Several stand on lines of their own; terms, codes, keywords, people and
    /// identifiers may also be separated by semicolons (terms and codes by commas).
    /// - Parameter language: of the text, for fields that hold texts by language.
    public func read(_ text: String, for field: FieldSchema, language: String = "en") -> Reading {
        let trimmed = Trimming.trimmed(text)
        guard !trimmed.isEmpty else { return Reading() }
        var reading: Reading
        switch field.kind {
        case .text: reading = each(field.cardinality.isList ? Trimming.lines(trimmed) : [trimmed]) { .string($0) }
        case .localText:
            reading = each(localTexts(trimmed, field)) { [language.isEmpty ? "und" : language: .string($0)] }
        case .term: reading = terms(trimmed, field)
        case .date: reading = each(pieces(trimmed, field, ";")) { CalendarDate(written: $0).map { .string($0.iso) } }
        case .number: reading = each(pieces(trimmed, field, ";")) { number($0) }
        case .integer:
            reading = each(pieces(trimmed, field, ";")) { text in number(text).flatMap { $0.int }.map { .int($0) } }
        case .boolean: reading = each([trimmed], truth)
        case .duration: reading = each([trimmed]) { DurationText.iso($0).map { .string($0) } }
        case .url: reading = each(pieces(trimmed, field, " ")) { WebAddress.isPlausible($0) ? .string($0) : nil }
        case .reference: reading = each(pieces(trimmed, field, ";")) { RecordReference(words: $0).json }
        case .identifier: reading = each(identifierPieces(trimmed), IdentifierText.value)
        case .agent:
            let values = AgentText(vocabularies: vocabularies, schemes: field.vocabularies).agents(trimmed)
            reading = values.isEmpty ? Reading(unread: [Unread(trimmed)]) : Reading(values: values)
        case .code:
            reading = each(pieces(trimmed, field, ";,")) {
                CodeText.normal($0, pattern: field.pattern).map { .string($0) }
            }
        case .object: reading = objects(trimmed, field, language)
        case .blocks, .file, .json: reading = Reading(unread: [Unread(trimmed)])
        }
        if !field.cardinality.isList, reading.values.count > 1 {
            reading.unread += reading.values.dropFirst().map {
                Unread(write($0, of: field, language: language) ?? trimmed)
            }
            reading.values.removeSubrange(1...)
        }
        return reading
    }

    /// One value as a text that ``read(_:for:language:)`` understands; nil for what is not written in forms.
    public func write(_ value: JSONValue, of field: FieldSchema, language: String = "en") -> String? {
        switch field.kind {
        case .text, .url, .code: return value.string
        case .date: return value.string
        case .localText: return value.string ?? value[language]?.string ?? value.object?.members.first?.value.string
        case .term: return value.string.map { vocabularies.label($0, language) }
        case .number, .integer: if case .number(let text) = value { return text } else { return nil }
        case .boolean:
            return value.bool.map { flag in language == "gd" ? (flag ? "tha" : "chan eil") : flag ? "yes" : "no" }
        case .duration: return value.string.map(DurationText.words(ofISO:))
        case .reference: return RecordReference(value).flatMap { $0.words ?? $0.id?.text }
        case .identifier: return IdentifierText.text(value)
        case .agent: return AgentText(vocabularies: vocabularies, schemes: field.vocabularies).text(value, language)
        case .object: return objectText(value, field, language)
        case .blocks, .file, .json: return nil
        }
    }

    /// True when people can write the field.
    public static func isWritable(_ field: FieldSchema) -> Bool {
        !field.isDerived && ![.blocks, .file, .json].contains(field.kind)
    }

    // MARK: - Simple kinds

    private func each(_ pieces: [String], _ value: (String) -> JSONValue?) -> Reading {
        var reading = Reading()
        for piece in pieces {
            if let value = value(piece) { reading.values.append(value) } else { reading.unread.append(Unread(piece)) }
        }
        return reading
    }

    private func pieces(_ text: String, _ field: FieldSchema, _ separators: String) -> [String] {
        field.cardinality.isList ? Trimming.lines(text).flatMap { Trimming.pieces($0, separators) } : [text]
    }

    private func localTexts(_ text: String, _ field: FieldSchema) -> [String] {
        guard field.cardinality.isList else { return [text] }
        let pieces = Trimming.lines(text).flatMap { Trimming.pieces($0, ";") }
        if pieces.count == 1, field.role == "keywords" { return Trimming.pieces(pieces[0], ",") }
        return pieces
    }

    private func identifierPieces(_ text: String) -> [String] {
        let pieces = Trimming.lines(text).flatMap { Trimming.pieces($0, ";,") }
        return pieces.flatMap { piece in
            IdentifierText.value(piece) != nil
                ? [piece]
                : Trimming.pieces(piece, " ").allSatisfy { IdentifierText.value($0) != nil }
                    ? Trimming.pieces(piece, " ") : [piece]
        }
    }

    private func number(_ text: String) -> JSONValue? {
        let bare = text.filter { $0 != "," && $0 != " " && $0 != "\u{A0}" }
        guard bare.utf8.count <= 30, bare.utf8.allSatisfy({ $0 &- 0x30 < 10 || "+-.eE".utf8.contains($0) }),
            let value = Double(bare), value.isFinite
        else { return nil }
        guard let number = try? JSONParser.parse(bare), case .number = number else { return .double(value) }
        return number
    }

    private func truth(_ text: String) -> JSONValue? {
        switch Folding.key(text) {
        case "yes", "y", "true", "tha", "se", "seadh", "x": true
        case "no", "n", "false", "chan eil", "cha", "chan e", "no e": false
        default: text == "☒" || text == "☑" || text == "✓" ? true : text == "☐" ? false : nil
        }
    }

    // MARK: - Terms

    private func terms(_ text: String, _ field: FieldSchema) -> Reading {
        if let values = concepts(text, field) { return Reading(values: values.map { .string($0.id) }) }
        guard field.cardinality.isList else { return Reading(unread: [unread(text, field)]) }
        var reading = Reading()
        for line in Trimming.lines(text) {
            var pending = [line]
            for separators in [";", ",", "/|•·"] {
                pending = pending.flatMap { piece in
                    concepts(piece, field) != nil ? [piece] : Trimming.pieces(piece, separators)
                }
            }
            pending = pending.flatMap { piece -> [String] in
                if concepts(piece, field) != nil { return [piece] }
                let parts = split(piece, at: ["and", "&", "agus", "or"])
                return parts.allSatisfy { concepts($0, field) != nil } ? parts : [piece]
            }
            for piece in pending {
                if let found = concepts(piece, field) {
                    for concept in found where !reading.values.contains(.string(concept.id)) {
                        reading.values.append(.string(concept.id))
                    }
                } else {
                    reading.unread.append(unread(piece, field))
                }
            }
        }
        return reading
    }

    /// The term that `text` names, or those from one to another (“P5 to P7”, “S1–S3”).
    private func concepts(_ text: String, _ field: FieldSchema) -> [Concept]? {
        if let concept = vocabularies.concept(named: text, in: field.vocabularies) { return [concept] }
        guard field.cardinality.isList else { return nil }
        var ends = split(text, at: ["to", "gu", "–", "-"])
        if ends.count != 2 { ends = Trimming.pieces(text, "-–—") }
        guard ends.count == 2, let first = vocabularies.concept(named: ends[0], in: field.vocabularies),
            let last = vocabularies.concept(named: ends[1], in: [first.scheme]), first.order < last.order
        else { return nil }
        return vocabularies.concepts(in: [first.scheme]).filter { (first.order...last.order).contains($0.order) }
    }

    private func split(_ text: String, at words: Set<String>) -> [String] {
        var parts: [String] = [""]
        for word in text.split(separator: " ") {
            if words.contains(word.lowercased()) {
                parts.append("")
            } else {
                parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word
            }
        }
        return parts.filter { !$0.isEmpty }
    }

    private func unread(_ text: String, _ field: FieldSchema) -> Unread {
        switch vocabularies.resolve(text, in: field.vocabularies) {
        case .unknown(let nearest): Unread(text, nearest: nearest)
        case .ambiguous(let concepts): Unread(text, nearest: concepts.map { $0.label() })
        case .found(let concept): Unread(text, nearest: [concept.label()])
        }
    }

    // MARK: - Objects

    private func objects(_ text: String, _ field: FieldSchema, _ language: String) -> Reading {
        let lines = Trimming.lines(text)
        var groups = field.cardinality.isList ? lines : [text]
        // One object whose members stand on lines of their own.
        let labels = lines.map { label(of: $0, field)?.0.name }
        if lines.count > 1, labels.allSatisfy({ $0 != nil }), Set(labels).count == labels.count {
            groups = [lines.joined(separator: "; ")]
        }
        var reading = Reading()
        for group in groups {
            if let object = object(group, field, language) {
                reading.values.append(object)
            } else {
                reading.unread.append(Unread(group, nearest: field.fields.map { $0.label(language) }))
            }
        }
        return reading
    }

    /// `main text; Label: value; Label: value`. A part that begins with no member's label belongs to the part before it.
    private func object(_ text: String, _ field: FieldSchema, _ language: String) -> JSONValue? {
        var parts: [(member: FieldSchema?, text: String)] = []
        for piece in text.split(separator: ";", omittingEmptySubsequences: false) {
            if let (member, value) = label(of: String(piece), field),
                !parts.contains(where: { $0.member?.name == member.name })
            {
                parts.append((member, value))
            } else if parts.isEmpty {
                parts.append((nil, String(piece)))
            } else {
                parts[parts.count - 1].text += ";" + piece
            }
        }
        var object = JSONObject()
        for part in parts {
            let body = Trimming.trimmed(part.text)
            if body.isEmpty { continue }
            if let member = part.member {
                let inner = read(body, for: member, language: language)
                guard inner.unread.isEmpty, let first = inner.values.first else { return nil }
                object[member.name] = member.cardinality.isList ? .array(inner.values) : first
            } else {
                guard let main = field.fields.first, main.kind == .text, object[main.name] == nil else { return nil }
                object[main.name] = .string(body)
            }
        }
        return object.isEmpty ? nil : .object(object)
    }

    private func label(of text: String, _ field: FieldSchema) -> (FieldSchema, String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let key = Folding.key(String(text[..<colon]))
        guard !key.isEmpty, let member = field.fields.first(where: { $0.labelKeys.contains(key) }) else { return nil }
        return (member, Trimming.trimmed(text[text.index(after: colon)...]))
    }

    private func objectText(_ value: JSONValue, _ field: FieldSchema, _ language: String) -> String? {
        guard let object = value.object else { return nil }
        var parts: [String] = []
        for (index, member) in field.fields.enumerated() {
            let texts = (object[member.name]?.items ?? []).compactMap { write($0, of: member, language: language) }
            guard !texts.isEmpty else { continue }
            let text = texts.joined(separator: ", ")
            parts.append(index == 0 && member.kind == .text ? text : "\(member.label(language)): \(text)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
