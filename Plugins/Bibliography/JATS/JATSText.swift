import KistPlugin

/// The block of a JATS body that is being read.
struct JATSText {
    private static let longest = 512 * 1024

    private var block: DocumentBlock?
    private var bytes: [UInt8] = []
    private var links: [TextLink] = []
    private var open: (start: Int, target: String)?
    private var row: [TableCell] = []
    private var rows: [[TableCell]] = []
    private var cellStart: Int?

    /// The kind of block that an element begins; nil for those inside one.
    static func kind(of name: XMLName, _ path: [XMLName]) -> DocumentBlock? {
        let part: DocumentBlock.Part = path.contains(.fn) ? .footnote : .body
        switch name {
        case .title:
            if path.contains(.caption) { return DocumentBlock(kind: .caption, part: part) }
            let level = path.count { $0 == .sec || $0 == .ack || $0 == .app || $0 == .k_refList || $0 == .k_fnGroup }
            return DocumentBlock(kind: .heading, part: part, level: min(max(level, 1), 6))
        case .p:
            if path.contains(.caption) { return DocumentBlock(kind: .caption, part: part) }
            if path.contains(.td) || path.contains(.th) { return nil }
            let depth = path.count { $0 == .k_listItem }
            if depth > 0 { return DocumentBlock(kind: .listItem, part: part, level: min(depth, 9)) }
            return DocumentBlock(kind: path.contains(.k_dispQuote) ? .quote : .paragraph, part: part)
        case .table: return DocumentBlock(kind: .table, part: part)
        case .k_dispFormula: return DocumentBlock(kind: .equation, part: part)
        case .preformat: return DocumentBlock(kind: .code, part: part)
        default: return nil
        }
    }

    /// Whether the end of this element ends the block.
    static func ends(_ name: XMLName) -> Bool {
        switch name {
        case .title, .p, .table, .k_dispFormula, .preformat, .sec, .caption: true
        default: false
        }
    }

    mutating func begin(_ kind: DocumentBlock) {
        block = kind
        bytes.removeAll(keepingCapacity: true)
        links = []
        open = nil
        row = []
        rows = []
        cellStart = nil
    }

    mutating func enter(_ name: XMLName, _ target: String?) {
        switch name {
        case .td, .th: cellStart = bytes.count
        case .tr: row = []
        case .p: if cellStart != nil, let last = bytes.last, last != 0x20 { bytes.append(0x20) }
        case .k_extLink, .uri: if let target, open == nil { open = (bytes.count, target) }
        default: break
        }
    }

    mutating func leave(_ name: XMLName) {
        switch name {
        case .td, .th:
            guard let start = cellStart else { return }
            cellStart = nil
            if row.count < 1_000 { row.append(TableCell(text: Self.folded(bytes[start...]), isHeader: name == .th)) }
        case .tr: if !row.isEmpty, rows.count < 20_000 { rows.append(row) }
        case .k_extLink, .uri:
            guard let link = open else { return }
            open = nil
            if link.start < bytes.count, links.count < 10_000 {
                links.append(TextLink(start: link.start, end: bytes.count, target: link.target))
            }
        default: break
        }
    }

    /// Adds text, its white space folded as it comes.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        guard let block else { return }
        if block.kind == .code { return bytes.append(contentsOf: text) }
        for byte in text {
            if ASCII.isSpace(byte) {
                if let last = bytes.last, last != 0x20 { bytes.append(0x20) }
            } else {
                bytes.append(byte)
            }
        }
    }

    var isLong: Bool { bytes.count > Self.longest && block?.kind != .table && open == nil }

    /// The finished block; nil when there is nothing in it.
    mutating func take() -> DocumentBlock? {
        guard var done = block else { return nil }
        block = nil
        if done.kind == .table {
            done.rows = rows
            return rows.isEmpty ? nil : done
        }
        while bytes.last == 0x20 { bytes.removeLast() }
        guard !bytes.isEmpty else { return nil }
        done.text = String(decoding: bytes, as: UTF8.self)
        done.links = links.filter { $0.end <= bytes.count }
        return done
    }

    private static func folded(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).trimmed
    }
}
