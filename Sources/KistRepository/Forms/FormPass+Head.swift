import KistModel
import KistProtocol

extension FormPass {
    /// Custom document properties `kist:NAME`.
    mutating func readProperties() {
        for member in metadata.custom.members {
            guard member.name.lowercased().hasPrefix(Self.propertyPrefix), let value = member.value.string else {
                continue
            }
            let name = String(member.name.dropFirst(Self.propertyPrefix.count))
            let entry = FormEntry(
                label: name, value: Trimming.trimmed(value), place: "document properties", source: .property)
            guard let meaning = labels.meaning(name) else {
                reportLabel(entry)
                continue
            }
            if meaning != .type { isForm = true }
            _ = take(entry, meaning)
        }
    }

    /// Tables of labels and values at the head of the document.
    mutating func readTables() {
        for (index, block) in blocks.enumerated().prefix(FormScanner.leadingBlocks)
        where block.kind == .table && block.part == .body {
            let entries = FormScanner.pairs(of: block, index: index)
            let labelled = entries.filter { !$0.label.isEmpty }
            let known = labelled.filter { labels.meaning($0.label) != nil }
            guard known.count >= 2 || (known.count == 1 && labelled.count == 1) else { continue }
            // Most of a form's labels mean something; a table of data has one such word by chance.
            guard known.count * 3 >= labelled.count else { continue }
            isForm = true
            var wasTaken = false
            // A row may hold several pairs: it stays in the text unless all of them were understood.
            var left: Set<Int> = []
            for entry in entries {
                if entry.label.isEmpty {
                    if wasTaken { usedRows[index, default: []].insert(entry.row) }
                    continue
                }
                if let meaning = labels.meaning(entry.label) {
                    wasTaken = take(entry, meaning)
                } else if isTitleRow(entry) {
                    wasTaken = false
                } else {
                    wasTaken = false
                    reportLabel(entry)
                }
                if wasTaken { usedRows[index, default: []].insert(entry.row) } else { left.insert(entry.row) }
            }
            usedRows[index]?.subtract(left)
        }
    }

    /// A row that only names what follows, such as “Strategy form” over both columns.
    private func isTitleRow(_ entry: FormEntry) -> Bool { entry.value.isEmpty }

    /// `Label: value` lines and bold labels before the document's prose begins.
    mutating func readLines() {
        var found: [(entry: FormEntry, meaning: FormLabels.Meaning)] = []
        var unknown: [FormEntry] = []
        for (index, block) in blocks.enumerated().prefix(FormScanner.leadingBlocks)
        where block.part == .body && !usedBlocks.contains(index) {
            if block.kind == .table { continue }
            if block.kind == .heading {
                // A heading that is called like a field begins what it is called.
                if case .field? = labels.meaning(block.text), index != titleBlock { break }
                continue
            }
            guard FormScanner.mayHavePairs(block) else {
                if FormScanner.isLong(block.text) { break }
                continue
            }
            let lines = FormScanner.lines(of: block)
            if FormScanner.isBoldHeading(block), case .field(let field)? = labels.meaning(block.text) {
                // A bold label alone has its value in the next paragraph; only prose fields make it a heading.
                if [.text, .localText, .object].contains(field.kind) { continue }
            }
            var here = 0
            for (line, text) in lines.enumerated() {
                guard let pair = FormScanner.pair(text.text, bold: text.bold),
                    !FormScanner.isLong(text.text) || labels.meaning(pair.label) != nil
                else { continue }
                let entry = FormEntry(
                    label: pair.label, value: pair.value, language: block.language,
                    links: FormEntry.addresses(block.links),
                    place: block.place,
                    source: .line, block: index, row: line)
                if let meaning = labels.meaning(pair.label) {
                    found.append((entry, meaning))
                    here += 1
                } else if pair.label.count <= 40, pair.label.split(separator: " ").count <= 5, pair.value.count <= 200,
                    !pair.value.isEmpty
                {
                    unknown.append(entry)
                }
            }
            if here == 0, FormScanner.isLong(block.text) { break }
        }
        // One label among prose may be chance: a form has several, or says what it is.
        let distinct = Set(found.map { Folding.key($0.entry.label) }).count
        guard distinct >= 2 || (distinct == 1 && isForm) else { return }
        isForm = true
        for (entry, meaning) in found {
            if take(entry, meaning) { usedLines[entry.block, default: []].insert(entry.row) }
        }
        for entry in unknown { reportLabel(entry) }
    }

    mutating func reportLabel(_ entry: FormEntry) {
        let label = FormLabels.bare(entry.label)
        guard !label.isEmpty, !Placeholders.isPrompt(entry.value) else { return }
        unrecognised.append(
            .init(
                label: Self.shortened(label), value: Self.shortened(entry.value), place: entry.place,
                nearest: labels.nearest(to: label)))
    }

    /// The block that is the document's title: in the style Title, else the first heading.
    var titleBlock: Int? {
        // Most blocks have the style of the one before.
        var known = (style: "", isTitle: false)
        let styled = blocks.firstIndex { block in
            guard let style = block.style, block.part == .body, block.kind != .table else { return false }
            if known.style != style { known = (style, ["title", "tiotal"].contains(Folding.key(style))) }
            return known.isTitle && !Trimming.trimmed(block.text).isEmpty
        }
        if let styled { return styled }
        guard
            let first = blocks.firstIndex(where: {
                $0.part == .body && $0.kind == .heading && !Trimming.trimmed($0.text).isEmpty
            })
        else { return nil }
        if isForm, let meaning = labels.meaning(blocks[first].text), meaning != .type { return nil }
        return first
    }
}
