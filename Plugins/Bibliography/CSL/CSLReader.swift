import KistModel
import KistPlugin

/// Reads JSON: items of CSL are kept whole, with only their DOI brought into normal form; those of other vocabularies are
/// mapped, each by itself.
struct CSLReader {
    /// Nesting inside one item.
    private static let maximumDepth = 48
    /// Longest item that fits into a message.
    private static let maximumItem = 768 * 1024
    private static let maximumMembers = 1_000

    private var splitter: JSONItemSplitter
    private let sink: EntrySink
    private var recoded: (first: Int, count: Int) = (0, 0)
    private var lastProgress: Int64 = 0
    private var isOther = false

    init(_ source: TextSource, _ sink: EntrySink) {
        splitter = JSONItemSplitter(source)
        self.sink = sink
    }

    mutating func read() throws(PluginError) -> Coverage {
        while let piece = try splitter.next() {
            switch piece {
            case .item(let bytes, let line): try read(bytes, line)
            case .broken(let code, let message, let line):
                try sink.broken(code, "A part of the list was left out: \(message).", line: line)
            case .stray(let line):
                try sink.warn(
                    "json-stray", "Something stands between the items that does not belong there.", line: line)
            }
            if splitter.source.readOffset - lastProgress >= 1 << 20 {
                lastProgress = splitter.source.readOffset
                try sink.progress(lastProgress)
            }
        }
        if recoded.count > 0 {
            try sink.warn(
                "encoding-guessed",
                "\(recoded.count) items are not UTF-8 and were read as Windows-1252; check their accents.",
                line: recoded.first)
        }
        if sink.read == 0, isOther {
            throw PluginError(
                .notThisFormat, "The JSON is of another kind: no item in it says what a bibliographic one does.")
        }
        return try sink.finish(text: splitter.source.offset, skipped: [])
    }

    private mutating func read(_ source: [UInt8], _ line: Int) throws(PluginError) {
        var bytes = source
        if EntryBytes.clean(&bytes, fallback: .windows1252).contains(.recoded) {
            if recoded.count == 0 { recoded.first = line }
            recoded.count += 1
        }
        guard bytes.first == UInt8(ascii: "{") else {
            let start = String(decoding: bytes.prefix(30), as: UTF8.self)
            return try sink.broken("csl-not-an-object", "An item is not an object but “\(start)”.", line: line)
        }
        guard bytes.count <= Self.maximumItem else {
            return try sink.broken("limit-entry", "An item is longer than 768 KB; it was left out.", line: line)
        }
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes, maximumDepth: Self.maximumDepth)
        } catch {
            var errorLine = line
            for byte in bytes.prefix(error.offset) where byte == 0x0A { errorLine += 1 }
            return try sink.broken(
                "json-syntax", "An item was left out: \(error.message) (line \(errorLine)).", line: line)
        }
        guard case .object(let object) = value else { return }
        try read(object, bytes, line)
    }

    /// `source` is the item's own text; nil where it is a part of one.
    private mutating func read(_ object: JSONObject, _ source: [UInt8]?, _ line: Int) throws(PluginError) {
        guard object.count <= Self.maximumMembers else {
            return try sink.broken("limit-fields", "An item has more than \(Self.maximumMembers) members.", line: line)
        }
        if let kind = JSONItemKind.of(object) {
            var builder = ItemBuilder()
            guard let mapped = kind.map(object, &builder) else {
                return try sink.broken(
                    "record-empty", "The item says nothing about a work; it was left out.", line: line)
            }
            return try sink.entry(builder, key: mapped.key, type: mapped.type, line: line)
        }
        // Crossref and others wrap the one item that was asked for.
        if source != nil, let inner = (object["message"] ?? object["data"])?.object {
            return try read(inner, nil, line)
        }
        guard Self.looksLikeItem(object) else {
            isOther = true
            return try sink.broken("csl-no-item", "An object is no bibliographic item; it was left out.", line: line)
        }
        var csl = object
        var unknown = JSONObject()
        var isChanged = false
        if let written = csl["DOI"]?.string {
            if let doi = Identifiers.doi(written) {
                if doi != written {
                    csl["DOI"] = .string(doi)
                    isChanged = true
                }
            } else if !written.isEmpty {
                isChanged = true
                csl["DOI"] = nil
                unknown["DOI"] = .strings([String(written.prefix(500))])
            }
        }
        let odd = CSLShape.repair(&csl, &unknown, &isChanged)
        if !odd.isEmpty {
            try sink.warn(
                "csl-wrong-kind",
                "Members of the item are not of the kind that CSL-JSON wants and were set aside: \(odd.joined(separator: ", ")).",
                line: line)
        }
        var type = csl["type"]?.string
        if type == nil {
            isChanged = true
            if let other = csl["type"] { unknown["type"] = .strings([String(other.compact.prefix(200))]) }
            csl["type"] = "document"
            try sink.warn("csl-no-type", "The item says not what kind of work it is.", line: line)
        } else if type?.utf8.count ?? 0 > 100 {
            type = nil
        }
        let key: String? =
            switch csl["id"] {
            case .string(let text)?: text.utf8.count <= 1_000 ? text : nil
            case .number(let text)?: text.utf8.count <= 100 ? text : nil
            default: nil
            }
        if key != nil, let id = csl["id"], id.string == nil {
            csl["id"] = .string(key ?? "")
            isChanged = true
        }
        // Nearly always the item is right as it stands, and its own text is what goes on.
        if !isChanged, let source { return try sink.entry(item: source, key: key, type: type, line: line) }
        try sink.entry(BibliographicEntry(csl: csl, unknown: unknown, key: key, entryType: type, place: "line \(line)"))
    }

    /// Other JSON vocabularies (schema.org, DataCite, CodeMeta, package files) share a word or two with CSL.
    private static func looksLikeItem(_ object: JSONObject) -> Bool {
        for name in [
            "@context", "@type", "@id", "schemaVersion", "schema_version", "$schema", "identifiers", "titles", "types",
        ]
        where object[name] != nil {
            return false
        }
        if let type = object["type"]?.string, types.contains(type) { return true }
        return ["author", "issued", "container-title", "DOI", "title-short", "editor"].contains { object[$0] != nil }
            && object["title"] != nil || object["type"] != nil && object["title"] != nil && object["id"] != nil
    }

    private static let types: Set<String> = [
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
        "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
        "figure",
        "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
        "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
        "personal_communication",
        "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech",
        "standard",
        "thesis", "treaty", "webpage", "journal-article", "book-chapter", "proceedings-article", "posted-content",
        "monograph",
    ]
}
