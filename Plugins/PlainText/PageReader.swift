import KistPlugin

/// The text of a web page: what stands between tags, in the blocks that the tags make. Pages are seldom right, so nothing is
/// demanded of them: what is not closed ends with what it stands in, and scripts, styles and forms are passed over.
struct PageReader {
    private static let deepestList = 9
    private static let mostCells = 100_000

    private let source: [UInt8]
    private let limits: JobLimits
    private var document = TextDocument()
    private var position = 0
    private var line = 1

    private var text: [UInt8] = []
    private var links: [TextLink] = []
    private var bold: [ByteSpan] = []
    private var linkStart: (offset: Int, target: String)?
    private var boldStart: Int?
    private var blockLine = 1
    private var kind = DocumentBlock.Kind.paragraph
    private var level = 0
    /// Lists that are open: whether each is counted.
    private var lists: [Bool] = []
    private var isTitle = false
    private var isKept = false
    private var rows: [[TableCell]]?
    private var cell: (start: Bool, isHeader: Bool)?
    private var cells = 0

    static func read(_ bytes: [UInt8], limits: JobLimits) -> TextDocument {
        var reader = PageReader(source: bytes, limits: limits)
        while reader.position < reader.source.count { reader.step() }
        reader.endBlock()
        reader.endTable()
        return reader.document
    }

    private init(source: [UInt8], limits: JobLimits) {
        self.source = source
        self.limits = limits
    }

    private mutating func step() {
        let byte = source[position]
        switch byte {
        case UInt8(ascii: "<"): tag()
        case UInt8(ascii: "&"): entity()
        default:
            if byte == 0x0A { line += 1 }
            put(byte)
            position += 1
        }
    }

    /// White space in a row is one space, except in what is laid out already.
    private mutating func put(_ byte: UInt8) {
        if byte <= 0x20, !isKept {
            if !text.isEmpty, text.last != 0x20, text.last != 0x0A { text.append(0x20) }
            return
        }
        if text.isEmpty { blockLine = line }
        text.append(byte)
    }

    // MARK: - Tags

    private mutating func tag() {
        let rest = source[position...]
        if rest.starts(with: Array("<!--".utf8)) { return pass(to: "-->") }
        guard position + 1 < source.count, Self.isNameStart(source[position + 1]) else {
            put(UInt8(ascii: "<"))
            position += 1
            return
        }
        let isEnd = source[position + 1] == UInt8(ascii: "/")
        var index = position + (isEnd ? 2 : 1)
        let start = index
        while index < source.count, Self.isName(source[index]) { index += 1 }
        let name = String(decoding: source[start..<index].prefix(20), as: UTF8.self).lowercased()
        let attributes = readAttributes(&index)
        line += source[position..<index].count { $0 == 0x0A }
        position = index
        if isEnd { return end(name) }
        begin(name, attributes)
    }

    /// What stands up to the tag's end; `index` is then after it.
    private func readAttributes(_ index: inout Int) -> [String: String] {
        var attributes: [String: String] = [:]
        while index < source.count, source[index] != UInt8(ascii: ">") {
            guard Self.isName(source[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < source.count, Self.isName(source[index]) { index += 1 }
            let name = String(decoding: source[start..<index].prefix(40), as: UTF8.self).lowercased()
            while index < source.count, source[index] <= 0x20 { index += 1 }
            guard index < source.count, source[index] == UInt8(ascii: "=") else { continue }
            index += 1
            while index < source.count, source[index] <= 0x20 { index += 1 }
            guard index < source.count else { break }
            let quote = source[index]
            let value: ArraySlice<UInt8>
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                let first = index + 1
                index = first
                while index < source.count, source[index] != quote { index += 1 }
                value = source[first..<index]
                if index < source.count { index += 1 }
            } else {
                let first = index
                while index < source.count, source[index] > 0x20, source[index] != UInt8(ascii: ">") { index += 1 }
                value = source[first..<index]
            }
            if attributes.count < 50, attributes[name] == nil {
                attributes[name] = PageEntities.decode(value.prefix(8_000))
            }
        }
        if index < source.count { index += 1 }
        return attributes
    }

    private mutating func begin(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "select":
            pass(to: "</" + name)
        case "title" where document.metadata.title == nil && rows == nil:
            endBlock()
            isTitle = true
        case "html":
            if let language = attributes["lang"] ?? attributes["xml:lang"], !language.isEmpty {
                document.metadata.language = language
            }
        case "meta": meta(attributes)
        case "h1", "h2", "h3", "h4", "h5", "h6":
            startBlock(.heading, level: Int(String(name.dropFirst())) ?? 1)
        case "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "body", "dt", "dd", "figure",
            "address", "form", "fieldset", "legend", "details", "summary":
            if rows == nil {
                startBlock(kind == .listItem && text.isEmpty ? .listItem : .paragraph, level: level)
            } else {
                put(0x20)
            }
        case "figcaption", "caption": startBlock(.caption, level: 0)
        case "blockquote": startBlock(.quote, level: 0)
        case "pre":
            startBlock(.code, level: 0)
            isKept = true
        case "ul", "ol", "menu":
            endBlock()
            if lists.count < 1_000 { lists.append(name == "ol") }
        case "li": startBlock(.listItem, level: min(Self.deepestList, max(1, lists.count)))
        case "br":
            if !text.isEmpty { text.append(0x0A) }
        case "hr": endBlock()
        case "table":
            endBlock()
            if rows == nil { rows = [] }
        case "tr":
            endCell()
            if rows != nil, cells < Self.mostCells { rows?.append([]) }
        case "td", "th":
            endCell()
            if rows != nil {
                if rows?.isEmpty == true { rows?.append([]) }
                text = []
                cell = (true, name == "th")
            }
        case "a":
            endLink()
            if let target = attributes["href"], !target.isEmpty, !target.hasPrefix("#") {
                linkStart = (text.count, target)
            }
        case "b", "strong": if boldStart == nil { boldStart = text.count }
        case "img":
            if let words = attributes["alt"], !words.isEmpty {
                for byte in words.utf8 { put(byte) }
            }
        default: break
        }
    }

    private mutating func end(_ name: String) {
        switch name {
        case "title":
            if isTitle { endBlock() }
        case "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "li", "blockquote", "section", "article", "dt", "dd",
            "figcaption", "caption", "header", "footer", "main", "summary":
            if cell == nil { endBlock() } else { put(0x20) }
        case "pre":
            endBlock()
            isKept = false
        case "ul", "ol", "menu":
            endBlock()
            if !lists.isEmpty { lists.removeLast() }
        case "td", "th": endCell()
        case "table":
            endCell()
            endTable()
        case "a": endLink()
        case "b", "strong":
            if let start = boldStart, start < text.count { bold.append(ByteSpan(start: start, end: text.count)) }
            boldStart = nil
        default: break
        }
    }

    private mutating func meta(_ attributes: [String: String]) {
        guard let name = (attributes["name"] ?? attributes["property"])?.lowercased(),
            let content = attributes["content"],
            !content.isEmpty
        else { return }
        switch name {
        case "description", "dc.description", "og:description":
            document.metadata.description = document.metadata.description ?? content
        case "author", "dc.creator", "citation_author":
            if document.metadata.creators.count < 100 { document.metadata.creators.append(content) }
        case "keywords", "dc.subject":
            let words = content.split(separator: ",").map {
                String($0).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            document.metadata.keywords += words.filter { !$0.isEmpty }.prefix(100)
        case "dc.rights", "dcterms.license": document.metadata.rights = content
        case "dc.date", "date", "article:published_time": document.metadata.created = content
        case "generator": document.metadata.generator = content
        default: break
        }
    }

    /// Passes over everything up to and with the next occurrence of `mark`, in whatever case.
    private mutating func pass(to mark: String) {
        let wanted = Array(mark.lowercased().utf8)
        var index = position
        while index + wanted.count <= source.count {
            if source[index] == 0x0A { line += 1 }
            if source[index] == wanted[0],
                zip(source[index..<index + wanted.count], wanted).allSatisfy({ Self.lower($0) == $1 })
            {
                index += wanted.count
                while mark.hasPrefix("</"), index < source.count, source[index] != UInt8(ascii: ">") { index += 1 }
                position = min(source.count, index + (mark.hasPrefix("</") ? 1 : 0))
                return
            }
            index += 1
        }
        position = source.count
    }

    private mutating func entity() {
        let (value, length) = PageEntities.first(source[position...])
        // A space that does not break is one for reading.
        if value == "\u{A0}" { put(0x20) } else { for byte in value.utf8 { put(byte) } }
        position += length
    }

    // MARK: - Blocks

    private mutating func startBlock(_ kind: DocumentBlock.Kind, level: Int) {
        guard cell == nil else { return put(0x20) }
        endBlock()
        self.kind = kind
        self.level = level
    }

    private mutating func endLink() {
        if let (start, target) = linkStart, start < text.count {
            links.append(TextLink(start: start, end: text.count, target: target))
        }
        linkStart = nil
    }

    private mutating func endBlock() {
        endLink()
        if let start = boldStart, start < text.count { bold.append(ByteSpan(start: start, end: text.count)) }
        boldStart = nil
        while let last = text.last, last <= 0x20 { text.removeLast() }
        defer {
            text = []
            links = []
            bold = []
            kind = .paragraph
            level = 0
        }
        guard !text.isEmpty else { return }
        if isTitle {
            document.metadata.title = text[...].text
            isTitle = false
            return
        }
        var block = DocumentBlock(kind: kind, level: level, text: text[...].text, place: "line \(blockLine)")
        block.ordered = kind == .listItem && lists.last == true
        block.links = links.filter { $0.start < $0.end && $0.end <= text.count }
        block.bold = bold.filter { $0.start < $0.end && $0.end <= text.count }
        document.blocks.append(block)
    }

    private mutating func endCell() {
        guard let cell else { return }
        self.cell = nil
        endLink()
        while let last = text.last, last <= 0x20 { text.removeLast() }
        if cells < Self.mostCells, let last = rows?.indices.last {
            cells += 1
            rows?[last].append(
                TableCell(
                    text: text[...].text, isHeader: cell.isHeader,
                    links: links.filter { $0.start < $0.end && $0.end <= text.count }))
        }
        text = []
        links = []
        bold = []
    }

    private mutating func endTable() {
        endCell()
        guard let rows = self.rows else { return }
        self.rows = nil
        let filled = rows.filter { row in row.contains { !$0.text.isEmpty } }
        if !filled.isEmpty {
            var block = DocumentBlock(kind: .table, text: "", place: "line \(line)")
            block.rows = filled
            document.blocks.append(block)
        }
    }

    // MARK: - Letters

    private static func isNameStart(_ byte: UInt8) -> Bool {
        isName(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (lower(byte) >= 0x61 && lower(byte) <= 0x7A) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 0x20 : byte }
}
