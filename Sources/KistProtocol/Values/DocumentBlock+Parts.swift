extension DocumentBlock {
    /// Text of a part at most: with every byte escaped it still fits into a frame.
    static let partText = 128 << 10
    /// A block with more text than this is cut without trying whether it fits.
    public static let longestWhole = Frame.maximumBody

    /// The block as one or more blocks each of which takes at most `maximum` bytes as JSON; all but the first say that
    /// they carry on the one before. Long texts are cut between characters, after a space where there is one, tables
    /// between rows, then between cells. Nothing of the text is lost; stretches that leave no room are.
    public func parts(of maximum: Int = Frame.maximumBody - 2) -> [DocumentBlock] {
        var pieces = text.utf8.count > DocumentBlock.partText ? textHalves.flatMap { $0.parts(of: maximum) } : []
        if pieces.isEmpty {
            if rows.joined().count <= ProtocolLimits.cells, rows.count <= ProtocolLimits.cells, size <= maximum {
                return [self]
            }
            let halves = text.utf8.count > 1_024 ? textHalves : rowHalves
            if halves.isEmpty {
                var bare = self
                bare.links = []
                bare.bold = []
                bare.runs = []
                return [bare]
            }
            pieces = halves.flatMap { $0.parts(of: maximum) }
        }
        for index in pieces.indices.dropFirst() { pieces[index].continues = true }
        return pieces
    }

    /// Bytes as JSON, with room to say that the block carries on another.
    private var size: Int {
        var out: [UInt8] = []
        write(to: &out)
        return out.count + #","continues":true"#.utf8.count
    }

    private var textHalves: [DocumentBlock] {
        let cut = text.middle
        var first = self, second = self
        (first.text, second.text) = text.cut(at: cut)
        // A table cannot stand in both.
        if !text.isEmpty { second.rows = [] }
        first.runs = runs.compactMap { $0.clipped(0, cut) }
        second.runs = runs.compactMap { $0.clipped(cut, text.utf8.count) }
        first.links = links.compactMap { $0.clipped(0, cut) }
        second.links = links.compactMap { $0.clipped(cut, text.utf8.count) }
        first.bold = bold.compactMap { $0.clipped(0, cut) }
        second.bold = bold.compactMap { $0.clipped(cut, text.utf8.count) }
        return [first, second]
    }

    /// Empty when the table can be cut no further.
    private var rowHalves: [DocumentBlock] {
        func with(_ rows: [[TableCell]]) -> DocumentBlock {
            var block = self
            block.rows = rows
            return block
        }
        if rows.count > 1 {
            return [with(Array(rows[..<(rows.count / 2)])), with(Array(rows[(rows.count / 2)...]))]
        }
        guard let row = rows.first else { return [] }
        if row.count > 1 {
            return [with([Array(row[..<(row.count / 2)])]), with([Array(row[(row.count / 2)...])])]
        }
        guard let cell = row.first else { return [] }
        guard cell.text.utf8.count > 1_024 else {
            if cell.links.isEmpty && cell.bold.isEmpty { return [] }
            var bare = cell
            bare.links = []
            bare.bold = []
            return [with([[bare]])]
        }
        let cut = cell.text.middle
        var first = cell, second = cell
        (first.text, second.text) = cell.text.cut(at: cut)
        first.links = cell.links.compactMap { $0.clipped(0, cut) }
        second.links = cell.links.compactMap { $0.clipped(cut, cell.text.utf8.count) }
        first.bold = cell.bold.compactMap { $0.clipped(0, cut) }
        second.bold = cell.bold.compactMap { $0.clipped(cut, cell.text.utf8.count) }
        return [with([[first]]), with([[second]])]
    }
}

extension String {
    /// An offset near the middle: after a space if one is near, else between characters.
    fileprivate var middle: Int {
        let half = utf8.count / 2
        var index = utf8.index(utf8.startIndex, offsetBy: half)
        for back in 0..<min(256, half) {
            let before = utf8.index(before: index)
            if utf8[before] == 0x20 || utf8[before] == 0x0A { return half - back }
            index = before
        }
        return boundary(atOrBefore: half)
    }

    fileprivate func cut(at offset: Int) -> (String, String) {
        let index = utf8.index(utf8.startIndex, offsetBy: offset)
        return (String(Substring(utf8[..<index])), String(Substring(utf8[index...])))
    }
}

extension ByteSpan {
    /// The part between two offsets, counted from the first; nil when there is none.
    fileprivate func clipped(_ from: Int, _ to: Int) -> ByteSpan? {
        let start = max(self.start, from), end = min(self.end, to)
        return start < end ? ByteSpan(start: start - from, end: end - from) : nil
    }
}

extension TextLink {
    fileprivate func clipped(_ from: Int, _ to: Int) -> TextLink? {
        if isNoteMark {
            // At the cut a note belongs to what stands before it.
            guard start <= to, start > from || from == 0 else { return nil }
            return TextLink(start: start - from, end: start - from, target: target)
        }
        return ByteSpan(start: start, end: end).clipped(from, to).map {
            TextLink(start: $0.start, end: $0.end, target: target)
        }
    }
}

extension LanguageRun {
    fileprivate func clipped(_ from: Int, _ to: Int) -> LanguageRun? {
        ByteSpan(start: start, end: end).clipped(from, to).map {
            LanguageRun(start: $0.start, end: $0.end, language: language)
        }
    }
}
