import Foundation
import KistModel

/// The searchable text of one record, in the same groups and by the same rules as a collection's own index has it.
struct IndexText {
    /// Groups in the order of their bits in a posting; the Gaelic three come after these as fields of their own.
    enum Group: Int, CaseIterable {
        case title, summary, text, names, codes

        var weight: Double {
            switch self {
            case .title: 4
            case .summary: 2
            case .text: 1
            case .names: 1.5
            case .codes: 3
            }
        }
    }

    private(set) var words: [Group: [String]] = [:]
    private(set) var gaelic: [Group: [String]] = [:]
    private let facts: RecordFacts

    init(_ export: ExportRecord, facts: RecordFacts) {
        self.facts = facts
        let record = export.record
        add(record.id.text, .codes, "en")
        for field in facts.schemas[record.type]?.fields ?? [] where !field.isPrivate {
            guard let value = record[field.name] else { continue }
            switch field.kind {
            case .blocks: addBlocks(value, language: facts.language(record))
            case .json where field.role == "csl":
                for member in ["container-title", "publisher", "collection-title"] {
                    add(value[member]?.string, .names, "en")
                }
            case .json: break
            default: add(value, field)
            }
            if field.role == "identifiers" {
                for item in value.items { add(Identifier(item)?.value, .codes, "en") }
            }
        }
        for file in export.files { add(file.name, .names, "en") }
    }

    private mutating func add(_ value: JSONValue, _ field: FieldSchema) {
        let group = Self.group(of: field)
        for item in value.items {
            switch field.kind {
            case .localText: for text in RecordFacts.texts(item) { add(text.text, group, text.language) }
            case .term:
                guard let concept = item.string.flatMap({ facts.vocabularies.concept($0) }) else { continue }
                for (language, label) in concept.labels.sorted(by: { $0.key < $1.key }) {
                    add(label, .summary, language)
                }
                for notation in concept.notations { add(notation, .codes, "en") }
            case .code: add(item.string, .codes, "en")
            case .agent, .file: add(item["name"]?.string, .names, "en")
            case .reference: add(RecordReference(item)?.words, .names, "en")
            case .text: add(item.string, group, "en")
            case .object:
                if let text = item.string { add(text, group, "en") }
                for member in field.fields where !member.isPrivate {
                    if let inner = item[member.name] { add(inner, member) }
                }
            default: break
            }
        }
    }

    private mutating func addBlocks(_ value: JSONValue, language: String) {
        // Pages do not show what is hidden, so nobody would see why it was found.
        for block in value.items where block["part"]?.string != "hidden" {
            let own = block["language"]?.string ?? language
            for row in block["rows"]?.items ?? [] {
                for cell in row.items { add(cell.string ?? cell["text"]?.string, .text, own) }
            }
            guard let text = block["text"]?.string else { continue }
            add(text, .text, own)
            let bytes = Array(text.utf8)
            for run in block["runs"]?.items ?? [] {
                guard let parts = run.array, parts.count >= 3, let start = parts[0].int, let end = parts[1].int,
                    let tag = parts[2].string,
                    0 <= start, start < end, end <= bytes.count, Self.isGaelic(tag) != Self.isGaelic(own)
                else { continue }
                add(String(decoding: bytes[start..<end], as: UTF8.self), .text, tag)
            }
        }
    }

    private mutating func add(_ text: String?, _ group: Group, _ language: String) {
        guard let text, !text.isEmpty else { return }
        if Self.isGaelic(language), group.rawValue < 3 {
            gaelic[group, default: []] += Self.gaelicWords(text)
        } else {
            words[group, default: []] += Folding.key(text).split(separator: " ").map(String.init)
        }
    }

    private static func isGaelic(_ tag: String) -> Bool { tag.prefix { $0 != "-" }.lowercased() == "gd" }

    private static func group(of field: FieldSchema) -> Group {
        switch field.role {
        case "title", "altTitle": .title
        case "summary", "keywords": .summary
        case "place", "agents": .names
        default: (field.searchWeight ?? 0) >= 2 ? .summary : .text
        }
    }

    /// Written words with their apostrophes and hyphens inside, in their own case: the page undoes mutations itself.
    static func gaelicWords(_ text: String) -> [String] {
        var found: [String] = []
        var word = ""
        var pending: Character?
        for character in text.precomposedStringWithCanonicalMapping {
            let scalar = character.unicodeScalars.first?.value ?? 0
            if character.isLetter || character.isNumber {
                if let mark = pending, !word.isEmpty { word.append(mark) }
                pending = nil
                word.append(character)
            } else if !word.isEmpty, pending == nil, [0x27, 0x2018, 0x2019, 0x02BC].contains(scalar) {
                pending = "'"
            } else if !word.isEmpty, pending == nil, [0x2D, 0x2010, 0x2011].contains(scalar) {
                pending = "-"
            } else if scalar != 0xAD {
                if !word.isEmpty { found.append(word) }
                word = ""
                pending = nil
            }
        }
        if !word.isEmpty { found.append(word) }
        return found
    }
}
