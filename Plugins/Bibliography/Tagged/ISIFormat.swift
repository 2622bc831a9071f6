extension TaggedFormat {
    /// The tagged export of the Web of Science and its kin.
    static let isi = TaggedFormat(
        name: "Web of Science", syntax: .isi,
        roles: table([
            "PT": .type, "DT": .documentType, "AU": .author, "BA": .names(.containerAuthor), "BE": .editor,
            "ED": .editor, "CA": .corporateAuthor, "GP": .corporateAuthor, "TI": .title, "SO": .journal,
            "SE": .seriesTitle, "BS": .text(.collectionTitleShort), "J9": .journalShort, "JI": .journalShort,
            "LA": .language, "DE": .keyword, "ID": .keyword, "AB": .abstract, "PU": .text(.publisher),
            "PI": .text(.publisherPlace), "SN": .issn, "EI": .issn, "BN": .isbn, "DI": .doi, "D2": .doi, "PM": .pmid,
            "PY": .date, "PD": .datePart, "VL": .text(.volume), "IS": .issue, "BP": .start, "EP": .end, "PS": .pages,
            "AR": .articleNumber, "PN": .text(.partNumber), "UT": .accession, "CT": .text(.eventTitle),
            "CL": .text(.eventPlace), "ED2": .text(.edition), "UR": .address, "AN": .accession,
        ]),
        type: csl, lists: Set(["AU", "AF", "BA", "BF", "BE", "ED", "CA", "GP", "CR"].map { FieldTag($0) }),
        prepare: { record in
            // Full names where there are as many of them as short ones.
            prefer("AF", over: "AU", &record)
            prefer("BF", over: "BA", &record)
            if record.first(FieldTag("BP")) != nil { record.fields.removeAll { $0.tag == FieldTag("PS") } }
            splitNames(["AU"], &record)
        },
        marksEnds: true)

    private static func csl(_ types: [String]) -> String? {
        switch types.first?.lowercased() {
        case "j", "journal", "journal article", "article": "article-journal"
        case "b", "book": "book"
        case "s", "series", "book section", "book in series": "chapter"
        case "c", "conference", "conference proceeding", "proceedings": "paper-conference"
        case "p", "patent": "patent"
        case "t", "thesis": "thesis"
        case "r", "report": "report"
        default: nil
        }
    }

    /// Takes the fields `full` for `short` when there are no fewer.
    static func prefer(_ full: StaticString, over short: StaticString, _ record: inout TaggedRecord) {
        let (full, short) = (FieldTag(full), FieldTag(short))
        let count = record.fields.count { $0.tag == full && !$0.value.isEmpty }
        guard count > 0 else { return }
        if count >= record.fields.count(where: { $0.tag == short }) {
            record.fields.removeAll { $0.tag == short }
            for index in record.fields.indices where record.fields[index].tag == full {
                record.fields[index].tag = short
            }
        }
    }

    /// Fields that hold several names between semicolons become several fields.
    static func splitNames(_ tags: [StaticString], _ record: inout TaggedRecord) {
        let tags = Set(tags.map { FieldTag($0) })
        guard record.fields.contains(where: { tags.contains($0.tag) && record.bytes[$0.value].contains(semicolon) })
        else { return }
        var fields: [TaggedRecord.Field] = []
        for field in record.fields {
            guard tags.contains(field.tag) else {
                fields.append(field)
                continue
            }
            var start = field.value.lowerBound
            for index in field.value where record.bytes[index] == semicolon {
                fields.append(.init(tag: field.tag, value: ASCII.trimmed(record.bytes, start..<index)))
                start = index + 1
            }
            fields.append(.init(tag: field.tag, value: ASCII.trimmed(record.bytes, start..<field.value.upperBound)))
        }
        record.fields = fields
    }

    private static let semicolon = UInt8(ascii: ";")
}
