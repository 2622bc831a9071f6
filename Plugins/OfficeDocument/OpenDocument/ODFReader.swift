import KistPlugin

/// Reads a part of an OpenDocument text, or a flat one: styles and meta data go to the context, paragraphs and tables to
/// the sink.
final class ODFReader: XMLHandler {
    let context: ODFContext
    let sink: BlockSink
    /// Set while the parser is running, to stop it when the output fails.
    weak var parser: XMLPushParser?
    /// What paragraphs of the body are: body, or embedded for the parts of an object.
    let bodyPart: DocumentBlock.Part

    private(set) var hasRoot = false
    /// "text", "spreadsheet", "chart" …: the only child of `office:body`.
    private(set) var bodyKind: String?
    /// Called at the end of `office:meta` and of a document without it, before the first text.
    var metaEnded: (() -> Void)?
    /// Called at the beginning of the body.
    var bodyBegan: (() -> Void)?

    enum Section { case none, meta, styles, masters, body }
    var section = Section.none
    var skipping = 0
    var part: DocumentBlock.Part

    var effects: [ODFStyles.Effect] = []
    var effect = ODFStyles.Effect()
    var paragraphs: [ParagraphState] = []
    var lastWasSpace = true
    var hiddenSections: [Bool] = []
    var isInHiddenSection = false

    var lists: [ListState] = []
    var listBase = 0
    var tableListBases: [Int] = []
    var asides: [Aside] = []
    var noteCount = 0
    var endnoteCount = 0
    var commentCount = 0
    /// Comments whose words are still to come: in which paragraph, from which byte, behind how many waiting blocks.
    private var anchors: [(name: String, paragraph: ObjectIdentifier, start: Int, waiting: Int)] = []
    var frames: [Frame] = []
    var isInHeaderRows = false
    var cellRepeat = 1
    var rowRepeat = 1

    var capture: [UInt8]?
    var changeAuthor: String?
    var changeDate: String?
    var isInMath = 0
    var mathText: [UInt8] = []
    var mathSource: [UInt8] = []
    var isInMathSource = false
    var picture: Base64?

    struct ParagraphState {
        var effect: ODFStyles.Effect
        var lastWasSpace: Bool
        var listBase: Int
        var effectCount: Int
    }

    struct ListState {
        var style: String?
        /// The next paragraph is the first of its item.
        var isFresh = false
    }

    struct Aside {
        var part: DocumentBlock.Part
        var placeName: String?
        var paragraphs: [ParagraphState]
        var listBase: Int
        var author: String?
        var date: String?
    }

    struct Frame {
        var items: [Int] = []
        var hasObject = false
        var alt: String?
    }

    init(context: ODFContext, part: DocumentBlock.Part = .body) {
        self.context = context
        sink = context.sink
        bodyPart = part
        self.part = part
    }

    // MARK: - Start

    override func start(_ element: borrowing XMLElementStart) {
        if skipping > 0 {
            skipping += 1
            return
        }
        guard let name = ODFName(number: element.name) else {
            if isInMath > 0 {
                isInMath += 1
            } else if element.space == ODFSpace.form.rawValue {
                startForm(element)
            }
            return
        }
        let space = ODFSpace(rawValue: element.space) ?? .none
        if isInMath > 0 {
            isInMath += 1
            if name == .annotation { isInMathSource = true }
            return
        }
        switch space {
        case .office: startOffice(name, element)
        case .text: if section == .styles { context.styles.start(name, element) } else { startText(name, element) }
        case .table: startTable(name, element)
        case .draw: startDrawing(name, element)
        case .style: startStyle(name, element)
        case .dc, .meta:
            if section == .meta { context.meta.start(name, element) }
            if section == .meta || !asides.isEmpty { capture = [] }
        case .svg: if name == .title || name == .desc { capture = [] }
        case .form: startForm(element)
        case .math:
            if name == .math {
                isInMath = 1
                hasRoot = true
                mathText = []
                mathSource = []
            }
        default: break
        }
    }

    private func startOffice(_ name: ODFName, _ element: borrowing XMLElementStart) {
        switch name {
        case .document, .documentContent, .documentStyles, .documentMeta: hasRoot = true
        case .meta: section = .meta
        case .styles, .automaticStyles:
            section = .styles
            context.styles.isAutomatic = name == .automaticStyles
        case .masterStyles:
            section = .masters
            beginBody()
        case .body:
            section = .body
            beginBody()
            bodyBegan?()
        case .text, .spreadsheet, .presentation, .drawing, .chart, .image:
            if section == .body, bodyKind == nil { bodyKind = name.rawValue }
            if bodyKind != "text", bodyPart == .body { parser?.stop() }
        case .scripts, .settings, .fontFaceDecls, .eventListeners: skipping = 1
        case .annotation: beginComment(element)
        case .annotationEnd: endAnchor(element)
        case .changeInfo:
            changeAuthor = nil
            changeDate = nil
        case .binaryData: picture = Base64()
        default: break
        }
    }

    private func startText(_ name: ODFName, _ element: borrowing XMLElementStart) {
        switch name {
        case .p, .h: beginParagraph(name, element)
        case .span: pushEffect(element)
        case .s: addSpaces(element.integer(ODFName.c.number) ?? 1)
        case .tab: add(ascii: 0x09)
        case .lineBreak: add(ascii: 0x0A)
        case .a: sink.paragraph?.openLink(checkedLink(element.string(ODFName.href.number)))
        case .list:
            let style = element.string(ODFName.styleName.number) ?? (lists.count > listBase ? lists.last?.style : nil)
            lists.append(ListState(style: style))
        case .listItem: if !lists.isEmpty { lists[lists.count - 1].isFresh = true }
        case .listHeader: if !lists.isEmpty { lists[lists.count - 1].isFresh = false }
        case .section:
            hiddenSections.append(isInHiddenSection)
            if element.has(ODFName.display.number, "none") { isInHiddenSection = true }
        case .sectionSource: context.count(.linked)
        case .note: beginNote(element)
        case .noteCitation, .pageNumber, .pageCount, .tocSource, .illustrationSource, .tableSource, .objectSource,
            .userSource, .alphabeticalSource, .bibliographySource, .sequenceDecls, .variableDecls, .userFieldDecls,
            .ddeDecls, .insertion, .formatChange:
            skipping = 1
        case .script:
            context.count(.scripts)
            skipping = 1
        case .rubyText: add(ascii: UInt8(ascii: "("))
        case .deletion:
            context.count(.deleted)
            changeAuthor = nil
            changeDate = nil
            beginAside(.deleted, place: "deleted text")
        case .hiddenText:
            if let text = element.string(ODFName.stringValue.number), let paragraph = sink.paragraph {
                context.count(.hidden)
                paragraph.hidden.append(Clip.text(text, 10_000))
            }
        case .bookmark, .bookmarkStart:
            context.count(.bookmarks)
            guard let paragraph = sink.paragraph, paragraph.bookmark == nil,
                let name = element.string(ODFName.name.number), !name.isEmpty, !name.hasPrefix("_")
            else { return }
            paragraph.bookmark = Clip.text(name, 200)
        case .softPageBreak: if part == .body { sink.page += 1 }
        default: break
        }
    }

    private func startTable(_ name: ODFName, _ element: borrowing XMLElementStart) {
        switch name {
        case .table:
            sink.beginTable(part: part)
            tableListBases.append(listBase)
            listBase = lists.count
        case .headerRows: isInHeaderRows = true
        case .tableRow:
            sink.table?.beginRow()
            sink.table?.isHeaderRow = isInHeaderRows
            rowRepeat = max(1, element.integer(ODFName.rowsRepeated.number) ?? 1)
        case .tableCell, .coveredCell:
            sink.beginCell()
            cellRepeat = max(1, element.integer(ODFName.columnsRepeated.number) ?? 1)
            guard let table = sink.table else { return }
            if name == .coveredCell { table.cellMerge = .covered }
            table.cellColumns = element.integer(ODFName.columnsSpanned.number) ?? 1
            table.cellRows = element.integer(ODFName.rowsSpanned.number) ?? 1
        default: break
        }
    }

    private func startDrawing(_ name: ODFName, _ element: borrowing XMLElementStart) {
        switch name {
        case .frame: if frames.count < 1_000 { frames.append(Frame()) }
        case .image:
            guard frames.last?.hasObject != true, let path = localPath(element) else { return }
            if let item = context.addItem(part: path, isPicture: true), !frames.isEmpty {
                frames[frames.count - 1].items.append(item)
            }
        case .object, .objectOle:
            if !frames.isEmpty { frames[frames.count - 1].hasObject = true }
            guard let path = localPath(element) else { return }
            if name == .object {
                context.addObject(path)
            } else if let item = context.addItem(part: path, isPicture: false), !frames.isEmpty {
                frames[frames.count - 1].items.append(item)
            }
        default: break
        }
    }

    private func startStyle(_ name: ODFName, _ element: borrowing XMLElementStart) {
        if section == .masters {
            switch name {
            case .header, .headerLeft, .headerFirst: part = .header
            case .footer, .footerLeft, .footerFirst: part = .footer
            default: return
            }
            sink.placeName = part.rawValue
        } else if section == .styles {
            context.styles.start(name, element)
        }
    }

    // MARK: - End

    override func end(name: Int, space: Int) {
        if skipping > 0 {
            skipping -= 1
            return
        }
        if isInMath > 0 {
            isInMath -= 1
            if name == ODFName.annotation.number { isInMathSource = false }
            if isInMath == 0 { endMath() }
            return
        }
        guard let name = ODFName(number: name) else { return }
        let space = ODFSpace(rawValue: space) ?? .none
        switch space {
        case .office: endOffice(name)
        case .text: if section == .styles { context.styles.end(name) } else { endText(name) }
        case .table: endTable(name)
        case .draw: endDrawing(name)
        case .style:
            if section == .styles {
                context.styles.end(name)
            } else if section == .masters, part != bodyPart {
                switch name {
                case .header, .headerLeft, .headerFirst, .footer, .footerLeft, .footerFirst:
                    sink.finish()
                    part = bodyPart
                    sink.placeName = nil
                default: break
                }
            }
        case .dc, .meta, .svg: endCapture(name, space)
        default: break
        }
        if sink.error != nil { parser?.stop() }
    }

    private func endOffice(_ name: ODFName) {
        switch name {
        case .meta: section = .none
        case .styles, .automaticStyles: section = .none
        case .masterStyles: section = .none
        case .annotation: endAside()
        case .binaryData: endPicture()
        default: break
        }
    }

    private func endText(_ name: ODFName) {
        switch name {
        case .p, .h: endParagraph()
        case .span: if let last = effects.popLast() { effect = last }
        case .a: sink.paragraph?.closeLink()
        case .list: _ = lists.popLast()
        case .section: isInHiddenSection = hiddenSections.popLast() ?? false
        case .noteBody, .deletion: endAside()
        case .rubyText: add(ascii: UInt8(ascii: ")"))
        default: break
        }
    }

    private func endTable(_ name: ODFName) {
        switch name {
        case .table:
            sink.endTable()
            listBase = tableListBases.popLast() ?? 0
        case .headerRows: isInHeaderRows = false
        case .tableRow:
            sink.endRow()
            repeatRow()
        case .tableCell, .coveredCell:
            sink.endCell()
            repeatCell()
        default: break
        }
    }

    private func endDrawing(_ name: ODFName) {
        guard name == .frame, let frame = frames.popLast(), let alt = frame.alt else { return }
        for item in frame.items { context.setAlt(alt, item: item) }
    }

    private func endCapture(_ name: ODFName, _ space: ODFSpace) {
        guard let text = capture else { return }
        capture = nil
        switch (space, name) {
        case (.svg, .title), (.svg, .desc):
            guard let index = frames.indices.last, !text.isEmpty else { return }
            // A description says more than a title.
            if frames[index].alt == nil || name == .desc {
                frames[index].alt = Clip.text(String(decoding: text, as: UTF8.self), 4_000)
            }
        case (_, _) where section == .meta: context.meta.end(name, space, text: text)
        case (.dc, .creator):
            let value = Clip.text(String(decoding: text, as: UTF8.self), 1_000)
            changeAuthor = value
            if !asides.isEmpty { asides[asides.count - 1].author = value }
        case (.dc, .date):
            let value = Clip.text(String(decoding: text, as: UTF8.self), 100)
            changeDate = value
            if !asides.isEmpty { asides[asides.count - 1].date = value }
        default: break
        }
    }

    private func beginBody() {
        metaEnded?()
        metaEnded = nil
        effect = context.styles.standard.over(ODFStyles.Effect())
    }

    // MARK: - Paragraphs

    private func beginParagraph(_ name: ODFName, _ element: borrowing XMLElementStart) {
        guard section == .body || section == .masters && part != bodyPart else { return }
        let isNested = sink.paragraph != nil
        paragraphs.append(
            ParagraphState(effect: effect, lastWasSpace: lastWasSpace, listBase: listBase, effectCount: effects.count))
        let paragraph = sink.beginParagraph(part: part)
        if isNested { listBase = lists.count }
        if let aside = asides.last {
            paragraph.author = aside.author
            paragraph.date = aside.date
        }
        let style = element.bytes(ODFName.styleName.number).map { context.styles.paragraph($0) }
        let standard = context.styles.standard.over(ODFStyles.Effect())
        effect = style?.over(standard) ?? standard
        if isInHiddenSection { effect.isHidden = true }
        lastWasSpace = true
        paragraph.style = style?.name
        classify(paragraph, name, element, style)
    }

    private func classify(
        _ paragraph: Paragraph, _ name: ODFName, _ element: borrowing XMLElementStart, _ style: ODFStyles.Resolved?
    ) {
        let depth = lists.count - listBase
        if name == .h {
            paragraph.kind = .heading
            paragraph.level = max(1, min(9, element.integer(ODFName.outlineLevel.number) ?? 1))
        } else if let outline = style?.outline, (1...9).contains(outline) {
            paragraph.kind = .heading
            paragraph.level = outline
        } else if depth > 0, lists[lists.count - 1].isFresh {
            lists[lists.count - 1].isFresh = false
            paragraph.kind = .listItem
            paragraph.level = min(9, depth)
            paragraph.isOrdered = context.styles.isOrdered(
                lists[lists.count - 1].style ?? style?.listStyle, level: min(10, depth))
        } else if let kinds = style?.kinds {
            if kinds.contains("Caption") {
                paragraph.kind = .caption
            } else if kinds.contains("Quotations") {
                paragraph.kind = .quote
            } else if kinds.contains("Preformatted Text") {
                paragraph.kind = .code
            }
        }
    }

    private func endParagraph() {
        guard let state = paragraphs.popLast() else { return }
        sink.endParagraph()
        effect = state.effect
        lastWasSpace = state.lastWasSpace
        listBase = state.listBase
        if effects.count > state.effectCount { effects.removeSubrange(state.effectCount...) }
    }

    private func pushEffect(_ element: borrowing XMLElementStart) {
        effects.append(effect)
        if let name = element.bytes(ODFName.styleName.number) { effect = context.styles.text(name).over(effect) }
        if isInHiddenSection { effect.isHidden = true }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) { take(bytes) }

    // MARK: - Notes, comments, deletions

    private func beginAside(_ part: DocumentBlock.Part, place: String) {
        asides.append(
            Aside(part: self.part, placeName: sink.placeName, paragraphs: paragraphs, listBase: listBase))
        self.part = part
        listBase = lists.count
        paragraphs = []
        sink.beginAside()
        sink.placeName = place
    }

    private func endAside() {
        guard let aside = asides.popLast() else { return }
        sink.endAside()
        part = aside.part
        sink.placeName = aside.placeName
        listBase = aside.listBase
        paragraphs = aside.paragraphs
    }

    private func beginNote(_ element: borrowing XMLElementStart) {
        let isEndnote = element.has(ODFName.noteClass.number, "endnote")
        if isEndnote { endnoteCount += 1 } else { noteCount += 1 }
        if !effect.isHidden, let paragraph = sink.paragraph {
            paragraph.text.addNote(isEndnote ? endnoteCount : noteCount, isEndnote: isEndnote)
            sink.trim(paragraph)
        }
        beginAside(
            isEndnote ? .endnote : .footnote, place: isEndnote ? "endnote \(endnoteCount)" : "note \(noteCount)")
    }

    private func beginComment(_ element: borrowing XMLElementStart) {
        commentCount += 1
        if anchors.count < 64, let paragraph = sink.paragraph,
            let name = element.string(ODFName.name.number, space: ODFSpace.office.rawValue)
        {
            anchors.append((name, ObjectIdentifier(paragraph), paragraph.text.count, sink.waiting))
        }
        beginAside(.comment, place: "comment \(commentCount)")
    }

    /// The end of the words that a comment was put on, which come behind it.
    private func endAnchor(_ element: borrowing XMLElementStart) {
        guard let name = element.string(ODFName.name.number, space: ODFSpace.office.rawValue),
            let index = anchors.lastIndex(where: { $0.name == name })
        else { return }
        let anchor = anchors.remove(at: index)
        guard let paragraph = sink.paragraph, ObjectIdentifier(paragraph) == anchor.paragraph,
            paragraph.text.count > anchor.start
        else { return }
        let words = Trim.spaces(paragraph.text.bytes[anchor.start...]).map { $0 == 0x0A || $0 == 0x09 ? 0x20 : $0 }
        guard !words.isEmpty else { return }
        sink.addToPlaces(" on “\(Clip.text(String(decoding: words, as: UTF8.self), 80))”", from: anchor.waiting)
    }
}
