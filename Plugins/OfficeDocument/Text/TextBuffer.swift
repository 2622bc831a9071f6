import KistPlugin

/// Text that grows, with its links, bold stretches and languages. Offsets count UTF-8 bytes.
///
/// It cannot be copied: lists that are handed on would be counted as used once more for every paragraph.
struct TextBuffer: ~Copyable {
    private(set) var bytes: [UInt8] = []
    private(set) var bold: [ByteSpan] = []
    private(set) var links: [TextLink] = []
    /// Where a language begins; it holds until the next.
    private var languages: [(start: Int, language: Int)] = []
    private var linkBytes = 0

    var count: Int { bytes.count }
    var isEmpty: Bool { bytes.isEmpty }

    /// About how many bytes it takes in a message.
    var cost: Int { bytes.count + linkBytes + 16 * (bold.count + links.count + languages.count) }

    /// Nothing but white space.
    var isBlank: Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    }

    /// Whether a note stands in it, if perhaps nothing else.
    var hasNotes: Bool { links.contains(where: \.isNoteMark) }

    mutating func append(_ more: UnsafeBufferPointer<UInt8>, bold isBold: Bool, language: Int) {
        guard !more.isEmpty else { return }
        mark(more.count, bold: isBold, language: language)
        bytes.append(contentsOf: more)
    }

    mutating func append(_ more: String, bold isBold: Bool = false, language: Int = 0) {
        guard !more.isEmpty else { return }
        mark(more.utf8.count, bold: isBold, language: language)
        bytes.append(contentsOf: more.utf8)
    }

    /// One ASCII character, in whatever language is going on.
    mutating func append(ascii byte: UInt8) { bytes.append(byte) }

    /// Text that takes part in no bold stretch, in whatever language is going on.
    mutating func appendPlain(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }

    mutating func appendPlain(_ more: String) { bytes.append(contentsOf: more.utf8) }

    /// Text given up before: allowed only behind the last bold stretch and language.
    mutating func insertPlain(_ byte: UInt8, at offset: Int) {
        bytes.insert(byte, at: offset)
        for index in links.indices {
            if links[index].start > offset { links[index].start += 1 }
            if links[index].end > offset { links[index].end += 1 }
        }
    }

    mutating func addLink(from start: Int, target: String) {
        guard start < bytes.count, !target.isEmpty else { return }
        if let last = links.last, last.end == start, last.target == target, !last.isNoteMark {
            links[links.count - 1].end = bytes.count
            return
        }
        links.append(TextLink(start: start, end: bytes.count, target: target))
        linkBytes += target.utf8.count
    }

    /// Says that a note stands at the end of what is there.
    mutating func addNote(_ number: Int, isEndnote: Bool) {
        let mark = TextLink.note(number, isEndnote: isEndnote, at: bytes.count)
        links.append(mark)
        linkBytes += mark.target.utf8.count
    }

    /// Appends all of `other`; with `onOneLine` its line breaks become spaces.
    mutating func append(_ other: borrowing TextBuffer, onOneLine: Bool = false) {
        let shift = bytes.count
        bytes.append(contentsOf: other.bytes)
        if onOneLine {
            for index in shift..<bytes.count where bytes[index] == 0x0A { bytes[index] = 0x20 }
        }
        for span in other.bold { bold.append(ByteSpan(start: span.start + shift, end: span.end + shift)) }
        for link in other.links {
            links.append(TextLink(start: link.start + shift, end: link.end + shift, target: link.target))
        }
        linkBytes += other.linkBytes
        for item in other.languages where languages.last?.language != item.language {
            languages.append((item.start + shift, item.language))
        }
    }

    mutating func removeAll() {
        // Most have nothing of most of these, and every paragraph comes here.
        if !bytes.isEmpty { bytes.removeAll(keepingCapacity: bytes.capacity <= 65_536) }
        if !bold.isEmpty { bold.removeAll(keepingCapacity: true) }
        if !links.isEmpty { links.removeAll(keepingCapacity: true) }
        if !languages.isEmpty { languages.removeAll(keepingCapacity: true) }
        linkBytes = 0
    }

    private mutating func mark(_ count: Int, bold isBold: Bool, language: Int) {
        let start = bytes.count
        if isBold {
            if let last = bold.last, last.end == start {
                bold[bold.count - 1].end = start + count
            } else {
                bold.append(ByteSpan(start: start, end: start + count))
            }
        }
        if languages.last?.language != language, language != 0 || !languages.isEmpty {
            languages.append((start, language))
        }
    }

    /// Invariant: `bytes` are valid UTF-8, for all that is appended is: strings, and what the XML parser hands out, which
    /// has looked at every byte and cuts between characters only. So they are not looked through once more here.
    var text: String {
        assert(String(validating: bytes, as: UTF8.self) != nil)
        return unsafe String(copying: UTF8Span(unchecked: bytes.span))
    }

    /// The language of most of the text, and the stretches in others.
    func languages(_ names: Languages) -> (main: String?, others: [LanguageRun]) {
        guard let first = languages.first else { return (nil, []) }
        if languages.count == 1, first.start == 0 { return (names[first.language], []) }
        var totals: [Int: Int] = [:]
        var spans: [(start: Int, end: Int, language: Int)] = []
        if first.start > 0 { spans.append((0, first.start, 0)) }
        for (index, item) in languages.enumerated() {
            let end = index + 1 < languages.count ? languages[index + 1].start : bytes.count
            if end > item.start { spans.append((item.start, end, item.language)) }
        }
        for span in spans { totals[span.language, default: 0] += span.end - span.start }
        // The most bytes; the lower number, which was met earlier, when two have as many.
        guard let main = totals.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key else { return (nil, []) }
        var others: [LanguageRun] = []
        for span in spans where span.language != main {
            guard let name = names[span.language] else { continue }
            others.append(LanguageRun(start: span.start, end: span.end, language: name))
        }
        return (names[main], others)
    }
}
