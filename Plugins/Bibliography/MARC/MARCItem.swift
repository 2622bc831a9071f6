/// Makes the item of a MARC 21 record, or of a UNIMARC one as far as its fields have a counterpart. Fields without a place
/// are kept whole under their numbers.
struct MARCItem {
    private var record: MARCRecord
    private var builder: ItemBuilder
    private var authors: [PersonName] = []
    private var others: [(variable: CSLVariable, names: [PersonName])] = []
    private var keywords: [String] = []
    private var notes: [String] = []
    private var genres: [String] = []
    private var thesis: String?
    private var hasHost = false
    private var key: String?

    static func map(_ record: MARCRecord, _ builder: inout ItemBuilder) -> MappedRecord? {
        var item = MARCItem(record: record, builder: builder)
        guard item.map() else { return nil }
        builder = item.builder
        return MappedRecord(key: item.key, type: item.kindWords)
    }

    private init(record: MARCRecord, builder: ItemBuilder) {
        self.record = record
        self.builder = builder
    }

    private mutating func map() -> Bool {
        guard !record.fields.isEmpty else { return false }
        if !record.has(245), record.has(200) { UNIMARC.translate(&record) }
        for field in record.fields { take(field) }
        builder.set(.type, type())
        if let key { builder.set(.id, key) }
        builder.set(.author, authors)
        for list in others { builder.set(list.variable, list.names) }
        if !keywords.isEmpty { builder.set(.keyword, keywords.joined(separator: "; ")) }
        if !notes.isEmpty { builder.set(.note, notes.joined(separator: "\n")) }
        if let genre = thesis ?? genres.first { builder.set(.genre, genre) }
        return true
    }

    // MARK: - Fields

    private mutating func take(_ field: MARCRecord.Field) {
        switch field.tag {
        case 1:
            let value = ASCII.trimmed(record.bytes, field.value)
            if !value.isEmpty { key = record.text(value) }
        case 8: fixed(field.value)
        case 20: number(field, .ISBN)
        case 22: number(field, .ISSN)
        case 24:
            if let value = record.first(field, "a") {
                if let doi = Identifiers.doi(record.bytes, value), !builder.has(.DOI) {
                    builder.set(.DOI, doi)
                } else {
                    keep(field)
                }
            }
        case 41:
            // Three letters each, some catalogues write them without a gap.
            if let value = record.first(field, "a"), value.count >= 3 {
                builder.set(.language, LanguageTag.normal(record.text(value.lowerBound..<value.lowerBound + 3)))
            }
        case 50, 90: if let value = record.first(field, "a") { setOnce(.callNumber, value, field) }
        case 100, 110, 111, 700, 710, 711: name(field)
        case 245: title(field)
        case 240: if let value = record.first(field, "a") { setOnce(.originalTitle, record.withoutStop(value), field) }
        case 250: if let value = record.first(field, "a") { setOnce(.edition, record.withoutStop(value), field) }
        case 260: publication(field)
        case 264: if field.indicators.1 == UInt8(ascii: "4") { keep(field) } else { publication(field) }
        case 300: if let value = record.first(field, "a") { setOnce(.numberOfPages, pages(value), field) }
        case 440, 490, 830: series(field)
        case 500, 501, 504, 508, 511, 518, 546: notes += written(field, "ab")
        case 502:
            thesis = written(field, "abcd").first
            if let thesis { builder.keep("502", thesis) }
        case 520: if let value = record.first(field, "a") { setOnce(.abstract, value, field) }
        case 600, 610, 611, 630, 648, 650, 651, 653: subject(field)
        case 655: genres += written(field, "a")
        case 773: host(field)
        case 856: address(field)
        default: keep(field)
        }
    }

    private mutating func keep(_ field: MARCRecord.Field) {
        // The numbers of records and dates of their change say nothing of the work.
        guard field.tag > 8 || field.tag == 0 else { return }
        let digits = String(field.tag)
        builder.keep(String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits, record.written(field))
    }

    private func written(_ field: MARCRecord.Field, _ codes: String) -> [String] {
        let parts = record.all(field, codes).map { record.text($0) }
        return parts.isEmpty ? [] : [parts.joined(separator: " ")]
    }

    private mutating func setOnce(_ variable: CSLVariable, _ value: Range<Int>, _ field: MARCRecord.Field) {
        if builder.has(variable) { keep(field) } else { builder.set(variable, record.bytes, value) }
    }

    /// Date and language of the fixed field: `240101s1960    xx … eng d`.
    private mutating func fixed(_ value: Range<Int>) {
        guard value.count >= 11 else { return }
        let year = value.lowerBound + 7..<value.lowerBound + 11
        if record.bytes[year].allSatisfy({ ASCII.isDigit($0) }), let number = Int(record.text(year)), number > 0,
            number < 9999
        {
            builder.set(.issued, PartialDate(year: number))
        }
        guard value.count >= 38 else { return }
        let language = value.lowerBound + 35..<value.lowerBound + 38
        if record.bytes[language].allSatisfy({ ASCII.isLetter($0) }) {
            let code = record.text(language)
            if !["zxx", "und", "mul"].contains(code) { builder.set(.language, LanguageTag.normal(code)) }
        }
    }

    private mutating func number(_ field: MARCRecord.Field, _ variable: CSLVariable) {
        guard let value = record.first(field, "a") else { return keep(field) }
        let number = Identifiers.serial(record.text(value))
        if let known = builder.text(variable) {
            if known != number { builder.set(variable, "\(known) \(number)") }
        } else {
            builder.set(variable, number)
        }
    }

    private mutating func title(_ field: MARCRecord.Field) {
        var parts: [Range<Int>] = []
        for subfield in record.subfields[field.subfields] where "abnp".utf8.contains(subfield.code) {
            let value = record.withoutStop(subfield.value)
            if !value.isEmpty { parts.append(value) }
        }
        guard !builder.has(.title), let first = parts.first else { return keep(field) }
        if parts.count == 1 {
            builder.set(.title, record.bytes, first)
        } else {
            builder.set(.title, parts.map { record.text($0) }.joined(separator: ": "))
        }
        if let words = record.first(field, "c") { builder.keep("245c", record.bytes, words) }
    }

    private mutating func publication(_ field: MARCRecord.Field) {
        if let value = record.first(field, "a") { setOnce(.publisherPlace, withoutBrackets(value), field) }
        if let value = record.first(field, "b") { setOnce(.publisher, withoutBrackets(value), field) }
        guard !builder.has(.issued), let value = record.first(field, "c") else { return }
        let text = record.text(value)
        if let year = PartialDate.year(in: text) {
            builder.set(.issued, PartialDate(year: year))
        } else {
            builder.setLiteralDate(.issued, text)
        }
    }

    private func withoutBrackets(_ range: Range<Int>) -> Range<Int> {
        guard range.count > 2, record.bytes[range.lowerBound] == UInt8(ascii: "["),
            record.bytes[range.upperBound - 1] == UInt8(ascii: "]")
        else { return range }
        return range.lowerBound + 1..<range.upperBound - 1
    }

    private func pages(_ value: Range<Int>) -> Range<Int> {
        var end = value.lowerBound
        while end < value.upperBound, ASCII.isDigit(record.bytes[end]) { end += 1 }
        return end > value.lowerBound ? value.lowerBound..<end : value
    }

    private mutating func series(_ field: MARCRecord.Field) {
        guard let value = record.first(field, "a") ?? record.first(field, "t") else { return keep(field) }
        if let known = builder.text(.collectionTitle) {
            if known != record.text(value) { keep(field) }
            return
        }
        builder.set(.collectionTitle, record.bytes, value)
        if let number = record.first(field, "v") { builder.set(.collectionNumber, record.bytes, number) }
    }

    private mutating func subject(_ field: MARCRecord.Field) {
        let parts = record.all(field, "abcdtvxyz").map { record.text(record.withoutStop($0)) }
        guard !parts.isEmpty else { return }
        let words = parts.joined(separator: " -- ")
        if !keywords.contains(words), keywords.count < 2_000 { keywords.append(words) }
    }

    private mutating func address(_ field: MARCRecord.Field) {
        for value in record.all(field, "u") {
            let text = record.text(value)
            if !builder.has(.DOI), let doi = Identifiers.doi(inAddress: text) { builder.set(.DOI, doi) }
            if builder.has(.URL) { builder.keep("856", text) } else { builder.set(.URL, text) }
        }
    }

    /// The work that this one is a part of: `$t Journal $g Vol. 33, p. 842-857 $x 1234-5678`.
    private mutating func host(_ field: MARCRecord.Field) {
        guard !hasHost else { return keep(field) }
        hasHost = true
        if let title = record.first(field, "t") ?? record.first(field, "a") {
            builder.set(.containerTitle, record.bytes, record.withoutStop(title))
        }
        if let number = record.first(field, "x") { builder.set(.ISSN, record.bytes, number) }
        if let number = record.first(field, "z"), !builder.has(.ISBN) { builder.set(.ISBN, record.bytes, number) }
        guard let part = record.first(field, "g") else { return }
        let found = HostPart(record.bytes, part)
        if let volume = found.volume { builder.set(.volume, record.bytes, volume) }
        if let issue = found.issue { builder.set(.issue, record.bytes, issue) }
        if let pages = found.pages { builder.set(.page, Identifiers.pages(record.text(pages))) }
        if found.volume == nil, found.pages == nil { builder.keep("773g", record.bytes, part) }
    }

    // MARK: - Names

    private mutating func name(_ field: MARCRecord.Field) {
        guard let value = record.first(field, "a") else { return keep(field) }
        let isPerson = field.tag == 100 || field.tag == 700
        let name: PersonName
        if isPerson {
            let range = record.withoutStop(value)
            if field.indicators.0 == UInt8(ascii: "0") || !record.bytes[range].contains(UInt8(ascii: ",")) {
                name = PersonName(family: record.text(range))
            } else if let parts = PersonName.plain(record.bytes, range) {
                name = PersonName(family: record.text(parts.family), given: record.text(parts.given))
            } else {
                name = PersonName.parse(record.text(range)) ?? .literal(record.text(range))
            }
        } else {
            name = .literal(record.all(field, "ab").map { record.text(record.withoutStop($0)) }.joined(separator: ". "))
        }
        // A name with a title stands for a work by that person.
        if field.tag >= 700, record.first(field, "t") != nil { return keep(field) }
        var variable = CSLVariable.author
        let roles = record.all(field, field.tag % 100 == 11 ? "4j" : "4e")
        for role in roles {
            if let found = Relators.variable(record.text(role)) {
                variable = found
                break
            }
            variable = .contributor
        }
        if variable == .author {
            authors.append(name)
        } else if let place = others.firstIndex(where: { $0.variable == variable }) {
            others[place].names.append(name)
        } else {
            others.append((variable, [name]))
        }
    }

    // MARK: - Kind

    private var kindCodes: (type: UInt8, level: UInt8) {
        guard record.leader.count >= 8 else { return (0, 0) }
        return (record.bytes[record.leader.lowerBound + 6], record.bytes[record.leader.lowerBound + 7])
    }

    private var kindWords: String? {
        let (type, level) = kindCodes
        guard type > 0x20, level > 0x20, type < 0x7F, level < 0x7F else { return nil }
        return String(decoding: [type, level], as: UTF8.self)
    }

    private func type() -> String {
        if thesis != nil { return "thesis" }
        for genre in genres {
            switch genre.lowercased() {
            case let word where word.contains("hochschulschrift") || word.contains("thes"): return "thesis"
            case let word where word.contains("conference") || word.contains("konferenzschrift"): return "book"
            default: break
            }
        }
        let (type, level) = kindCodes
        switch type {
        case UInt8(ascii: "e"), UInt8(ascii: "f"): return "map"
        case UInt8(ascii: "c"), UInt8(ascii: "d"): return "musical_score"
        case UInt8(ascii: "g"): return "motion_picture"
        case UInt8(ascii: "i"), UInt8(ascii: "j"): return "song"
        case UInt8(ascii: "k"), UInt8(ascii: "r"): return "graphic"
        case UInt8(ascii: "m"): return "dataset"
        case UInt8(ascii: "t"): return "manuscript"
        default: break
        }
        let isPart = level == UInt8(ascii: "a") || level == UInt8(ascii: "b")
        if hasHost { return builder.has(.ISBN) && isPart && !builder.has(.volume) ? "chapter" : "article-journal" }
        if level == UInt8(ascii: "s") || level == UInt8(ascii: "i") { return "periodical" }
        return isPart ? "article" : "book"
    }
}
