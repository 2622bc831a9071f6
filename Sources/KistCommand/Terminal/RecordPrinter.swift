import KistRepository

/// Shows one record on one screen.
struct RecordPrinter {
    let output: Output
    let repository: Repository

    init(_ output: Output, repository: Repository) {
        self.output = output
        self.repository = repository
    }

    func show(_ view: RecordView) {
        let columns = output.columns
        let card = repository.card(view.record)
        for line in TextLayout.wrap(output.shown(card.title), columns: columns) { output.line(output.bold(line)) }
        output.line(
            "\(repository.typeLabel(view.record.type)) · \(view.record.id.text) · version \(view.number) · \(repository.label(card.status))"
        )
        if let tombstone = view.tombstone {
            output.line("")
            for line in TextLayout.wrap(
                "Withdrawn on \(tombstone.date.prefix(10)): \(output.shown(tombstone.reason))", columns: columns)
            { output.line(output.marked(line)) }
            if let replacement = tombstone.replacement { output.line("Use instead: kist show \(replacement.text)") }
        }
        if let tally = repository.tallyLine(card) { output.line(output.shown(tally)) }
        output.line("")
        for row in repository.rows(of: view.record) {
            let label = row.label + ": "
            for line in TextLayout.wrap(label + output.shown(row.value), columns: columns, indent: 2) {
                output.line(line)
            }
        }
        for file in view.files { output.line("File: \(output.shown(file.name)) (\(Self.size(file.byteCount)))") }
        if !view.links.isEmpty { output.line("") }
        for link in view.links {
            output.line(
                "\(link.label) → \(output.shown(link.title))\(link.id.map { "  [\($0)]" } ?? "  (not in this collection)")"
            )
        }
        if !view.missing.isEmpty {
            output.note(
                "Draft: to share it, fill in \(view.missing.joined(separator: ", ")).  kist edit \(view.record.id.text.prefix(8)) --set FIELD=VALUE"
            )
        }
        if let read = view.readBy { output.note(output.shown(read)) }
    }

    func showText(_ view: RecordView) {
        output.line("")
        for block in repository.textBlocks(of: view.record) {
            output.line(output.shown(block, multiline: true))
            output.line("")
        }
    }

    func show(_ chain: EvidenceChain) {
        output.line("")
        if let words = chain.tally.researchWords { output.line("Research: \(words)") }
        if let words = EvidenceTally.words(chain.tally.practice) { output.line("Practice: \(words)") }
        for section in chain.sections {
            output.line("")
            output.line(output.bold(section.title))
            for entry in section.entries { show(entry, depth: 1) }
        }
        if !chain.gaps.isEmpty {
            output.line("")
            output.line(output.bold("Not known yet"))
            for gap in chain.gaps { output.line("  \(gap)") }
        }
        if !chain.unmatched.isEmpty {
            output.line("")
            output.line(output.bold("Named, but not in this collection"))
            for words in chain.unmatched {
                for line in TextLayout.wrap("  " + output.shown(words), columns: output.columns, indent: 4) {
                    output.line(line)
                }
            }
        }
    }

    func show(_ versions: [RecordVersionLine]) {
        output.line("")
        output.line(output.bold("History"))
        for version in versions { output.line("  \(version.number)  \(version.date)  \(output.shown(version.what))") }
    }

    private func show(_ entry: EvidenceChain.Entry, depth: Int) {
        let indent = String(repeating: "  ", count: depth)
        var text = entry.card.map { output.shown($0.title) } ?? output.shown(entry.words ?? "?")
        if let card = entry.card {
            text += "  [\(repository.typeLabel(card.type)) \(card.id.prefix(8))]"
        } else {
            text += "  (not in this collection)"
        }
        if let direction = entry.directionLabel { text = "\(direction): " + text }
        if entry.isWithdrawn { text += "  WITHDRAWN" }
        if entry.isRetracted { text += "  RETRACTED" }
        for line in TextLayout.wrap(indent + text, columns: output.columns, indent: indent.count + 2) {
            output.line(line)
        }
        if let quote = entry.quote {
            let source = entry.place.map { " (\(output.shown($0)))" } ?? ""
            for line in TextLayout.wrap(
                "\(indent)  “\(output.shown(quote))”\(source)", columns: output.columns, indent: indent.count + 2)
            { output.line(line) }
        }
        for child in entry.children { show(child, depth: depth + 1) }
    }

    static func size(_ bytes: Int) -> String {
        bytes < 1000
            ? "\(bytes) bytes" : bytes < 1_000_000 ? "\((bytes + 500) / 1000) kB" : "\(Double(bytes / 100_000) / 10) MB"
    }
}
