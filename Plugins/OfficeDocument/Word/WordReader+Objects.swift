import KistPlugin

// Pictures, objects, inserted documents and charts.
extension WordReader {
    func alternativeText(_ element: borrowing XMLElementStart) -> String? {
        let text = element.string(WordName.descr.number) ?? element.string(WordName.title.number)
        return text.flatMap { $0.isEmpty ? nil : Clip.text($0, 4_000) }
    }

    func startDrawing(_ name: WordName, _ element: borrowing XMLElementStart) {
        switch name {
        case .t: target = .text
        case .p: beginParagraph()
        case .r: run = WordRun()
        case .rPr:
            run.bold = element.has(WordName.b.number, "1")
            run.languages.latin = element.string(WordName.lang.number).map { context.languages.number($0) }
        case .br: add(ascii: 0x0A)
        case .tab: add(ascii: 0x09)
        case .blip:
            if let id = element.string(WordName.embed.number) {
                addItem(id, isPicture: true)
            } else if element.bytes(WordName.link.number) != nil {
                context.count(.linkedPictures)
            }
        default: break
        }
    }

    func startShape(_ name: WordName, _ element: borrowing XMLElementStart) {
        switch name {
        case .shape: alt = element.string(WordName.alt.number).flatMap { $0.isEmpty ? nil : Clip.text($0, 4_000) }
        case .imagedata:
            if let id = element.string(WordName.id.number, space: WordSpace.relationships.rawValue) {
                addItem(id, isPicture: true)
            }
        case .textpath:
            guard let text = element.string(WordName.string.number), !text.isEmpty else { return }
            let paragraph = sink.beginParagraph(part: part)
            paragraph.text.append(Clip.text(text, 10_000))
            textLength += text.utf8.count
            sink.endParagraph()
        case .oleObject:
            if let id = element.string(WordName.id.number, space: WordSpace.relationships.rawValue) {
                addItem(id, isPicture: false)
            }
        default: break
        }
    }

    private func addItem(_ id: String, isPicture: Bool) {
        defer { alt = nil }
        guard let relationship = relationships[id] else { return }
        if relationship.isExternal {
            context.count(.linkedPictures)
        } else {
            context.addItem(
                part: relationship.target, role: isPicture ? .image : .embedded, alt: alt,
                place: "\(isPicture ? "picture" : "object") \(context.items.count + 1)")
        }
    }

    func addChunk(_ element: borrowing XMLElementStart) {
        context.count(.chunks)
        guard let id = element.string(WordName.id.number), let relationship = relationships[id],
            !relationship.isExternal, relationship.type == "aFChunk"
        else { return }
        // A document of its own, which is read by whoever reads its kind.
        context.addItem(part: relationship.target, role: .member, alt: nil, place: "inserted document")
    }

    func startChart(_ name: WordName, _ element: borrowing XMLElementStart) {
        switch name {
        case .chart:
            // In a body: where a chart stands. In a chart's own part: its root's child, without an id.
            guard let id = element.string(WordName.id.number, space: WordSpace.relationships.rawValue) else { return }
            if let relationship = relationships[id], !relationship.isExternal { context.addChart(relationship.target) }
        case .strCache, .numCache, .strLit, .numLit: sink.beginParagraph(part: part)
        case .pt:
            if let paragraph = sink.paragraph, !paragraph.text.isEmpty { paragraph.text.append(ascii: 0x09) }
        case .v:
            // The name of a series may stand alone.
            if sink.paragraph == nil {
                sink.beginParagraph(part: part)
                isLoneValue = true
            }
            target = .other
        default: break
        }
    }

    func endChart(_ name: WordName) {
        switch name {
        case .strCache, .numCache, .strLit, .numLit: sink.endParagraph()
        case .v:
            target = .none
            if isLoneValue { sink.endParagraph() }
            isLoneValue = false
        default: break
        }
    }
}
