/// One `@word{…}` of a BibTeX file, cut out of it but not yet understood.
struct BibTeXBlock {
    enum Kind {
        /// An entry of this type (lower case).
        case entry(String)
        case string
        case preamble
        case comment
    }

    var kind: Kind
    /// From `@` to the closing brace or bracket.
    var bytes: [UInt8]
    /// Offset in `bytes` of the first byte after the opening brace.
    var body: Int
    /// Line of the `@`, from 1.
    var line: Int
    /// Place of the `@` in the whole text.
    var offset: Int64
}

/// What is found on the way through a BibTeX file.
enum BibTeXPiece {
    case block(BibTeXBlock)
    /// An entry that cannot be read: why, where, and how it begins.
    case broken(BibTeXFault)
}

/// Why one entry could not be read.
struct BibTeXFault: Error {
    enum Reason: String {
        case unclosed = "bibtex-unclosed"
        case tooLarge = "limit-entry"
        case syntax = "bibtex-syntax"
    }

    var reason: Reason
    var line: Int
    /// The first characters of the entry, to find it by.
    var start: String
    var message: String
}
