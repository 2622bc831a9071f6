import KistModel

/// Makes the CSL-JSON item of a tagged record. Tags mean different things in different kinds of reference and in
/// different programs; for RIS the standard of 2011 decides, then what EndNote and publishers' sites write.
struct ReferenceItem {
    /// Most names of one list that are read.
    static let maximumNames = 10_000

    struct Result {
        var item: ItemBuilder
        var key: String?
        /// The source's own words for the kind of work.
        var type: String
        var cutNames: Bool
    }

    var record: TaggedRecord
    let format: TaggedFormat
    var builder = ItemBuilder()
    var kind = "document"
    var types: [String] = []
    var key: Range<Int>?
    var titles: [Range<Int>] = []
    var secondTitle: Range<Int>?
    var bookTitle: Range<Int>?
    var journal: Range<Int>?
    var journalShort: Range<Int>?
    var seriesTitle: Range<Int>?
    var dates: [Range<Int>] = []
    var dateParts: [Range<Int>] = []
    var keywords: [Range<Int>] = []
    var notes: [Range<Int>] = []
    var abstracts: [Range<Int>] = []
    var addresses: [Range<Int>] = []
    var numbers: [Range<Int>] = []
    var issns: [Range<Int>] = []
    var isbns: [Range<Int>] = []
    var kinds: [Range<Int>] = []
    var start: Range<Int>?
    var end: Range<Int>?
    var pages: Range<Int>?
    var issue: Range<Int>?
    var database: Range<Int>?
    var accession: Range<Int>?
    var articleNumber: Range<Int>?
    private var authors: [Person] = []
    private var editors: [Person] = []
    private var seriesEditors: [Person] = []
    private var translators: [Person] = []
    private var cutNames = false

    private struct Person {
        var range: Range<Int>
        var isBody = false
    }

    static func map(_ record: TaggedRecord, _ format: TaggedFormat) -> Result {
        var item = ReferenceItem(record: record, format: format)
        item.map()
        return Result(
            item: item.builder, key: item.key.map { item.record.text($0) }, type: item.types.first ?? "",
            cutNames: item.cutNames)
    }

    private init(record: TaggedRecord, format: TaggedFormat) {
        self.record = record
        self.format = format
    }

    private mutating func map() {
        for field in record.fields where field.tag == format.typeTag && !field.value.isEmpty {
            types.append(record.text(field.value))
        }
        kind = format.type(types) ?? "document"
        for field in record.fields where !field.value.isEmpty { take(field) }
        finish()
    }

    // MARK: - Fields

    private mutating func take(_ field: TaggedRecord.Field) {
        let value = field.value
        switch format.role(field.tag) {
        case .type: if types.count > 1 { keep(field.tag, value) }
        case .documentType: keep(field.tag, value)
        case .author: Self.add(value, to: &authors, &cutNames)
        case .corporateAuthor: Self.add(value, to: &authors, &cutNames, isBody: true)
        case .editor: Self.add(value, to: &editors, &cutNames)
        case .secondAuthor:
            switch kind {
            case "book": Self.add(value, to: &seriesEditors, &cutNames)
            case "thesis": keep(field.tag, value)
            default: Self.add(value, to: &editors, &cutNames)
            }
        case .seriesEditor: Self.add(value, to: &seriesEditors, &cutNames)
        case .translator: Self.add(value, to: &translators, &cutNames)
        case .names(let variable):
            if builder.has(variable) { keep(field.tag, value) } else { write([Person(range: value)], variable) }
        case .title: titles.append(record.folded(value))
        case .secondTitle:
            let line = record.folded(value)
            if isFirst(secondTitle, line, field.tag) { secondTitle = line }
        case .bookTitle:
            let line = record.folded(value)
            if isFirst(bookTitle, line, field.tag) { bookTitle = line }
        case .seriesTitle:
            let line = record.folded(value)
            if isFirst(seriesTitle, line, field.tag) { seriesTitle = line }
        case .journal:
            let line = record.folded(value)
            if isFirst(journal, line, field.tag) { journal = line }
        case .journalShort:
            let line = record.folded(value)
            if isFirst(journalShort, line, field.tag) { journalShort = line }
        case .date: dates.append(value)
        case .datePart: dateParts.append(value)
        case .dateTo(let variable):
            if !builder.has(variable), let date = ReferenceDate.read(record.text(value)) {
                builder.set(variable, date)
            } else {
                keep(field.tag, value)
            }
        case .keyword: keywords.append(value)
        case .note: notes.append(value)
        case .abstract: if !abstracts.contains(where: { record.same($0, value) }) { abstracts.append(value) }
        case .address: addresses.append(value)
        case .number: numbers.append(value)
        case .issn: issns.append(value)
        case .isbn: isbns.append(value)
        case .doi:
            if !builder.has(.DOI), let doi = Identifiers.doi(record.bytes, value) {
                builder.set(.DOI, doi)
            } else {
                keep(field.tag, value)
            }
        case .articleID: articleID(field)
        case .start: if isFirst(start, value, field.tag) { start = value }
        case .end: if isFirst(end, value, field.tag) { end = value }
        case .pages: if isFirst(pages, value, field.tag) { pages = value }
        case .issue: if isFirst(issue, value, field.tag) { issue = value }
        case .database: if isFirst(database, value, field.tag) { database = value }
        case .accession: if isFirst(accession, value, field.tag) { accession = value }
        case .articleNumber: if isFirst(articleNumber, value, field.tag) { articleNumber = value }
        case .key: if isFirst(key, value, field.tag) { key = value }
        case .kind: kinds.append(value)
        case .pmid:
            if builder.has(.PMID) { keep(field.tag, value) } else { builder.set(.PMID, record.bytes, value) }
        case .pmcid:
            if !builder.has(.PMCID), record.bytes[value].starts(with: "PMC".utf8) {
                builder.set(.PMCID, record.bytes, value)
            } else {
                keep(field.tag, value)
            }
        case .language:
            if builder.has(.language) {
                keep(field.tag, value)
            } else {
                builder.set(.language, LanguageTag.normal(record.text(value)))
            }
        case .text(let variable):
            if builder.has(variable) { keep(field.tag, value) } else { builder.set(variable, record.bytes, value) }
        case .ignored: break
        case nil: keep(field.tag, value)
        }
    }

    func text(_ range: Range<Int>) -> String { record.text(range) }

    mutating func keep(_ tag: FieldTag, _ value: Range<Int>) { builder.keep(tag.text, record.bytes, value) }

    mutating func set(_ variable: CSLVariable, _ value: Range<Int>) { builder.set(variable, record.bytes, value) }

    /// Whether there is no such value yet; another one goes aside.
    private mutating func isFirst(_ known: Range<Int>?, _ value: Range<Int>, _ tag: FieldTag) -> Bool {
        guard let known else { return true }
        if !record.same(known, value) { keep(tag, value) }
        return false
    }

    private mutating func articleID(_ field: TaggedRecord.Field) {
        let text = text(field.value)
        if text.hasSuffix("[doi]") || text.hasPrefix("doi:"), !builder.has(.DOI), let doi = Identifiers.doi(text) {
            builder.set(.DOI, doi)
        } else if text.hasSuffix("[doi]"), Identifiers.doi(text) == builder.text(.DOI) {
            return
        } else {
            keep(field.tag, field.value)
        }
    }

    // MARK: - Names

    private static func add(
        _ value: Range<Int>, to people: inout [Person], _ isCut: inout Bool, isBody: Bool = false
    ) {
        guard people.count < maximumNames else {
            isCut = true
            return
        }
        people.append(Person(range: value, isBody: isBody))
    }

    private mutating func write(_ people: [Person], _ variable: CSLVariable) {
        guard !people.isEmpty else { return }
        var list = builder.beginNames(variable)
        for person in people {
            if person.isBody {
                builder.add(.literal(text(person.range)), to: &list)
            } else if let parts = PersonName.plain(record.bytes, person.range) {
                builder.add(record.bytes, family: parts.family, given: parts.given, to: &list)
            } else if let name = name(person.range) {
                builder.add(name, to: &list)
            }
        }
        builder.end(list)
    }

    private func name(_ range: Range<Int>) -> PersonName? {
        let text = text(range)
        switch format.nameStyle {
        case .plain: return PersonName.parse(text)
        case .medline: return PersonName.medline(text) ?? PersonName.parse(text)
        }
    }

    mutating func finishNames() {
        write(authors, .author)
        write(editors, .editor)
        write(seriesEditors, .collectionEditor)
        write(translators, .translator)
    }
}
