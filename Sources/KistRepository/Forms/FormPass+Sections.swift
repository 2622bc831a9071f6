import KistModel
import KistProtocol

extension FormPass {
    /// Headings that are called like a field take the text under them, to the next heading of the same or a higher level.
    /// Only where something says that the document is a form: a heading “Summary” in any other document stays where it is.
    mutating func readSections() {
        guard isForm else { return }
        let title = titleBlock
        var index = 0
        while index < blocks.count {
            let block = blocks[index]
            guard block.part == .body, index != title, !usedBlocks.contains(index), usedLines[index] == nil,
                let level = FormScanner.headingLevel(block), let meaning = labels.meaning(block.text), meaning != .type,
                meaning != .id
            else {
                index += 1
                continue
            }
            let end = sectionEnd(after: index, level: level)
            let entry = section(heading: index, content: index + 1..<end)
            if !entry.items.isEmpty, take(entry, meaning) {
                usedBlocks.insert(index)
                for used in index + 1..<end where blocks[used].part == .body { usedBlocks.insert(used) }
            }
            index = end
        }
    }

    private func sectionEnd(after heading: Int, level: Int) -> Int {
        var index = heading + 1
        while index < blocks.count {
            let block = blocks[index]
            if block.part == .body, let other = FormScanner.headingLevel(block) {
                let isReal = block.kind == .heading
                if isReal || level == 10, other <= level { return index }
                if let meaning = labels.meaning(block.text), meaning != .type, meaning != .id { return index }
            }
            index += 1
        }
        return index
    }

    private func section(heading: Int, content: Range<Int>) -> FormEntry {
        let block = blocks[heading]
        var entry = FormEntry(
            label: FormLabels.bare(block.text), value: "", place: block.place, source: .section, block: heading,
            blocks: content)
        var languages: [String: Int] = [:]
        for index in content where blocks[index].part == .body && !usedBlocks.contains(index) {
            let inner = blocks[index]
            if inner.kind == .table {
                for (row, cells) in inner.rows.enumerated() where usedRows[index]?.contains(row) != true {
                    let line = cells.map { Trimming.lines($0.text).joined(separator: " ") }.filter { !$0.isEmpty }
                        .joined(separator: " | ")
                    if !line.isEmpty { entry.items.append(line) }
                }
                continue
            }
            let lines = inner.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .filter { usedLines[index]?.contains($0.offset) != true }.map { String($0.element) }
            let text = Trimming.trimmed(lines.joined(separator: "\n"))
            guard !text.isEmpty, !Placeholders.isPrompt(text) else { continue }
            entry.items.append(text)
            entry.links += FormEntry.addresses(inner.links)
            if let language = inner.language { languages[language, default: 0] += text.utf8.count }
        }
        entry.language = languages.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        return entry
    }
}
