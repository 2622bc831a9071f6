import KistModel
import KistProtocol

extension FormPass {
    /// Puts what an entry says where its label belongs. False when something of it was not understood and must stay.
    mutating func take(_ entry: FormEntry, _ meaning: FormLabels.Meaning) -> Bool {
        if entry.items.isEmpty, entry.value.isEmpty || Placeholders.isPrompt(entry.value) { return true }
        switch meaning {
        case .type:
            recognised.append(.init(label: entry.label, field: "type", place: entry.place))
            return true
        case .id:
            guard let id = RecordID(Trimming.trimmed(entry.value)) else { return false }
            declaredID = declaredID ?? id
            recognised.append(.init(label: entry.label, field: "id", place: entry.place))
            return true
        case .relation(let relation): return takeRelation(entry, relation, targetField: nil)
        case .field(let field):
            if field.kind == .reference { return takeReferences(entry, field) }
            return takeValues(entry, field)
        }
    }

    // MARK: - Values

    private mutating func takeValues(_ entry: FormEntry, _ field: FieldSchema) -> Bool {
        var text = entry.value
        if entry.source == .section { text = entry.items.joined(separator: "\n") }
        let own = languageOf(entry, field, text)
        var reading = fieldText.read(text, for: field, language: own)
        if field.kind == .url || field.kind == .identifier, reading.values.isEmpty, !entry.links.isEmpty {
            reading = fieldText.read(entry.links.joined(separator: "\n"), for: field)
        }
        if entry.source == .section, !reading.unread.isEmpty, !isShort(entry) { return false }
        var isWhole = reading.unread.isEmpty
        if !reading.values.isEmpty { isWhole = put(reading.values, field, entry) && isWhole }
        for unread in reading.unread {
            let nearest = unread.nearest.first.map { "; did you mean “\($0)”?" } ?? "."
            warn(
                "form-value-unread",
                "“\(Self.shortened(unread.text))” is not a value of “\(field.label())”, so it stays in the text\(nearest)",
                place: entry.place)
        }
        return isWhole
    }

    private mutating func put(_ values: [JSONValue], _ field: FieldSchema, _ entry: FormEntry) -> Bool {
        guard !settled.contains(field.name) else { return true }
        if field.role == "summary", entry.source == .section, let text = values[0].object?.members.first?.value.string,
            text.count > SchemaValidator.longestSummary
        {
            return false
        }
        if field.cardinality.isList {
            let before = fields[field.name]?.items ?? []
            fields[field.name] = .array(before + values.filter { !before.contains($0) })
        } else if let known = fields[field.name] {
            if case .object(var texts) = known, field.kind == .localText, case .object(let more) = values[0] {
                // The same text in another language.
                for member in more.members where texts[member.name] == nil { texts[member.name] = member.value }
                if texts.count > (known.object?.count ?? 0) {
                    fields[field.name] = .object(texts)
                    recognised.append(.init(label: entry.label, field: field.name, place: entry.place))
                    return true
                }
            }
            if known != values[0] {
                // A heading that is called like a field and says more stays in the text as it is: nothing is lost.
                guard entry.source != .section else { return false }
                warn(
                    "form-given-twice", "“\(field.label())” is given twice; the first value was taken.",
                    place: entry.place)
                return false
            }
        } else {
            fields[field.name] = values[0]
        }
        if entry.source == .property { settled.insert(field.name) }
        recognised.append(.init(label: entry.label, field: field.name, place: entry.place))
        return true
    }

    /// Language of a text field's value: as the document marks it, as its words show, as the label was written.
    private func languageOf(_ entry: FormEntry, _ field: FieldSchema, _ text: String) -> String {
        if LanguageGuess.isGaelic(text) { return "gd" }
        if let marked = entry.language.flatMap(LanguageGuess.primary), marked != "und" {
            // Word processors mark everything in their own language: only another one says something.
            if marked != "en" { return marked }
        }
        if let spoken = labels.language(of: entry.label, field), spoken != "en", field.kind == .localText,
            !LanguageGuess.isEnglish(text)
        {
            return spoken
        }
        return language ?? "en"
    }

    private func isShort(_ entry: FormEntry) -> Bool { entry.items.allSatisfy { $0.count <= 80 } }

    static func shortened(_ text: String) -> String { text.count > 80 ? text.prefix(80) + "…" : text }

    // MARK: - References and relations

    private mutating func takeReferences(_ entry: FormEntry, _ field: FieldSchema) -> Bool {
        let isList = field.role == "studies" || field.role == "furtherReading"
        if let relation = field.relation, !isList { return takeRelation(entry, relation, targetField: field) }
        var values: [JSONValue] = []
        let texts = mentions(entry, isSingle: !field.cardinality.isList)
        let named = entry.source == .section ? texts.filter { !Self.isProse($0) } : texts
        for text in named {
            values.append(RecordReference(words: text).json)
            if field.role == "studies" { references.append(ReferenceMention(text, place: entry.place)) }
        }
        guard !values.isEmpty, put(values, field, entry) else { return false }
        return named.count == texts.count
    }

    /// A sentence that stands in a list of references and names no work: no year, no address, and a full stop at its end.
    private static func isProse(_ text: String) -> Bool {
        let mention = ReferenceMention(text, place: "")
        return mention.doi == nil && mention.year == nil && text.hasSuffix(".") && !text.contains("://")
    }

    private mutating func takeRelation(_ entry: FormEntry, _ relation: String, targetField: FieldSchema?) -> Bool {
        guard let concept = vocabularies.concept(relation) else { return false }
        let forward = concept.isInverseForm ? concept.inverse ?? relation : relation
        // A list of what a document refers to is a list of references.
        let isReferenceList = concept.properties["kist:referenceList"] == ["true"] && !concept.isInverseForm
        let texts = mentions(entry, isSingle: targetField.map { !$0.cardinality.isList } ?? false)
        let named = isReferenceList && entry.source == .section ? texts.filter { !Self.isProse($0) } : texts
        guard !named.isEmpty else { return false }
        for text in named {
            if isReferenceList, targetField == nil { references.append(ReferenceMention(text, place: entry.place)) }
            var mention = RelationMention(
                relation: forward, words: text, isInverse: concept.isInverseForm, place: entry.place)
            refine(&mention)
            if !relations.contains(where: {
                $0.relation == mention.relation && $0.words == mention.words && $0.isInverse == mention.isInverse
            }) {
                relations.append(mention)
            }
        }
        recognised.append(.init(label: entry.label, field: targetField?.name ?? relation, place: entry.place))
        // A list of references stays in the text as well: a document is looked for by the works that it names.
        return named.count == texts.count && !(isReferenceList && entry.source == .section)
    }

    /// The texts that name records: a line or list item each, or between semicolons in one line.
    private func mentions(_ entry: FormEntry, isSingle: Bool) -> [String] {
        if entry.source == .section { return entry.items.flatMap(Trimming.lines) }
        if isSingle { return [Trimming.lines(entry.value).joined(separator: " ")] }
        let lines = Trimming.lines(entry.value)
        guard lines.count == 1 else { return lines }
        // “Hinge questions; direction: mixed” is one mention with what is said of it.
        var result: [String] = []
        for piece in Trimming.pieces(lines[0], ";") {
            if linkLabel(piece) != nil, !result.isEmpty {
                result[result.count - 1] += "; " + piece
            } else {
                result.append(piece)
            }
        }
        return result
    }

    /// Takes “; direction: mixed; strength: strong” and a quotation off the words.
    private func refine(_ mention: inout RelationMention) {
        var words: [String] = []
        for piece in mention.words.split(separator: ";", omittingEmptySubsequences: false) {
            guard !words.isEmpty, let (field, value) = linkLabel(String(piece)) else {
                words.append(String(piece))
                continue
            }
            let reading = fieldText.read(value, for: field)
            switch field.role {
            case "direction": mention.direction = reading.values.first?.string
            case "strength": mention.strength = reading.values.first?.string
            case "quote": mention.quote = Self.unquoted(value)
            case "locator": mention.locator = value
            case "note": mention.note = value
            default: words.append(String(piece))
            }
        }
        var text = Trimming.trimmed(words.joined(separator: ";"))
        if mention.quote == nil, let open = text.firstIndex(of: "“"), open > text.startIndex,
            let close = text[open...].lastIndex(of: "”")
        {
            let before = Trimming.trimmed(text[..<open]).trimmingEnd("–—-:,")
            // “Hattie (2009) ‘…’” keeps a title in quotation marks: only what follows a dash or colon is a quotation.
            let lead = Trimming.trimmed(text[..<open]).last
            if !before.isEmpty, let lead, "–—-:".contains(lead) {
                mention.quote = String(text[text.index(after: open)..<close])
                let rest = Trimming.trimmed(text[text.index(after: close)...])
                if rest.hasPrefix("("), rest.hasSuffix(")") {
                    mention.locator = mention.locator ?? String(rest.dropFirst().dropLast())
                }
                text = before
            }
        }
        mention.words = Self.unquoted(text)
    }

    private func linkLabel(_ piece: String) -> (FieldSchema, String)? {
        guard let link = schemas.types.first(where: { $0.field(role: "relation") != nil }),
            let colon = piece.firstIndex(of: ":")
        else { return nil }
        let value = Trimming.trimmed(piece[piece.index(after: colon)...])
        guard !value.isEmpty,
            let field = link.field(label: String(piece[..<colon])) ?? strengthField(String(piece[..<colon]), link),
            ["direction", "strength", "quote", "locator", "note"].contains(field.role ?? "")
        else { return nil }
        return (field, value)
    }

    /// “Strength” alone means the link's strength here.
    private func strengthField(_ label: String, _ link: TypeSchema) -> FieldSchema? {
        Folding.key(label) == "strength" ? link.field(role: "strength") : nil
    }

    private static func unquoted(_ text: String) -> String {
        let pairs: [Character: Character] = ["“": "”", "\"": "\"", "‘": "’", "'": "'"]
        guard let first = text.first, let close = pairs[first], text.last == close, text.count > 2 else { return text }
        return String(text.dropFirst().dropLast())
    }
}

extension String {
    fileprivate func trimmingEnd(_ characters: String) -> String {
        var text = Substring(self)
        while let last = text.last, characters.contains(last) || last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
