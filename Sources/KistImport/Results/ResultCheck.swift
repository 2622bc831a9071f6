import KistModel
import KistProtocol

/// The second look at what a worker sent. The protocol has checked shapes and bounds; here what is well-formed but
/// harmful or useless goes.
enum ResultCheck {
    /// Control characters become spaces (and a lone carriage return a line break), byte for byte, so that offsets hold.
    static func clean(_ text: String) -> String {
        guard hasControl(text) else { return text }
        let bytes = text.utf8.map { byte in isControl(byte) ? (byte == 0x0D ? 0x0A : 0x20) : byte }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F
    }

    /// All text of all files passes here, so it is looked at sixteen bytes at a time.
    private static func hasControl(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            typealias Lane = SIMD16<UInt8>
            var index = 0
            while index + Lane.scalarCount <= bytes.count, let base = bytes.baseAddress {
                let lane = UnsafeRawPointer(base + index).loadUnaligned(as: Lane.self)
                let isLow = (lane .< Lane(repeating: 0x20)) .& (lane .!= Lane(repeating: 0x0A))
                if any((isLow .& (lane .!= Lane(repeating: 0x09))) .| (lane .== Lane(repeating: 0x7F))) { return true }
                index += Lane.scalarCount
            }
            return bytes[index...].contains(where: isControl)
        }
    }

    /// Whether `clean` would change nothing.
    static func isClean(_ block: borrowing DocumentBlock) -> Bool {
        guard !hasControl(block.text), !hasControl(block.place), block.style.map(hasControl) != true,
            block.language.map(isTag) != false
        else { return false }
        guard block.isDetailed else { return true }
        return block.author.map(hasControl) != true && block.date.map(hasControl) != true
            && block.bold.allSatisfy { $0.start < $0.end } && block.links.allSatisfy(isClean)
            && block.runs.allSatisfy { $0.start < $0.end && isTag($0.language) }
            && block.rows.allSatisfy { $0.allSatisfy(isClean) }
    }

    static func clean(_ block: DocumentBlock) -> DocumentBlock {
        var block = block
        if hasControl(block.text) { block.text = clean(block.text) }
        if let style = block.style, hasControl(style) { block.style = clean(style) }
        if let author = block.author { block.author = clean(author) }
        if let date = block.date { block.date = clean(date) }
        if hasControl(block.place) { block.place = clean(block.place) }
        if let tag = block.language, !isTag(tag) { block.language = nil }
        if !block.runs.isEmpty { block.runs = block.runs.filter { $0.start < $0.end && isTag($0.language) } }
        if !block.links.isEmpty { block.links = links(block.links) }
        if !block.bold.isEmpty, !block.bold.allSatisfy({ $0.start < $0.end }) {
            block.bold = block.bold.filter { $0.start < $0.end }
        }
        if !block.rows.allSatisfy({ $0.allSatisfy(isClean) }) {
            block.rows = block.rows.map { $0.map { isClean($0) ? $0 : clean($0) } }
        }
        return block
    }

    private static func isClean(_ cell: TableCell) -> Bool {
        cell.links.allSatisfy(isClean) && !hasControl(cell.text) && cell.language.map(isTag) != false
    }

    private static func clean(_ cell: TableCell) -> TableCell {
        var cell = cell
        cell.text = clean(cell.text)
        cell.links = links(cell.links)
        cell.language = cell.language.flatMap(language)
        return cell
    }

    static func clean(_ metadata: DocumentMetadata) -> DocumentMetadata {
        var metadata = metadata
        metadata.title = metadata.title.map(clean)
        metadata.creators = metadata.creators.map(clean)
        metadata.contributors = metadata.contributors.map(clean)
        metadata.subject = metadata.subject.map(clean)
        metadata.description = metadata.description.map(clean)
        metadata.keywords = metadata.keywords.map(clean)
        metadata.language = metadata.language.flatMap(language)
        metadata.created = metadata.created.map(clean)
        metadata.modified = metadata.modified.map(clean)
        metadata.publisher = metadata.publisher.map(clean)
        metadata.rights = metadata.rights.map(clean)
        metadata.identifier = metadata.identifier.map(clean)
        metadata.generator = metadata.generator.map(clean)
        metadata.custom = clean(metadata.custom)
        return metadata
    }

    static func clean(_ entry: BibliographicEntry) -> BibliographicEntry {
        var entry = entry
        entry.csl = clean(entry.csl)
        entry.unknown = clean(entry.unknown)
        entry.key = entry.key.map(clean)
        entry.entryType = entry.entryType.map(clean)
        entry.place = clean(entry.place)
        return entry
    }

    static func clean(_ diagnostic: Diagnostic) -> Diagnostic {
        var diagnostic = diagnostic
        diagnostic.message = clean(diagnostic.message)
        diagnostic.place = diagnostic.place.map(clean)
        return diagnostic
    }

    static func clean(_ coverage: Coverage) -> Coverage {
        var coverage = coverage
        for index in coverage.parts.indices {
            coverage.parts[index].name = clean(coverage.parts[index].name)
            coverage.parts[index].why = coverage.parts[index].why.map(clean)
        }
        return coverage
    }

    private static func clean(_ object: JSONObject) -> JSONObject {
        JSONObject(object.members.map { (clean($0.name), clean($0.value)) })
    }

    /// Depth is bounded by the protocol's limit on nesting.
    private static func clean(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(clean(text))
        case .array(let items): .array(items.map(clean))
        case .object(let object): .object(clean(object))
        case .null, .bool, .number: value
        }
    }

    /// Links that could run something, or that reach into the reader's own disk, are no links.
    private static func links(_ links: [TextLink]) -> [TextLink] {
        links.compactMap { link in
            guard mayStay(link) else { return nil }
            return TextLink(start: link.start, end: link.end, target: clean(link.target))
        }
    }

    private static func isClean(_ link: TextLink) -> Bool { mayStay(link) && !hasControl(link.target) }

    private static func mayStay(_ link: TextLink) -> Bool {
        (link.start < link.end || link.isNoteMark) && isHarmless(link.target)
    }

    static func isHarmless(_ target: String) -> Bool {
        if target.utf8.starts(with: "https:".utf8) || target.utf8.starts(with: "http:".utf8) { return true }
        // Browsers skip white space and controls before and inside a scheme.
        let bytes = target.utf8.lazy.filter { $0 > 0x20 && $0 != 0x7F }.prefix(64).map { $0 }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let before = bytes[..<colon]
        // A colon after a slash, a question mark or a hash belongs to a path.
        if before.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            return true
        }
        let scheme = String(decoding: before.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
        return ["http", "https", "mailto", "tel", "ftp", "doi", "urn", "info", "isbn", "hdl", "geo", "sms"].contains(
            scheme)
    }

    /// A language tag that has the form of one; nothing else is worth keeping.
    static func language(_ tag: String) -> String? { isTag(tag) ? tag : nil }

    /// Parts of one to eight letters or digits, with hyphens between them.
    private static func isTag(_ tag: String) -> Bool {
        guard tag.utf8.count <= 64 else { return false }
        var length = 0
        for byte in tag.utf8 {
            if byte == UInt8(ascii: "-") {
                guard length > 0 else { return false }
                length = 0
            } else {
                let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                guard isLetter || (0x30...0x39).contains(byte), length < 8 else { return false }
                length += 1
            }
        }
        return length > 0
    }
}
