/// The element and attribute names of OpenDocument that the reader knows. At most 255.
enum ODFName: String, CaseIterable {
    // Documents and their sections
    case document, body, text, meta, styles, settings, scripts, forms, script, chart, spreadsheet, presentation, drawing
    case documentContent = "document-content", documentStyles = "document-styles", documentMeta = "document-meta"
    case automaticStyles = "automatic-styles", masterStyles = "master-styles", fontFaceDecls = "font-face-decls"
    case masterPage = "master-page", header, footer, headerLeft = "header-left", footerLeft = "footer-left"
    case headerFirst = "header-first", footerFirst = "footer-first", mimetype, version
    // Text
    case p, h, span, a, s, c, tab, section, display, list, ruby, name, `class`
    case lineBreak = "line-break", softPageBreak = "soft-page-break", styleName = "style-name"
    case outlineLevel = "outline-level", listItem = "list-item", listHeader = "list-header"
    case numberedParagraph = "numbered-paragraph", sectionSource = "section-source"
    case note, noteBody = "note-body", noteCitation = "note-citation", noteClass = "note-class"
    case rubyBase = "ruby-base", rubyText = "ruby-text", pageNumber = "page-number", pageCount = "page-count"
    case hiddenText = "hidden-text", stringValue = "string-value", bookmark, bookmarkStart = "bookmark-start"
    case trackedChanges = "tracked-changes", changedRegion = "changed-region", deletion, insertion
    case formatChange = "format-change", changeInfo = "change-info", annotation, creator, date
    case tocSource = "table-of-content-source", illustrationSource = "illustration-index-source"
    case tableSource = "table-index-source", objectSource = "object-index-source", userSource = "user-index-source"
    case alphabeticalSource = "alphabetical-index-source", bibliographySource = "bibliography-source"
    case sequenceDecls = "sequence-decls", variableDecls = "variable-decls", userFieldDecls = "user-field-decls"
    case ddeDecls = "dde-connection-decls", eventListeners = "event-listeners", href, bibliographyMark =
        "bibliography-mark"
    case annotationEnd = "annotation-end", label, value, currentValue = "current-value"
    // Tables
    case table, tableRow = "table-row", tableCell = "table-cell", coveredCell = "covered-table-cell"
    case headerRows = "table-header-rows", columnsSpanned = "number-columns-spanned", rowsSpanned =
        "number-rows-spanned"
    case columnsRepeated = "number-columns-repeated", rowsRepeated = "number-rows-repeated"
    // Drawings
    case frame, textBox = "text-box", image, object, objectOle = "object-ole", title, desc, math, semantics
    case binaryData = "binary-data", plugin, mimeType = "mime-type", g, mtext, mi, mn, mo, mfrac, msup, msub, mrow
    // Styles
    case style, family, defaultStyle = "default-style", displayName = "display-name", parentStyle = "parent-style-name"
    case defaultOutline = "default-outline-level", textProperties = "text-properties", language, country
    case languageAsian = "language-asian", countryAsian = "country-asian", languageComplex = "language-complex"
    case countryComplex = "country-complex", fontWeight = "font-weight", listStyle = "list-style"
    case listLevelNumber = "list-level-style-number", listLevelBullet = "list-level-style-bullet"
    case listLevelImage = "list-level-style-image", level, listStyleName = "list-style-name", numFormat = "num-format"
    // Meta data and the manifest
    case initialCreator = "initial-creator", creationDate = "creation-date", subject, description, keyword, generator
    case userDefined = "user-defined", publisher, rights, identifier, contributor, fileEntry = "file-entry"
    case fullPath = "full-path", encryptionData = "encryption-data"

    /// The name's number in the parser's vocabulary.
    var number: Int { Int(unsafeBitCast(self, to: UInt8.self)) + 1 }

    /// The name with a number that the parser gave; nil for 0.
    init?(number: Int) {
        guard number > 0, number <= ODFName.encryptionData.number else { return nil }
        // A closed enumeration without payloads is stored as the place of its case; the tests compare all of them.
        self = unsafeBitCast(UInt8(truncatingIfNeeded: number - 1), to: ODFName.self)
    }

    static let words = allCases.map(\.rawValue)
}

/// The namespaces of OpenDocument.
enum ODFSpace: Int, CaseIterable {
    case none = 0, office, text, table, draw, style, fo, xlink, dc, meta, manifest, svg, form, math, chart, script

    static let addresses: [[String]] = allCases.dropFirst().map { space in
        let oasis = "urn:oasis:names:tc:opendocument:xmlns:"
        let old = "http://openoffice.org/2000/"
        switch space {
        case .none: return []
        case .office: return [oasis + "office:1.0", old + "office"]
        case .text: return [oasis + "text:1.0", old + "text"]
        case .table: return [oasis + "table:1.0", old + "table"]
        case .draw: return [oasis + "drawing:1.0", old + "drawing"]
        case .style: return [oasis + "style:1.0", old + "style"]
        case .fo: return [oasis + "xsl-fo-compatible:1.0", "http://www.w3.org/1999/XSL/Format"]
        case .xlink: return ["http://www.w3.org/1999/xlink"]
        case .dc: return ["http://purl.org/dc/elements/1.1/"]
        case .meta: return [oasis + "meta:1.0", old + "meta"]
        case .manifest: return [oasis + "manifest:1.0", old + "manifest"]
        case .svg: return [oasis + "svg-compatible:1.0", "http://www.w3.org/2000/svg"]
        case .form: return [oasis + "form:1.0"]
        case .math: return ["http://www.w3.org/1998/Math/MathML"]
        case .chart: return [oasis + "chart:1.0"]
        case .script: return [oasis + "script:1.0"]
        }
    }
}
