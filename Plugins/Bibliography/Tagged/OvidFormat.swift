extension TaggedFormat {
    /// Ovid's citation export.
    static let ovid = TaggedFormat(
        name: "Ovid", syntax: .ovid,
        roles: table([
            "<>": .ignored, "PT": .documentType, "TY": .type, "AU": .author, "ED": .editor, "TI": .title,
            "CT": .title, "BT": .bookTitle, "JN": .journal, "J1": .journal, "SO": .note, "DP": .datePart,
            "YR": .date, "VO": .text(.volume), "IS": .issue, "PG": .pages, "AB": .abstract, "DO": .doi,
            "SN": .issn, "SE": .issn, "IB": .isbn, "KW": .keyword, "MH": .keyword, "LA": .language, "UR": .address,
            "UI": .pmid, "AN": .accession, "PB": .text(.publisher), "CY": .text(.publisherPlace),
            "ET": .text(.edition), "CF": .text(.eventTitle),
        ]),
        type: { types in
            switch types.first?.lowercased() {
            case let kind? where kind.contains("chapter"): "chapter"
            case let kind? where kind.contains("book"): "book"
            case let kind? where kind.contains("conference"): "paper-conference"
            case let kind? where kind.contains("dissertation"): "thesis"
            default: "article-journal"
            }
        },
        prepare: { record in
            splitNames(["AU", "ED"], &record)
            OvidSource.prepare(&record)
        },
        namesTypes: false)
}

/// What Ovid packs into other fields: numbers of institutions after names, and the journal, volume, pages and date of
/// the “Source”.
enum OvidSource {
    static func prepare(_ record: inout TaggedRecord) {
        let author = FieldTag("AU"), editor = FieldTag("ED"), source = FieldTag("SO")
        for index in record.fields.indices {
            let field = record.fields[index]
            if field.tag == author || field.tag == editor {
                var text = record.text(field.value)
                let isEditor = text.contains("[Ed]") || text.contains("(Ed)")
                for mark in ["[Ed]", "(Ed)"] { text = text.replacing(mark, with: "") }
                let words = text.words.filter { word in
                    !word.utf8.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "*") }
                }
                record.fields[index].value = record.add(words.joined(separator: " "))
                if isEditor { record.fields[index].tag = editor }
            } else if field.tag == FieldTag("TI") {
                // `A title.[Miscellaneous]`: what stands in brackets is the kind of contribution.
                let text = record.text(field.value)
                guard text.hasSuffix("]"), let bracket = text.lastIndex(of: "["), text[..<bracket].hasSuffix(".") else {
                    continue
                }
                record.fields[index].value = record.add(String(text[..<bracket].dropLast()))
                record.fields.append(.init(tag: FieldTag("TC"), value: record.add(text[bracket...].trimming("[]"))))
            } else if field.tag == source {
                read(record.text(field.value).words.joined(separator: " "), &record, keeping: index)
            }
        }
        if let kind = record.first(FieldTag("PT")) ?? record.first(FieldTag("DT")) {
            record.fields.append(.init(tag: FieldTag("TY"), value: kind))
        }
    }

    /// `Nursing Science Quarterly. 28(2):103-106, April 2015.` and `A Journal. Vol 28(2) April 2015, 103-106.`
    private static func read(_ text: String, _ record: inout TaggedRecord, keeping index: Int) {
        guard let found = Place(Array(text.utf8)) else {
            if let year = PartialDate.year(in: text) {
                record.fields.append(.init(tag: FieldTag("YR"), value: record.add(String(year))))
            }
            return
        }
        for (tag, value) in [
            ("J1", found.journal), ("VO", found.volume), ("IS", found.issue), ("PG", found.pages), ("YR", found.date),
        ] where !value.isEmpty {
            record.fields.append(.init(tag: FieldTag(tag), value: record.add(value)))
        }
        record.fields[index].tag = FieldTag("<>")
    }

    private struct Place {
        var journal = ""
        var volume = ""
        var issue = ""
        var pages = ""
        var date = ""

        init?(_ text: [UInt8]) {
            guard text.count < 4_000 else { return nil }
            var index = 1
            while index < text.count {
                defer { index += 1 }
                guard ASCII.isDigit(text[index]), text[index - 1] == 0x20 else { continue }
                var next = index
                while next < text.count, ASCII.isDigit(text[next]) { next += 1 }
                volume = ASCII.text(text, index..<next)
                issue = ""
                if next < text.count, text[next] == UInt8(ascii: "("),
                    let close = text[next...].firstIndex(of: UInt8(ascii: ")")), close - next < 40
                {
                    issue = ASCII.text(text, next + 1..<close)
                    next = close + 1
                }
                let before = ASCII.text(text, 0..<index).trimmed
                let isVolume = before.lowercased().hasSuffix("vol") || before.lowercased().hasSuffix("vol.")
                let rest = ASCII.text(text, min(next + 1, text.count)..<text.count).trimming(".")
                let parts = rest.split(separator: ",").map(\.trimmed)
                if next < text.count, text[next] == UInt8(ascii: ":") {
                    pages = parts.first ?? ""
                    date = parts.dropFirst().joined(separator: ", ")
                } else if isVolume, parts.count > 1, let last = parts.last {
                    pages = last.trimming("p.")
                    date = parts.dropLast().joined(separator: ", ")
                } else {
                    continue
                }
                journal = (isVolume ? before.dropLast(before.hasSuffix(".") ? 4 : 3)[...] : before[...]).trimming(".,")
                return
            }
            return nil
        }
    }
}
