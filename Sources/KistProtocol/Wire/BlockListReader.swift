import KistModel

/// Reads the body of a BLOCKS frame as `DocumentBlock` writes it, without building JSON values first: a document has
/// thousands of blocks, and the values would cost several times as much as the blocks.
///
/// It knows what the writer writes and nothing else. Whatever is unusual (a member it does not know, one that is there
/// twice, `null`, a rare escape) or wrong makes it give up, and the caller reads the frame the slow way, which alone says
/// what is an error.
struct BlockListReader {
    /// Nothing is read beyond `end`; the bytes outlive the reader.
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var unescaped: [UInt8] = []
    /// Names of styles and languages come again and again.
    private var lastStyle = Known()
    private var lastLanguage = Known()
    private var lastKind = (known: Known(), kind: DocumentBlock.Kind.paragraph)

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// A string that was read, and where its bytes stand.
    private struct Known {
        var start = 0
        var count = 0
        var text = ""
    }

    /// What makes the reader give up.
    private struct Unusual: Error {}

    /// The blocks of a frame; nil when it is unusual.
    static func blocks(_ body: [UInt8]) -> [DocumentBlock]? {
        body.withUnsafeBufferPointer { bytes in
            // The body at once: asking for each of its strings takes several times as long.
            guard UTF8Check.isValid(bytes) else { return nil }
            var reader = BlockListReader(bytes)
            do throws(Unusual) {
                return try reader.list()
            } catch {
                return nil
            }
        }
    }

    // MARK: - Signs

    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func need(_ byte: UInt8) throws(Unusual) {
        guard take(byte) else { throw Unusual() }
    }

    private mutating func need(_ word: StaticString) throws(Unusual) {
        let count = word.utf8CodeUnitCount
        guard bytes.count - position >= count else { throw Unusual() }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { throw Unusual() }
        position += count
    }

    /// A whole number of at most nine digits.
    private mutating func integer() throws(Unusual) -> Int {
        let start = position
        var value = 0
        while next &- 0x30 < 10, position - start < 9 {
            value = value * 10 + Int(next) - 0x30
            position += 1
        }
        guard position > start, position - start == 1 || bytes[start] != 0x30 else { throw Unusual() }
        return value
    }

    /// The stretch of a string that needs no unescaping; nil, and `unescaped` is filled, of one that does.
    private mutating func string() throws(Unusual) -> (start: Int, count: Int)? {
        try need(UInt8(ascii: "\""))
        let start = position
        position = plainEnd(from: position)
        if take(UInt8(ascii: "\"")) { return (start, position - 1 - start) }
        unescaped.removeAll(keepingCapacity: true)
        unescaped.append(contentsOf: bytes[start..<position])
        while take(UInt8(ascii: "\\")) {
            switch next {
            case UInt8(ascii: "n"): unescaped.append(0x0A)
            case UInt8(ascii: "t"): unescaped.append(0x09)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(next)
            default: throw Unusual()
            }
            position += 1
            let from = position
            position = plainEnd(from: from)
            unescaped.append(contentsOf: bytes[from..<position])
        }
        try need(UInt8(ascii: "\""))
        return nil
    }

    /// Where the bytes end that stand for themselves in a string.
    private func plainEnd(from start: Int) -> Int {
        typealias Lane = SIMD16<UInt8>
        let quote = Lane(repeating: UInt8(ascii: "\""))
        let slash = Lane(repeating: UInt8(ascii: "\\"))
        let space = Lane(repeating: 0x20)
        var index = start
        while index + Lane.scalarCount <= bytes.count, let base = bytes.baseAddress {
            let lane = UnsafeRawPointer(base + index).loadUnaligned(as: Lane.self)
            let plain = ((lane .== quote) .| (lane .== slash) .| (lane .< space)).firstMarked
            index += plain
            if plain < Lane.scalarCount { return index }
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            index += 1
        }
        return index
    }

    private mutating func text(limit: Int) throws(Unusual) -> String {
        if let (start, count) = try string() {
            guard count <= limit else { throw Unusual() }
            return Self.made(UnsafeBufferPointer(rebasing: bytes[start..<start + count]))
        }
        guard unescaped.count <= limit else { throw Unusual() }
        return unescaped.withUnsafeBufferPointer(Self.made)
    }

    /// The bytes of a string. The whole body is UTF-8, and neither a string's ends nor an escape stand inside of a character.
    private static func made(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        unsafe String(
            copying: UTF8Span(unchecked: Span(_unsafeElements: bytes), isKnownASCII: UTF8Check.isASCII(bytes)))
    }

    /// Whether the string that comes is one that was read before; then it is passed over.
    private mutating func repeats(_ known: Known) -> Bool {
        let from = position + 1
        let end = from + known.count
        guard known.count > 0, end < bytes.count, next == UInt8(ascii: "\""), bytes[end] == UInt8(ascii: "\"") else {
            return false
        }
        for index in 0..<known.count where bytes[from + index] != bytes[known.start + index] { return false }
        position = end + 1
        return true
    }

    /// What was just read and began at `start`, its quote included. Only what stood there without escapes counts, since
    /// it is compared byte by byte.
    private func known(_ text: String, from start: Int) -> Known {
        let count = position - start - 2
        return count == text.utf8.count ? Known(start: start + 1, count: count, text: text) : Known()
    }

    private mutating func style() throws(Unusual) -> String {
        if repeats(lastStyle) { return lastStyle.text }
        let start = position
        let made = try text(limit: ProtocolLimits.label)
        lastStyle = known(made, from: start)
        return made
    }

    private mutating func language() throws(Unusual) -> String {
        if repeats(lastLanguage) { return lastLanguage.text }
        let start = position
        let made = try text(limit: ProtocolLimits.name)
        lastLanguage = known(made, from: start)
        return made
    }

    private mutating func kind() throws(Unusual) -> DocumentBlock.Kind {
        if repeats(lastKind.known) { return lastKind.kind }
        let start = position
        let made = try text(limit: ProtocolLimits.name)
        guard let kind = DocumentBlock.Kind(rawValue: made) else { throw Unusual() }
        lastKind = (known(made, from: start), kind)
        return kind
    }

    private mutating func part() throws(Unusual) -> DocumentBlock.Part {
        guard let part = DocumentBlock.Part(rawValue: try text(limit: ProtocolLimits.name)) else { throw Unusual() }
        return part
    }

    // MARK: - Lists

    private mutating func list() throws(Unusual) -> [DocumentBlock] {
        var blocks: [DocumentBlock] = []
        blocks.reserveCapacity(bytes.count / 256)
        try need(UInt8(ascii: "["))
        repeat { blocks.append(try block()) } while take(UInt8(ascii: ","))
        try need(UInt8(ascii: "]"))
        guard position == bytes.count else { throw Unusual() }
        return blocks
    }

    private mutating func each(_ limit: Int, _ item: (inout Self) throws(Unusual) -> Void) throws(Unusual) {
        try need(UInt8(ascii: "["))
        if take(UInt8(ascii: "]")) { return }
        var count = 0
        repeat {
            count += 1
            guard count <= limit else { throw Unusual() }
            try item(&self)
        } while take(UInt8(ascii: ","))
        try need(UInt8(ascii: "]"))
    }

    private mutating func span(_ item: inout (start: Int, end: Int)) throws(Unusual) {
        try need(UInt8(ascii: "["))
        item.start = try integer()
        try need(UInt8(ascii: ","))
        item.end = try integer()
    }

    // MARK: - Values

    /// Members in whatever order, each at most once. Names are told by their first letters; what follows is compared.
    private mutating func block() throws(Unusual) -> DocumentBlock {
        var kind = DocumentBlock.Kind.paragraph
        var part = DocumentBlock.Part.body
        var level = 0
        var (ordered, continues) = (false, false)
        var (text, place) = ("", "")
        var style: String?, language: String?, author: String?, date: String?
        var runs: [LanguageRun] = []
        var links: [TextLink] = []
        var bold: [ByteSpan] = []
        var rows: [[TableCell]] = []
        var seen = 0
        func once(_ place: Int) throws(Unusual) {
            guard seen & (1 << place) == 0 else { throw Unusual() }
            seen |= 1 << place
        }
        try need(UInt8(ascii: "{"))
        repeat {
            try need(UInt8(ascii: "\""))
            let second = position + 1 < bytes.count ? bytes[position + 1] : 0
            switch (next, second) {
            case (UInt8(ascii: "k"), _):
                try need("kind\":")
                try once(0)
                kind = try self.kind()
            case (UInt8(ascii: "p"), UInt8(ascii: "a")):
                try need("part\":")
                try once(1)
                part = try self.part()
            case (UInt8(ascii: "p"), _):
                try need("place\":")
                try once(2)
                place = try self.text(limit: ProtocolLimits.label)
            case (UInt8(ascii: "t"), _):
                try need("text\":")
                try once(3)
                text = try self.text(limit: ProtocolLimits.frame)
            case (UInt8(ascii: "s"), _):
                try need("style\":")
                try once(4)
                style = try self.style()
            case (UInt8(ascii: "l"), UInt8(ascii: "a")):
                try need("language\":")
                try once(5)
                language = try self.language()
            case (UInt8(ascii: "l"), UInt8(ascii: "e")):
                try need("level\":")
                try once(6)
                level = try integer()
                guard ProtocolLimits.level >= level else { throw Unusual() }
            case (UInt8(ascii: "l"), _):
                try need("links\":")
                try once(7)
                links = try self.links()
            case (UInt8(ascii: "b"), _):
                try need("bold\":")
                try once(8)
                bold = try self.bold()
            case (UInt8(ascii: "r"), UInt8(ascii: "u")):
                try need("runs\":")
                try once(9)
                runs = try self.runs()
            case (UInt8(ascii: "r"), _):
                try need("rows\":")
                try once(10)
                rows = try self.rows()
            case (UInt8(ascii: "o"), _):
                try need("ordered\":true")
                try once(11)
                ordered = true
            case (UInt8(ascii: "c"), _):
                try need("continues\":true")
                try once(12)
                continues = true
            case (UInt8(ascii: "a"), _):
                try need("author\":")
                try once(13)
                author = try self.text(limit: ProtocolLimits.label)
            case (UInt8(ascii: "d"), _):
                try need("date\":")
                try once(14)
                date = try self.text(limit: ProtocolLimits.label)
            default: throw Unusual()
            }
        } while take(UInt8(ascii: ","))
        try need(UInt8(ascii: "}"))
        guard seen & 1 != 0 else { throw Unusual() }
        try check(text, bold, links, runs)
        return DocumentBlock(
            kind: kind, part: part, level: level, ordered: ordered, style: style, text: text, language: language,
            runs: runs, links: links, bold: bold, rows: rows, author: author, date: date, place: place,
            continues: continues)
    }

    private mutating func bold() throws(Unusual) -> [ByteSpan] {
        var result: [ByteSpan] = []
        try each(ProtocolLimits.spans) { (reader) throws(Unusual) in
            var at = (start: 0, end: 0)
            try reader.span(&at)
            try reader.need(UInt8(ascii: "]"))
            result.append(ByteSpan(start: at.start, end: at.end))
        }
        return result
    }

    private mutating func links() throws(Unusual) -> [TextLink] {
        var result: [TextLink] = []
        try each(ProtocolLimits.spans) { (reader) throws(Unusual) in
            var at = (start: 0, end: 0)
            try reader.span(&at)
            try reader.need(UInt8(ascii: ","))
            let target = try reader.text(limit: ProtocolLimits.line)
            try reader.need(UInt8(ascii: "]"))
            result.append(TextLink(start: at.start, end: at.end, target: target))
        }
        return result
    }

    private mutating func runs() throws(Unusual) -> [LanguageRun] {
        var result: [LanguageRun] = []
        try each(ProtocolLimits.spans) { (reader) throws(Unusual) in
            var at = (start: 0, end: 0)
            try reader.span(&at)
            try reader.need(UInt8(ascii: ","))
            let language = try reader.language()
            try reader.need(UInt8(ascii: "]"))
            result.append(LanguageRun(start: at.start, end: at.end, language: language))
        }
        return result
    }

    private mutating func rows() throws(Unusual) -> [[TableCell]] {
        var result: [[TableCell]] = []
        var left = ProtocolLimits.cells
        try each(ProtocolLimits.cells) { (reader) throws(Unusual) in
            var row: [TableCell] = []
            try reader.each(left) { (reader) throws(Unusual) in row.append(try reader.cell()) }
            left -= row.count
            result.append(row)
        }
        return result
    }

    private mutating func cell() throws(Unusual) -> TableCell {
        if next == UInt8(ascii: "\"") { return TableCell(text: try text(limit: ProtocolLimits.frame)) }
        // In the writer's order, which is the only one that is usual.
        var cell = TableCell(text: "")
        try need("{\"text\":")
        cell.text = try text(limit: ProtocolLimits.frame)
        while take(UInt8(ascii: ",")) {
            try need(UInt8(ascii: "\""))
            switch next {
            case UInt8(ascii: "c"):
                try need("columns\":")
                guard cell.columns == 1 else { throw Unusual() }
                cell.columns = try integer()
            case UInt8(ascii: "r"):
                try need("rows\":")
                guard cell.rows == 1 else { throw Unusual() }
                cell.rows = try integer()
            case UInt8(ascii: "h"):
                try need("header\":true")
                guard !cell.isHeader else { throw Unusual() }
                cell.isHeader = true
            case UInt8(ascii: "l") where position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "a"):
                try need("language\":")
                guard cell.language == nil else { throw Unusual() }
                cell.language = try language()
            case UInt8(ascii: "l"):
                try need("links\":")
                guard cell.links.isEmpty else { throw Unusual() }
                cell.links = try links()
            case UInt8(ascii: "b"):
                try need("bold\":")
                guard cell.bold.isEmpty else { throw Unusual() }
                cell.bold = try bold()
            default: throw Unusual()
            }
        }
        try need(UInt8(ascii: "}"))
        // One written out would be taken for one that is not there.
        guard 1...ProtocolLimits.cells ~= cell.columns, 1...ProtocolLimits.cells ~= cell.rows else { throw Unusual() }
        try check(cell.text, cell.bold, cell.links, [])
        return cell
    }

    /// Whether every stretch lies in the text and cuts no character.
    private func check(
        _ text: String, _ bold: [ByteSpan], _ links: [TextLink], _ runs: [LanguageRun]
    ) throws(Unusual) {
        guard !bold.isEmpty || !links.isEmpty || !runs.isEmpty else { return }
        let utf8 = text.utf8
        func lies(_ start: Int, _ end: Int) -> Bool {
            start <= end && end <= utf8.count && ByteSpan.isBoundary(start, in: utf8)
                && ByteSpan.isBoundary(end, in: utf8)
        }
        for span in bold where !lies(span.start, span.end) { throw Unusual() }
        for link in links where !lies(link.start, link.end) { throw Unusual() }
        for run in runs where !lies(run.start, run.end) { throw Unusual() }
    }
}
