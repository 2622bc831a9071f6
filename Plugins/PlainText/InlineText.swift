import KistPlugin

/// The text of a paragraph of Markdown without its marks: emphasis, code, links, images, escapes, bare tags.
struct InlineText {
    private(set) var text: [UInt8] = []
    private(set) var links: [TextLink] = []
    private(set) var bold: [ByteSpan] = []

    private static let longestLabel = 2_000, longestTarget = 4_000
    private let source: [UInt8]
    private let references: [String: String]
    private var position = 0
    private var boldStart: Int?
    /// The next place of each mark that was looked for.
    private var ends: [UInt8: Int] = [:]

    /// - Parameter references: addresses by the folded label that stands for them.
    init(_ source: some Sequence<UInt8>, references: [String: String] = [:]) {
        self.source = Array(source)
        self.references = references
        while position < self.source.count { step() }
        while text.last == 0x20 || text.last == 0x0A { text.removeLast() }
        // A note behind the last space stands behind the last word.
        for index in links.indices where links[index].isNoteMark && links[index].end > text.count {
            links[index] = TextLink(start: text.count, end: text.count, target: links[index].target)
        }
        links.removeAll { $0.end > text.count }
        bold.removeAll { $0.end > text.count }
    }

    func block(_ kind: DocumentBlock.Kind, level: Int = 0, ordered: Bool = false, place: String) -> DocumentBlock {
        var block = DocumentBlock(kind: kind, level: level, ordered: ordered, text: text[...].text, place: place)
        block.links = links
        block.bold = bold
        return block
    }

    private mutating func step() {
        let byte = source[position]
        switch byte {
        case UInt8(ascii: "\\") where position + 1 < source.count && Self.isMark(source[position + 1]):
            text.append(source[position + 1])
            position += 2
        case UInt8(ascii: "*"), UInt8(ascii: "_"): emphasis(byte)
        case UInt8(ascii: "`"): code()
        case UInt8(ascii: "!") where position + 1 < source.count && source[position + 1] == UInt8(ascii: "["):
            position += 1
            link(isImage: true)
        case UInt8(ascii: "["): link(isImage: false)
        case UInt8(ascii: "<"): tag()
        case 0x0A, 0x0D, 0x09:
            if text.last != 0x20, !text.isEmpty { text.append(0x20) }
            position += 1
        default:
            text.append(byte)
            position += 1
        }
    }

    /// Marks that touch a word on one side only are emphasis; `snake_case` is not.
    private mutating func emphasis(_ mark: UInt8) {
        var end = position
        while end < source.count, source[end] == mark, end - position < 3 { end += 1 }
        let before = position == 0 ? 0x20 : source[position - 1]
        let after = end == source.count ? 0x20 : source[end]
        let opens = after > 0x20 && (mark == UInt8(ascii: "*") || !Self.isWord(before))
        let closes = before > 0x20 && (mark == UInt8(ascii: "*") || !Self.isWord(after))
        guard opens || closes else {
            text += source[position..<end]
            position = end
            return
        }
        if end - position >= 2 {
            if let start = boldStart {
                if start < text.count { bold.append(ByteSpan(start: start, end: text.count)) }
                boldStart = nil
            } else {
                boldStart = text.count
            }
        }
        position = end
    }

    private mutating func code() {
        var end = position
        while end < source.count, source[end] == UInt8(ascii: "`") { end += 1 }
        let length = end - position
        var run = 0
        var index = end
        while index < source.count, index - end < Self.longestTarget {
            run = source[index] == UInt8(ascii: "`") ? run + 1 : 0
            index += 1
            let isWhole = index == source.count || source[index] != UInt8(ascii: "`")
            if run == length, isWhole {
                text += source[end..<index - length]
                position = index
                return
            }
        }
        text += source[position..<end]
        position = end
    }

    /// `[label](target "title")`, `[label][reference]`, `[reference]`; with an exclamation mark a picture.
    private mutating func link(isImage: Bool) {
        guard let close = end(of: UInt8(ascii: "]"), from: position + 1, within: Self.longestLabel) else {
            text.append(source[position])
            position += 1
            return
        }
        let label = source[position + 1..<close]
        var target: String?
        var next = close + 1
        if next < source.count, source[next] == UInt8(ascii: "("),
            let end = end(of: UInt8(ascii: ")"), from: next + 1, within: Self.longestTarget)
        {
            let words = source[next + 1..<end].trimmed.split(separator: 0x20, maxSplits: 1)
            target = words.first.map { $0.text }.map {
                $0.hasPrefix("<") && $0.hasSuffix(">") ? String($0.dropFirst().dropLast()) : $0
            }
            next = end + 1
        } else {
            var key = label.text
            if next < source.count, source[next] == UInt8(ascii: "["),
                let end = end(of: UInt8(ascii: "]"), from: next + 1, within: Self.longestLabel)
            {
                if end > next + 1 { key = source[next + 1..<end].text }
                next = end + 1
            }
            target = references[Self.key(key)]
            if target == nil {
                text.append(source[position])
                position += 1
                return
            }
        }
        let start = text.count
        if label.first == UInt8(ascii: "^"), let target {
            let mark = TextLink(start: start, end: start, target: target)
            if mark.isNoteMark {
                links.append(mark)
                position = next
                return
            }
        }
        text += Self.plain(label)
        if !isImage, let target, !target.isEmpty, start < text.count, !target.hasPrefix("#") {
            links.append(TextLink(start: start, end: text.count, target: target))
        }
        position = next
    }

    /// A label's own text without marks; there are no links in a link.
    private static func plain(_ label: ArraySlice<UInt8>) -> [UInt8] {
        let marks = Array("*`[!".utf8)
        return label.filter { !marks.contains($0) }.map { $0 < 0x20 ? 0x20 : $0 }
    }

    /// `<https://…>` is a link; other tags go.
    private mutating func tag() {
        guard let close = end(of: UInt8(ascii: ">"), from: position + 1, within: Self.longestTarget) else {
            text.append(source[position])
            position += 1
            return
        }
        let inside = source[position + 1..<close].text
        if inside.hasPrefix("http://") || inside.hasPrefix("https://") {
            let start = text.count
            text += Array(inside.utf8)
            links.append(TextLink(start: start, end: text.count, target: inside))
            position = close + 1
        } else if let first = inside.utf8.first,
            Self.isLetter(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "!")
        {
            position = close + 1
        } else {
            text.append(source[position])
            position += 1
        }
    }

    /// Where the next `mark` stands that no backslash takes its meaning from, if it is near. Each mark is looked for once, so
    /// that a text full of openings without ends costs no more than another.
    private mutating func end(of mark: UInt8, from start: Int, within length: Int) -> Int? {
        var index = ends[mark] ?? -1
        if index < start {
            index = start
            while index < source.count, source[index] != mark { index += source[index] == UInt8(ascii: "\\") ? 2 : 1 }
            ends[mark] = index
        }
        return index < min(source.count, start + length) ? index : nil
    }

    static func key(_ label: String) -> String {
        label.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || byte >= 0x80 || (0x30...0x39).contains(byte) }
    private static func isMark(_ byte: UInt8) -> Bool {
        (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
            || (0x7B...0x7E).contains(byte)
    }
}
