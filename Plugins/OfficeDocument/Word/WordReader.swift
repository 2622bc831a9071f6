import KistPlugin

/// Reads one part of a Word document that holds text (the body, notes, a header, comments, a chart) and hands its
/// paragraphs and tables to the sink.
final class WordReader: XMLHandler {
    /// Where characters go at the moment.
    enum Target { case none, text, instruction, math, other }

    let context: WordContext
    let sink: BlockSink
    let relationships: Relationships
    let part: DocumentBlock.Part
    /// Set while the parser is running, to stop it when the output fails.
    weak var parser: XMLPushParser?

    /// The part's root element was the one that a Word part has.
    private(set) var hasRoot = false

    var target = Target.none
    var run = WordRun()
    var fields: [WordField] = []
    /// A value of a chart has a paragraph of its own.
    var isLoneValue = false
    /// A large first letter that waits for its paragraph.
    private var dropCap = TextBuffer()
    /// How many of `fields` are still in their instruction.
    var openInstructions = 0
    var deletions: [(author: String?, date: String?)] = []
    var math = WordMath()
    /// Length of all text so far, to see whether an alternative brought any.
    var textLength = 0
    /// Comments whose stretch of text is going on.
    var openAnchors: [(id: String, text: [UInt8])] = []

    /// Content controls that are open, and the place of the outermost one whose text something else stands for.
    var controls: [OpenControl] = []
    var boundControl: Int?
    var controlProperties = ControlProperties()

    private var skipping = 0
    private var isInControlProperties = false
    private var paragraphs: [ParagraphState] = []
    private var alternatives: [Alternative] = []
    private var saved: [Saved] = []
    var alt: String?
    private var commentNumber = 0
    private var author: String?
    private var date: String?
    private var isInParagraphProperties = false
    private var isInRunProperties = false
    private var ruby = TextBuffer()
    private var isInRuby = false
    private var hasRenderedPages = false

    /// What is known of an open paragraph beside its text.
    final class ParagraphState {
        var style: WordStyles.Resolved
        var styleID: String?
        var outline: Int?
        var numbering: String?
        var listLevel: Int?
        var hasText = false
        var hasMath = false
        var isDropCap = false

        init(style: WordStyles.Resolved) { self.style = style }
    }

    private struct Alternative {
        var isSatisfied = false
        var lengthBefore = 0
        var itemsBefore = 0
    }

    /// The run around a text box, while the box is read.
    private struct Saved {
        var run: WordRun
        var target: Target
        var fields: [WordField]
        var openInstructions: Int
        var math: WordMath
    }

    init(context: WordContext, relationships: Relationships, part: DocumentBlock.Part) {
        self.context = context
        self.relationships = relationships
        self.part = part
        sink = context.sink
        plain = context.styles.defaultParagraph.map { context.styles.resolve($0) } ?? WordStyles.Resolved()
        outside = ParagraphState(style: plain)
        paragraphState = outside
    }

    /// The innermost open paragraph's; outside all, one that nothing comes of.
    private(set) var paragraphState: ParagraphState
    private let outside: ParagraphState
    /// The style of paragraphs that name none.
    private let plain: WordStyles.Resolved

    // MARK: - Start

    override func start(_ element: borrowing XMLElementStart) {
        if skipping > 0 {
            skipping += 1
            if isInControlProperties { readControlProperty(element) }
            return
        }
        // An unknown element is looked through: its text may be known.
        guard let name = WordName(number: element.name) else { return }
        switch WordSpace(rawValue: element.space) ?? .none {
        case .word, .none: startWord(name, element)
        case .math: startMath(name, element)
        case .compatibility: startAlternative(name)
        case .drawing: startDrawing(name, element)
        case .chart: startChart(name, element)
        case .wordDrawing, .shapes:
            if name == .docPr { alt = alternativeText(element) }
        case .vml, .office: startShape(name, element)
        default: break
        }
    }

    private func startWord(_ name: WordName, _ element: borrowing XMLElementStart) {
        switch name {
        case .t, .delText:
            target = openInstructions == 0 ? .text : .none
        case .r: run = WordRun()
        case .p: beginParagraph()
        case .rPr:
            if isInParagraphProperties { skipping = 1 } else { isInRunProperties = true }
        case .pPr: isInParagraphProperties = true
        case .pStyle: paragraphState.styleID = element.string(WordName.val.number)
        case .framePr:
            if let cap = element.string(WordName.dropCap.number) { paragraphState.isDropCap = cap != "none" }
        case .outlineLvl: paragraphState.outline = element.integer(WordName.val.number)
        case .numId: paragraphState.numbering = element.string(WordName.val.number)
        case .ilvl: paragraphState.listLevel = element.integer(WordName.val.number)
        case .b: if isInRunProperties { run.bold = WordFlag.isOn(element) }
        case .vanish: if isInRunProperties { run.hidden = WordFlag.isOn(element) }
        case .rtl: if isInRunProperties { run.isRightToLeft = WordFlag.isOn(element) }
        case .rStyle: if isInRunProperties { run.style = element.string(WordName.val.number) }
        case .lang:
            if isInRunProperties { run.languages = WordStyles.languages(element, context.languages) }
        case .tab: if !isInParagraphProperties { add(ascii: 0x09) }
        case .ptab: add(ascii: 0x09)
        case .br, .cr:
            add(ascii: 0x0A)
            if name == .br, element.has(WordName.type.number, "page") { beginPage(rendered: false) }
        case .lastRenderedPageBreak: beginPage(rendered: true)
        case .pageBreakBefore: if isInParagraphProperties, WordFlag.isOn(element) { beginPage(rendered: false) }
        case .noBreakHyphen: add("\u{2011}")
        case .softHyphen: add("\u{AD}")
        case .sym: addSymbol(element)
        case .tbl: sink.beginTable(part: part)
        case .tr: sink.table?.beginRow()
        case .tc: sink.beginCell()
        case .gridSpan: sink.table?.cellColumns = element.integer(WordName.val.number) ?? 1
        case .gridBefore: sink.table?.skip(columns: element.integer(WordName.val.number) ?? 0)
        case .hMerge: if !element.has(WordName.val.number, "restart") { sink.table?.cellMerge = .covered }
        case .vMerge: sink.table?.cellMerge = element.has(WordName.val.number, "restart") ? .restart : .carryOn
        case .tblHeader: if WordFlag.isOn(element) { sink.table?.isHeaderRow = true }
        case .ins, .moveTo: break
        case .del, .moveFrom:
            context.count(.deleted)
            deletions.append((element.string(WordName.author.number), element.string(WordName.date.number)))
        case .hyperlink: openHyperlink(element)
        case .fldChar: field(element)
        case .fldSimple: context.count(.fields)
        case .instrText: target = .instruction
        case .delInstrText: target = .none
        case .listEntry: fieldChoice(element)
        case .result: fieldChoice(element)
        case .txbxContent: beginTextBox()
        case .footnote, .endnote, .comment: beginNote(name, element)
        case .footnoteReference, .endnoteReference: addNoteMark(element, isEndnote: name == .endnoteReference)
        case .commentRangeStart:
            if openAnchors.count < 64, let id = element.string(WordName.id.number) { openAnchors.append((id, [])) }
        case .commentRangeEnd: if let id = element.string(WordName.id.number) { endAnchor(id) }
        case .ruby: beginRuby()
        case .rt: swapRuby(fresh: true)
        case .altChunk: addChunk(element)
        case .subDoc: context.count(.subdocuments)
        case .bookmarkStart: beginBookmark(element)
        case .document, .footnotes, .endnotes, .comments, .hdr, .ftr: hasRoot = true
        case .sectPr:
            if part == .body { sink.section += 1 }
            skipping = 1
        case .sdt: controlProperties = ControlProperties()
        case .sdtPr:
            isInControlProperties = true
            skipping = 1
        case .sdtContent: beginControl()
        case .sdtEndPr, .tblPr, .tblGrid, .rPrChange, .pPrChange, .tblPrChange, .tblPrExChange,
            .trPrChange, .tcPrChange, .sectPrChange, .tblGridChange, .rubyPr:
            skipping = 1
        default: break
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) { take(bytes) }

    // MARK: - End

    override func end(name: Int, space: Int) {
        if skipping > 0 {
            skipping -= 1
            if skipping == 0 { isInControlProperties = false }
            return
        }
        guard let name = WordName(number: name) else { return }
        switch WordSpace(rawValue: space) ?? .none {
        case .word, .none: endWord(name)
        case .math: endMath(name)
        case .compatibility: endAlternative(name)
        case .drawing:
            if name == .t { target = .none } else if name == .p { endParagraph() }
        case .chart: endChart(name)
        default: break
        }
        if sink.error != nil { parser?.stop() }
    }

    private func endWord(_ name: WordName) {
        switch name {
        case .t, .delText, .instrText, .delInstrText: target = .none
        case .p: endParagraph()
        case .rPr: isInRunProperties = false
        case .pPr: endParagraphProperties()
        case .tc:
            if !dropCap.isEmpty { endDropCap() }
            sink.endCell()
        case .document, .hdr, .ftr: if !dropCap.isEmpty { endDropCap() }
        case .tr: sink.endRow()
        case .tbl: sink.endTable()
        case .del, .moveFrom: _ = deletions.popLast()
        case .hyperlink: sink.paragraph?.closeLink()
        case .sdtContent: endControl()
        case .txbxContent: endTextBox()
        case .footnote, .endnote, .comment:
            sink.finish()
            sink.placeName = nil
            author = nil
            date = nil
        case .rt: swapRuby(fresh: false)
        case .ruby: endRuby()
        default: break
        }
    }

    // MARK: - Paragraphs

    /// Word marks where pages began when it last laid the text out; without these marks only forced breaks are known.
    private func beginPage(rendered: Bool) {
        guard part == .body else { return }
        if rendered, !hasRenderedPages {
            hasRenderedPages = true
            sink.page = 1
        }
        if rendered == hasRenderedPages { sink.page += 1 }
    }

    private func beginBookmark(_ element: borrowing XMLElementStart) {
        context.count(.bookmarks)
        // Those of Word's own begin with a line: _Toc, _Ref, _GoBack.
        guard let paragraph = sink.paragraph, paragraph.bookmark == nil,
            let name = element.string(WordName.name.number), !name.isEmpty, !name.hasPrefix("_")
        else { return }
        paragraph.bookmark = Clip.text(name, 200)
    }

    func beginParagraph() {
        let paragraph = sink.beginParagraph(part: part)
        paragraph.author = author
        paragraph.date = date
        paragraphState = ParagraphState(style: plain)
        paragraphs.append(paragraphState)
        run = WordRun()
        if !dropCap.isEmpty {
            paragraph.text.append(dropCap)
            dropCap.removeAll()
        }
    }

    /// A large first letter is a paragraph of its own to Word; to a reader it is the beginning of the next.
    private func takeDropCap() {
        guard let paragraph = sink.paragraph, paragraph.openLinks.isEmpty, (1...32).contains(paragraph.text.count)
        else {
            return
        }
        dropCap.removeAll()
        swap(&dropCap, &paragraph.text)
    }

    /// No paragraph came after it.
    private func endDropCap() {
        beginParagraph()
        endParagraph()
    }

    private func endParagraphProperties() {
        isInParagraphProperties = false
        guard let paragraph = sink.paragraph, !paragraphs.isEmpty else { return }
        let state = paragraphState
        let ownStyle = state.styleID
        if let ownStyle { state.style = context.styles.resolve(ownStyle) }
        paragraph.style = ownStyle.map { Clip.text(state.style.name ?? $0, 1_000) }
        if let outline = state.outline ?? state.style.outline, (0...8).contains(outline) {
            paragraph.kind = .heading
            paragraph.level = outline + 1
        } else if let list = state.numbering ?? state.style.numbering, list != "0" {
            let fromStyle = ownStyle.flatMap { context.numbering.levelOfStyle[$0] }
            let level = max(0, min(8, state.listLevel ?? state.style.listLevel ?? fromStyle ?? 0))
            paragraph.kind = .listItem
            paragraph.level = level + 1
            paragraph.isOrdered = context.numbering.isOrdered(
                list, level: level, numberingOfStyle: context.styles.numberingOfStyle)
        } else {
            switch state.style.name?.lowercased() {
            case "caption": paragraph.kind = .caption
            case "quote", "intense quote": paragraph.kind = .quote
            case "html preformatted", "source code", "macro text": paragraph.kind = .code
            default: break
            }
        }
    }

    func endParagraph() {
        if openInstructions > 0 { endInstructions() }
        // A control's empty paragraph has its text.
        _ = isReplaced()
        if let state = paragraphs.popLast() {
            if state.hasMath, !state.hasText { sink.paragraph?.kind = .equation }
            if state.isDropCap { takeDropCap() }
        }
        paragraphState = paragraphs.last ?? outside
        sink.endParagraph()
    }

    // MARK: - Boxes, notes, alternatives

    private func beginTextBox() {
        guard saved.count < 100 else { return }
        saved.append(
            Saved(run: run, target: target, fields: fields, openInstructions: openInstructions, math: math))
        fields = []
        openInstructions = 0
        math = WordMath()
    }

    private func endTextBox() {
        guard let last = saved.popLast() else { return }
        (run, target, fields, openInstructions, math) =
            (last.run, last.target, last.fields, last.openInstructions, last.math)
    }

    private func beginNote(_ name: WordName, _ element: borrowing XMLElementStart) {
        if name != .comment, let type = element.string(WordName.type.number), type != "normal" {
            skipping = 1
            return
        }
        guard name == .comment else {
            let id = element.string(WordName.id.number)
            let number = context.noteNumber(id, isEndnote: name == .endnote)
            sink.placeName = "\(name == .footnote ? "note" : "endnote") \(number)"
            return
        }
        commentNumber += 1
        author = element.string(WordName.author.number).map { Clip.text($0, 1_000) }
        date = element.string(WordName.date.number).map { Clip.text($0, 100) }
        let anchor = element.string(WordName.id.number).flatMap { context.anchors[$0] }
        sink.placeName = "comment \(commentNumber)" + (anchor.map { " on “\($0)”" } ?? "")
    }

    private func startAlternative(_ name: WordName) {
        switch name {
        case .alternateContent: alternatives.append(Alternative())
        case .choice, .fallback:
            guard let last = alternatives.last else { return }
            if last.isSatisfied {
                skipping = 1
            } else {
                alternatives[alternatives.count - 1].lengthBefore = textLength
            }
        default: break
        }
    }

    private func endAlternative(_ name: WordName) {
        switch name {
        case .alternateContent: _ = alternatives.popLast()
        case .choice:
            guard let last = alternatives.last, textLength > last.lengthBefore else { return }
            alternatives[alternatives.count - 1].isSatisfied = true
        default: break
        }
    }

    private func endAnchor(_ id: String) {
        guard let index = openAnchors.firstIndex(where: { $0.id == id }) else { return }
        let line = Trim.spaces(openAnchors[index].text[...]).map { $0 == 0x0A || $0 == 0x09 ? 0x20 : $0 }
        let text = Clip.text(String(decoding: line, as: UTF8.self), 80)
        if !text.isEmpty { context.addAnchor(id, text) }
        openAnchors.remove(at: index)
    }

    // MARK: - Ruby: the base with its reading in brackets behind it, though the reading comes first

    private func beginRuby() { isInRuby = true }

    /// While the reading is being read, it is the paragraph's text, and what stood there waits in `ruby`; then they change
    /// places again.
    private func swapRuby(fresh: Bool) {
        guard let paragraph = sink.paragraph else { return }
        if fresh { ruby.removeAll() }
        swap(&paragraph.text, &ruby)
    }

    private func endRuby() {
        guard isInRuby else { return }
        isInRuby = false
        if !ruby.isBlank { sink.paragraph?.text.appendPlain("(\(ruby.text))") }
        ruby = TextBuffer()
    }
}
