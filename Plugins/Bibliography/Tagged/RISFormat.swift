extension TaggedFormat {
    /// RIS, in the standard of 2011, then as EndNote and publishers' sites write it.
    static let ris = TaggedFormat(
        name: "RIS", syntax: .ris,
        roles: table([
            "TY": .type, "AU": .author, "A1": .author, "A2": .secondAuthor, "ED": .editor, "A3": .seriesEditor,
            "A4": .translator, "TI": .title, "T1": .title, "CT": .title, "T2": .secondTitle, "BT": .bookTitle,
            "T3": .seriesTitle, "JF": .journal, "JO": .journalShort, "JA": .journalShort, "J1": .journalShort,
            "J2": .journalShort, "PY": .date, "Y1": .date, "DA": .date, "YR": .date, "Y2": .dateTo(.accessed),
            "KW": .keyword, "K1": .keyword, "N1": .note, "NO": .note, "AB": .abstract, "N2": .abstract,
            "UR": .address, "LK": .address, "SN": .number, "DO": .doi, "DI": .doi, "SP": .start, "EP": .end,
            "IS": .issue, "CP": .issue, "IP": .issue, "DB": .database, "AN": .accession, "ID": .key, "M3": .kind,
            "LA": .language, "C7": .articleNumber, "C2": .pmcid, "VL": .text(.volume), "VO": .text(.volume),
            "PB": .text(.publisher), "CY": .text(.publisherPlace), "PP": .text(.publisherPlace),
            "ET": .text(.edition), "ST": .text(.titleShort), "CN": .text(.callNumber), "DP": .text(.source),
            "NV": .text(.numberOfVolumes), "SE": .text(.section), "OP": .text(.originalTitle),
            "RI": .text(.reviewedTitle), "TT": .text(.translatedTitle),
        ]),
        // Of several types in one record the last counts.
        type: { types in
            guard let type = types.last else { return nil }
            return RISTypes.csl(type) ?? type.words.first.flatMap { RISTypes.csl($0.uppercased()) }
        },
        marksEnds: true)

    static func table(_ roles: KeyValuePairs<StaticString, FieldRole>) -> [FieldTag: FieldRole] {
        Dictionary(roles.map { (FieldTag($0.key), $0.value) }) { $1 }
    }
}
