import KistModel
import KistProtocol

/// Finds the labels in a document: rows of tables, `Label: value` lines, bold labels, headings.
enum FormScanner {
    /// A form stands at the head of its document: among so many blocks.
    static let leadingBlocks = 60
    /// A paragraph longer than this begins the document's prose.
    static let longestLine = 400

    // MARK: - Tables

    /// The pairs of a table: label cell, value cell; a label that spans rows has the lines of all of them.
    static func pairs(of block: DocumentBlock, index: Int) -> [FormEntry] {
        var entries: [FormEntry] = []
        // Rows that the last label still covers.
        var pending = 0
        for (row, cells) in block.rows.enumerated() {
            let filled = cells.filter { !Trimming.trimmed($0.text).isEmpty || $0.columns > 1 }
            func value(_ cells: ArraySlice<TableCell>) -> FormEntry {
                FormEntry(
                    label: "",
                    value: cells.map { Trimming.trimmed($0.text) }.filter { !$0.isEmpty }.joined(separator: "\n"),
                    language: cells.compactMap(\.language).first,
                    links: cells.flatMap { FormEntry.addresses($0.links) },
                    place: block.place.isEmpty ? "row \(row + 1)" : "\(block.place), row \(row + 1)", source: .table,
                    block: index, row: row)
            }
            if pending > 0, let last = entries.lastIndex(where: { !$0.label.isEmpty }) {
                let more = value(cells[...])
                entries[last].value += more.value.isEmpty ? "" : (entries[last].value.isEmpty ? "" : "\n") + more.value
                entries[last].links += more.links
                pending -= 1
                // The row goes with its label.
                entries.append(
                    FormEntry(label: "", value: "", place: more.place, source: .table, block: index, row: row))
                continue
            }
            if holdsSeveralPairs(cells) {
                for start in stride(from: 0, to: cells.count, by: 2) {
                    var entry = value(cells[start + 1...start + 1])
                    entry.label = Trimming.lines(cells[start].text).first ?? ""
                    if !entry.label.isEmpty { entries.append(entry) }
                }
                continue
            }
            guard let first = cells.first, cells.count == 2 || (cells.count > 2 && filled.count <= 2) else { continue }
            let label = Trimming.lines(first.text).first ?? ""
            guard !label.isEmpty else {
                // An empty label cell continues the row above.
                if let last = entries.lastIndex(where: { !$0.label.isEmpty }),
                    entries[last].row == row - 1 || entries.last?.row == row - 1
                {
                    let more = value(cells.dropFirst())
                    if !more.value.isEmpty {
                        entries[last].value += (entries[last].value.isEmpty ? "" : "\n") + more.value
                    }
                    entries.append(
                        FormEntry(label: "", value: "", place: more.place, source: .table, block: index, row: row))
                }
                continue
            }
            var entry = value(cells.dropFirst())
            entry.label = label
            entries.append(entry)
            pending = max(0, first.rows - 1)
        }
        return entries
    }

    /// A row of label, value, label, value …: every label looks like one, bold or with a colon, and no value does.
    private static func holdsSeveralPairs(_ cells: [TableCell]) -> Bool {
        guard cells.count >= 4, cells.count % 2 == 0, cells.allSatisfy({ $0.columns == 1 && $0.rows == 1 }) else {
            return false
        }
        func looksLikeLabel(_ cell: TableCell) -> Bool {
            let text = Trimming.trimmed(cell.text)
            let bold = cell.bold.reduce(0) { $0 + $1.end - $1.start }
            return text.hasSuffix(":") || (!text.isEmpty && bold >= text.utf8.count)
        }
        return cells.indices.allSatisfy { index in
            index % 2 == 0 ? looksLikeLabel(cells[index]) : !looksLikeLabel(cells[index])
        }
    }

    // MARK: - Lines

    static func isLong(_ text: String) -> Bool { text.utf8.count > longestLine && text.count > longestLine }

    /// Whether a line of the block can be a pair at all: every pair has a colon, a tab or a bold label.
    static func mayHavePairs(_ block: DocumentBlock) -> Bool {
        !block.bold.isEmpty
            || ByteLanes.contains(block.text.utf8Span.span) { $0.has(UInt8(ascii: ":")) || $0.has(UInt8(ascii: "\t")) }
    }

    /// `Label: value`, `Label⇥value` or a bold label; nil when the line is none. The label need not mean anything.
    static func pair(_ line: String, bold: Int) -> (label: String, value: String)? {
        func cut(_ index: String.Index, _ after: String.Index) -> (String, String)? {
            let label = Trimming.trimmed(line[..<index])
            guard !label.isEmpty, label.count <= FormLabels.longest, label.contains(where: \.isLetter) else {
                return nil
            }
            return (label, Trimming.trimmed(line[after...]))
        }
        // A label that is bold ends where the bold does.
        if bold > 0, let end = line.utf8.index(line.startIndex, offsetBy: bold, limitedBy: line.endIndex),
            end < line.endIndex
        {
            let label = Trimming.trimmed(line[..<end])
            let rest = Trimming.trimmed(line[end...].drop { $0 == ":" || $0.isWhitespace || $0 == "–" || $0 == "—" })
            if !rest.isEmpty, label.count <= FormLabels.longest, !label.dropLast().contains(":") {
                return (label, rest)
            }
        }
        let utf8 = line.utf8
        if let tab = utf8.firstIndex(of: 0x09), let pair = cut(tab, utf8.index(after: tab)), !pair.1.isEmpty {
            return pair
        }
        guard let colon = utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        // “https://…” and “10:30” are no labels.
        let after = utf8.index(after: colon)
        if after < line.endIndex, line[after] == "/" || (line[after].isNumber && line[..<colon].last?.isNumber == true)
        {
            return nil
        }
        return cut(colon, after)
    }

    /// Lines of one block with the bold bytes at each line's beginning.
    static func lines(of block: DocumentBlock) -> [(text: String, bold: Int)] {
        var result: [(String, Int)] = []
        var offset = 0
        for bytes in block.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let line = Substring(bytes)
            let lead = line.prefix { $0.isWhitespace }.utf8.count
            let start = offset + lead
            let bold =
                block.bold.first { $0.start <= start && $0.end > start }.map {
                    min($0.end - start, line.utf8.count - lead)
                } ?? 0
            result.append((Trimming.trimmed(line), bold))
            offset += line.utf8.count + 1
        }
        return result
    }

    /// True for a paragraph that is bold from end to end and short, as people write headings without a style.
    static func isBoldHeading(_ block: DocumentBlock) -> Bool {
        guard block.kind == .paragraph, !block.bold.isEmpty, !block.text.utf8.contains(0x0A) else { return false }
        let text = Trimming.trimmed(block.text)
        guard !text.isEmpty, text.count <= FormLabels.longest else { return false }
        let covered = block.bold.reduce(0) { $0 + max(0, $1.end - $1.start) }
        return covered >= text.utf8.count
    }

    static func headingLevel(_ block: DocumentBlock) -> Int? {
        if block.kind == .heading { return max(1, block.level) }
        return isBoldHeading(block) ? 10 : nil
    }
}
