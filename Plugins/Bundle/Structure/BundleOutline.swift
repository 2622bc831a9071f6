import KistPlugin

/// What a bundle says about itself and about its files.
struct BundleOutline {
    /// What it says about one of its files.
    struct Note {
        var metadata = DocumentMetadata()
        /// The file that this one is a part of, or the key of the entry that it belongs to.
        var parent: String?
        var number: Int?
        /// The bundle says nothing about it that would make it a document of its own.
        var isSupport = false
    }

    /// What kind of bundle it is, for the report: “course”, “crate”.
    var kind: String
    var metadata = DocumentMetadata()
    /// The bundle as a document: its title, what it is about, and its parts in order. Empty where it is not one.
    var blocks: [DocumentBlock] = []
    var entries: [BibliographicEntry] = []
    /// By the name that the file has in the archive.
    var notes: [String: Note] = [:]
    /// Files that say all this and are no documents themselves.
    var ownFiles: Set<String> = []
    var diagnostics: [Diagnostic] = []
    var parts: [PartCoverage] = []

    init(kind: String) { self.kind = kind }

    /// A list in which the bundle's own document goes on: items keep their depth.
    mutating func add(item text: String, level: Int, link: String? = nil, place: String) {
        let text = text.collapsed
        guard !text.isEmpty else { return }
        var block = DocumentBlock(kind: .listItem, level: min(9, max(1, level)), text: text, place: place)
        if let link { block.links = [TextLink(start: 0, end: text.utf8.count, target: link)] }
        blocks.append(block)
    }

    mutating func add(title: String, place: String) {
        let title = title.collapsed
        if !title.isEmpty {
            blocks.append(DocumentBlock(kind: .heading, level: 1, style: "Title", text: title, place: place))
        }
    }

    mutating func add(paragraph text: String, place: String) {
        let text = text.collapsed
        if !text.isEmpty { blocks.append(DocumentBlock(text: text, place: place)) }
    }
}

extension String {
    /// White space in a row is one space; none at the ends.
    var collapsed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// `%41` as the byte that it stands for; the text as it is where that makes no UTF-8.
    var percentDecoded: String {
        guard utf8.contains(UInt8(ascii: "%")) else { return self }
        let source = Array(utf8)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count, let high = Self.digit(source[index + 1]),
                let low = Self.digit(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? self
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// The file that a relative address names, below `folder`: without query, fragment, "." and ".."; nil when it is an
    /// address on the web or leads outside.
    func file(below folder: String) -> String? {
        guard !isWebAddress, !hasPrefix("/") else { return nil }
        let path = prefix { $0 != "?" && $0 != "#" }
        var parts = folder.split(separator: "/").map(String.init)
        for part in String(path).percentDecoded.split(whereSeparator: { $0 == "/" || $0 == "\\" }) where part != "." {
            if part == ".." {
                if parts.isEmpty { return nil }
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "/")
    }

    var isWebAddress: Bool { hasPrefix("http://") || hasPrefix("https://") }
}
