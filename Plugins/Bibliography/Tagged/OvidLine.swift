/// The lines of Ovid's exports: the name of a field on a line of its own, its value indented below.
enum OvidLine {
    /// The line `<1>` that begins a record.
    static let number = FieldTag("<>")

    static func read(_ bytes: [UInt8], _ line: Range<Int>) -> (tag: FieldTag, value: Int)? {
        guard !line.isEmpty else { return nil }
        let text = ASCII.trimmed(bytes, line)
        if bytes[line.lowerBound] == UInt8(ascii: "<"), text.count >= 3, text.count <= 12,
            bytes[text.upperBound - 1] == UInt8(ascii: ">"),
            bytes[text.lowerBound + 1..<text.upperBound - 1].allSatisfy({ ASCII.isDigit($0) })
        {
            return (number, line.upperBound)
        }
        guard bytes[line.lowerBound] > 0x20, text.count <= 48,
            let tag = names[ASCII.lowered(bytes[text].filter { $0 != UInt8(ascii: ":") })]
        else { return nil }
        return (tag, line.upperBound)
    }

    /// The names of fields, with tags of our own; values of all others stay with the field before them.
    private static let names: [String: FieldTag] = [
        "abstract": FieldTag("AB"), "accession number": FieldTag("AN"), "author": FieldTag("AU"),
        "authors": FieldTag("AU"), "author e-mail": FieldTag("EM"), "author keywords": FieldTag("KW"),
        "author nameid": FieldTag("AI"), "book title": FieldTag("BT"), "chapter title": FieldTag("CT"),
        "conference": FieldTag("CF"), "copyright": FieldTag("CP"), "country of publication": FieldTag("CY"),
        "date of publication": FieldTag("DP"), "digital object identifier": FieldTag("DO"), "doi": FieldTag("DO"),
        "doi number": FieldTag("DO"), "document type": FieldTag("DT"), "edition": FieldTag("ET"),
        "editor": FieldTag("ED"), "editors": FieldTag("ED"), "institution": FieldTag("AD"), "isbn": FieldTag("IB"),
        "issn": FieldTag("SN"), "issn electronic": FieldTag("SE"), "issn print": FieldTag("SN"),
        "issue/part": FieldTag("IS"), "journal name": FieldTag("JN"), "journal subset": FieldTag("JS"),
        "keyword heading": FieldTag("KW"), "keyword heading owner": FieldTag("KO"), "keywords": FieldTag("KW"),
        "key concepts": FieldTag("KW"), "language": FieldTag("LA"),
        "link to the ovid full text or citation": FieldTag("UR"), "local messages": FieldTag("LM"),
        "mesh subject headings": FieldTag("MH"), "nlm journal code": FieldTag("NJ"), "nlm journal name": FieldTag("JN"),
        "page": FieldTag("PG"), "publication type": FieldTag("PT"), "publisher": FieldTag("PB"),
        "publisher information": FieldTag("PB"), "publishing model": FieldTag("PM"), "score": FieldTag("SC"),
        "source": FieldTag("SO"), "status": FieldTag("ST"), "subject headings": FieldTag("MH"),
        "title": FieldTag("TI"), "title comment": FieldTag("TC"), "unique identifier": FieldTag("UI"),
        "url": FieldTag("UR"), "volume": FieldTag("VO"), "year of publication": FieldTag("YR"),
    ]
}
