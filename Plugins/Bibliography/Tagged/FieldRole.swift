/// What a field of a tagged record says about the work.
enum FieldRole: Sendable {
    case type
    /// The kind of document, where the type names only what the record came from; kept beside.
    case documentType
    case author, editor, seriesEditor, translator
    /// An editor, or the editor of the series where the work is a book.
    case secondAuthor
    case names(CSLVariable)
    /// A body that is an author.
    case corporateAuthor
    case title, secondTitle, bookTitle, seriesTitle, journal, journalShort
    case date
    /// Month and day, or a date, to complete the year.
    case datePart
    case dateTo(CSLVariable)
    case keyword, note, abstract, address
    /// An ISSN or ISBN; one whose kind is known.
    case number, issn, isbn
    case doi
    /// `10.1000/x [doi]`, `S0140 [pii]`.
    case articleID
    case start, end, pages, issue, database, accession, key, kind, language, pmid, pmcid, articleNumber
    case text(CSLVariable)
    /// Says nothing about the work.
    case ignored
}
