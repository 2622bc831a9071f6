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
        for field in record.fields where !field.value.isEmpty {
            if case .type = format.roles[field.tag] { types.append(record.text(field.value)) }
        }
        kind = format.type(types) ?? "document"
        for field in record.fields where !field.value.isEmpty { take(field) }
        finish()
    }

    // MARK: - Fields

    private mutating func take(_ field: TaggedRecord.Field) {
        let value = field.value
        switch format.roles[field.tag] {
        case .type: if types.count > 1 { keep(field.tag, value) }
        case .documentType: keep(field.tag, value)
        case .author: add(value, to: \.authors)
        case .corporateAuthor: add(value, to: \.authors, isBody: true)
        case .editor: add(value, to: \.editors)
        case .secondAuthor:
            switch kind {
            case "book": add(value, to: \.seriesEditors)
            case "thesis": keep(field.tag, value)
            default: add(value, to: \.editors)
            }
        case .seriesEditor: add(value, to: \.seriesEditors)
        case .translator: add(value, to: \.translators)
        case .names(let variable):
            if builder.has(variable) { keep(field.tag, value) } else { write([Person(range: value)], variable) }
        case .title: titles.append(record.folded(value))
        case .secondTitle: once(\.secondTitle, record.folded(value), field.tag)
        case .bookTitle: once(\.bookTitle, record.folded(value), field.tag)
        case .seriesTitle: once(\.seriesTitle, record.folded(value), field.tag)
        case .journal: once(\.journal, record.folded(value), field.tag)
        case .journalShort: once(\.journalShort, record.folded(value), field.tag)
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
        case .start: once(\.start, value, field.tag)
        case .end: once(\.end, value, field.tag)
        case .pages: once(\.pages, value, field.tag)
        case .issue: once(\.issue, value, field.tag)
        case .database: once(\.database, value, field.tag)
        case .accession: once(\.accession, value, field.tag)
        case .articleNumber: once(\.articleNumber, value, field.tag)
        case .key: once(\.key, value, field.tag)
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

    /// Keeps the first value; another one goes aside.
    private mutating func once(_ place: WritableKeyPath<Self, Range<Int>?>, _ value: Range<Int>, _ tag: FieldTag) {
        if let known = self[keyPath: place] {
            if !record.same(known, value) { keep(tag, value) }
        } else {
            self[keyPath: place] = value
        }
    }

    private mutating func articleID(_ field: TaggedRecord.Field) {
        let text = text(field.value)
        if text.hasSuffix("[doi]"), !builder.has(.DOI), let doi = Identifiers.doi(text) {
            builder.set(.DOI, doi)
        } else if text.hasSuffix("[doi]"), Identifiers.doi(text) == builder.text(.DOI) {
            return
        } else {
            keep(field.tag, field.value)
        }
    }

    // MARK: - Names

    private mutating func add(_ value: Range<Int>, to place: WritableKeyPath<Self, [Person]>, isBody: Bool = false) {
        guard self[keyPath: place].count < Self.maximumNames else {
            cutNames = true
            return
        }
        self[keyPath: place].append(Person(range: value, isBody: isBody))
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
