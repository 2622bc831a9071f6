import KistPlugin

/// Takes paragraphs, cells and tables as a reader meets them and gives out blocks in reading order. Paragraphs and tables
/// nest (a text box in a paragraph, a table in a cell): what stands inside comes after what it stands in, or becomes
/// lines of the cell.
final class BlockSink {
    private enum Context {
        case paragraph(Paragraph)
        case table(TableBuilder)
        /// A note or comment: what is inside does not belong to a cell around it.
        case aside
    }

    let languages: Languages
    let notices: Notices
    private let output: any JobOutput
    private let cellLimit: Int
    private var contexts: [Context] = []
    private var pending: [DocumentBlock] = []
    private var pendingCost = 0
    private var spare: Paragraph?
    private var held: [DocumentBlock] = []
    private var isHolding = false

    /// The first error of the output. Readers stop when there is one.
    private(set) var error: PluginError?
    /// Bytes of text given out.
    private(set) var textRead = 0
    /// Blocks given out.
    private(set) var blockCount = 0
    private(set) var tableCount = 0
    private(set) var cellCount = 0
    private var paragraphCount = 0

    /// The innermost open paragraph.
    private(set) var paragraph: Paragraph?
    /// The present page and section, as far as the document says where they begin.
    var page = 1
    var section = 1
    /// What paragraphs are called in places, and whether they are counted: "paragraph 12", "note 3".
    var placeName: String?

    /// Longest piece of text or of a table that goes out in one block. A table may have one cell of this size more, and
    /// escapes may double both; then it still fits a frame.
    static let blockCost = 192 << 10

    init(output: any JobOutput, limits: JobLimits, languages: Languages, notices: Notices) {
        self.output = output
        self.languages = languages
        self.notices = notices
        cellLimit = limits.cells
    }

    // MARK: - Paragraphs

    @discardableResult
    func beginParagraph(part: DocumentBlock.Part) -> Paragraph {
        let new = spare ?? Paragraph()
        spare = nil
        new.reset(part: part)
        if part == .body { paragraphCount += 1 }
        if page > 1 || section > 1, placeName == nil { new.where = hint }
        contexts.append(.paragraph(new))
        paragraph = new
        return new
    }

    /// Ends the innermost paragraph; whatever is still open inside it was lost in a damaged file.
    func endParagraph() {
        guard let ended = paragraph else { return }
        while let context = contexts.popLast() {
            if case .paragraph(let found) = context, found === ended { break }
        }
        while !ended.openLinks.isEmpty { ended.closeLink() }
        paragraph = innermostParagraph()
        if let cell = innermostTable(), !ended.text.isEmpty {
            if !cell.cell.isEmpty, !ended.continues { cell.cell.append(ascii: 0x0A) }
            cell.cell.append(ended.text)
            trimCell(cell)
        } else if !ended.text.isBlank || ended.text.hasNotes {
            deliver(block(of: ended, ended.text))
        }
        if !ended.deleted.isBlank {
            var block = block(of: ended, ended.deleted)
            (block.part, block.kind, block.level) = (.deleted, .paragraph, 0)
            (block.author, block.date) = (ended.deletedBy, ended.deletedAt)
            deliver(block)
        }
        if !ended.hidden.isBlank { deliver(hiddenBlock(of: ended)) }
        flush()
        spare = ended
    }

    /// To be called after adding text: gives out what is too long for one block.
    func trim(_ paragraph: Paragraph) {
        guard
            paragraph.text.count + paragraph.deleted.count + paragraph.hidden.count > 64 << 10
                || paragraph.text.cost > 64 << 10
        else { return }
        if paragraph.text.cost > BlockSink.blockCost {
            let open = paragraph.openLinks
            while !paragraph.openLinks.isEmpty { paragraph.closeLink() }
            if let cell = innermostTable() {
                if !cell.cell.isEmpty, !paragraph.continues { cell.cell.append(ascii: 0x0A) }
                cell.cell.append(paragraph.text)
                trimCell(cell)
            } else {
                let piece = block(of: paragraph, paragraph.text)
                // What stands inside the outermost paragraph waits for its end; the paragraph itself does not.
                if contexts.count == 1 { send(piece) } else { deliver(piece) }
            }
            paragraph.continues = true
            paragraph.text.removeAll()
            paragraph.openLinks = open.map { (0, $0.target) }
        }
        if paragraph.deleted.cost > BlockSink.blockCost {
            var block = block(of: paragraph, paragraph.deleted)
            block.part = .deleted
            deliver(block)
            paragraph.deleted.removeAll()
        }
        if paragraph.hidden.cost > BlockSink.blockCost {
            deliver(hiddenBlock(of: paragraph))
            paragraph.hidden.removeAll()
        }
    }

    private var hint: String {
        (section > 1 ? ", section \(section)" : "") + (page > 1 ? ", page \(page)" : "")
    }

    private func place(of paragraph: Paragraph) -> String {
        if !paragraph.place.isEmpty { return paragraph.place }
        let name = (placeName ?? "paragraph \(paragraphCount)") + paragraph.where
        return paragraph.bookmark.map { "\(name), bookmark “\($0)”" } ?? name
    }

    /// Whoever finds it and looks there must know why it is not to be seen.
    private func hiddenBlock(of paragraph: Paragraph) -> DocumentBlock {
        var block = block(of: paragraph, paragraph.hidden)
        block.part = .hidden
        block.place += ", hidden"
        return block
    }

    private func block(of paragraph: Paragraph, _ text: borrowing TextBuffer) -> DocumentBlock {
        let (main, others) = text.languages(languages)
        return DocumentBlock(
            kind: paragraph.kind, part: paragraph.part, level: paragraph.level, ordered: paragraph.isOrdered,
            style: paragraph.style, text: text.text, language: main, runs: others, links: text.links, bold: text.bold,
            author: paragraph.author, date: paragraph.date,
            place: place(of: paragraph),
            continues: paragraph.continues)
    }

    // MARK: - Tables

    func beginTable(part: DocumentBlock.Part) {
        let isNested = innermostTable() != nil
        if !isNested { tableCount += 1 }
        contexts.append(.table(TableBuilder(number: tableCount, part: part, isNested: isNested)))
        if !isNested {
            table?.where = hint
            // A table belongs to its note or comment as the paragraphs there do.
            if [.footnote, .endnote, .comment].contains(part) { table?.aside = placeName }
        }
        paragraph = nil
    }

    /// The innermost open table, also where a paragraph is open inside one of its cells.
    var table: TableBuilder? {
        for context in contexts.reversed() {
            if case .table(let table) = context { return table }
        }
        return nil
    }

    func beginCell() {
        guard let table else { return }
        cellCount += 1
        table.beginCell()
    }

    func endCell() {
        guard let table, table.isCellOpen else { return }
        closeParagraphs(inside: table)
        if cellCount > cellLimit {
            notices.add(.warning, "limit-cells", "The tables have more cells than are allowed; the rest were left out.")
            table.cell.removeAll()
        }
        table.endCell(languages)
        if table.cost > BlockSink.blockCost, !table.isNested { give(table, ending: false) }
    }

    func endRow() {
        guard let table else { return }
        if table.isCellOpen { endCell() }
        if table.isNested {
            if let outer = outerTable(of: table), !table.line.isBlank {
                if !outer.cell.isEmpty { outer.cell.append(ascii: 0x0A) }
                outer.cell.append(table.line)
                trimCell(outer)
            }
            return
        }
        table.endRow()
        if table.cost > BlockSink.blockCost / 2 || table.rows.count > 4_000 { give(table, ending: false) }
    }

    func endTable() {
        guard let table else { return }
        if table.isCellOpen { endRow() }
        while let context = contexts.popLast() {
            if case .table = context { break }
        }
        if !table.isNested { give(table, ending: true) }
        paragraph = innermostParagraph()
        flush()
    }

    private func give(_ table: TableBuilder, ending: Bool) {
        if ending { table.endRow() } else if table.cost > BlockSink.blockCost { table.cutRow() }
        let rows = table.takeRows()
        guard rows.contains(where: { $0.contains { !$0.text.isEmpty } }) else { return }
        let block = DocumentBlock(
            kind: .table, part: table.part, rows: rows, place: table.place, continues: table.continues)
        if case .table(let outermost) = contexts.first, outermost === table { send(block) } else { deliver(block) }
        table.continues = true
    }

    /// A cell that has grown too long for one message goes out as it is, and carries on in a row of its own.
    private func trimCell(_ table: TableBuilder) {
        guard table.cell.cost > BlockSink.blockCost else { return }
        if table.isNested {
            if let outer = outerTable(of: table) {
                outer.cell.append(table.cell)
                table.cell.removeAll()
                trimCell(outer)
            }
            return
        }
        table.endCell(languages)
        give(table, ending: false)
        table.beginCell()
    }

    private func closeParagraphs(inside table: TableBuilder) {
        while let last = contexts.last {
            if case .table(let found) = last, found === table { return }
            if case .paragraph = last { endParagraph() } else { contexts.removeLast() }
        }
    }

    // MARK: - Asides

    /// Begins a note or comment that stands inside a paragraph or cell.
    func beginAside() {
        contexts.append(.aside)
        paragraph = nil
    }

    func endAside() {
        while let context = contexts.popLast() {
            if case .aside = context { break }
        }
        paragraph = innermostParagraph()
        flush()
    }

    /// Closes whatever a damaged document left open, and gives it out.
    func finish() {
        while let last = contexts.last {
            switch last {
            case .paragraph:
                paragraph = innermostParagraph()
                endParagraph()
            case .table: endTable()
            case .aside: endAside()
            }
        }
        flush()
    }

    // MARK: - Giving out

    /// Gives out a block that was made elsewhere, in its turn.
    func deliver(_ block: consuming DocumentBlock) {
        if contexts.isEmpty { return send(block) }
        pendingCost += block.text.utf8.count + 200
        for row in block.rows { for cell in row { pendingCost += cell.text.utf8.count + 100 } }
        pending.append(block)
        // A very long thing around it: then the order gives way.
        if pendingCost > 4 << 20 { sendPending() }
    }

    /// How many blocks wait for the end of what they stand in.
    var waiting: Int { pending.count }

    /// Adds to the places of comments that wait, from number `first` on.
    func addToPlaces(_ more: String, from first: Int) {
        guard first < pending.count else { return }
        for index in first..<pending.count where pending[index].part == .comment { pending[index].place += more }
    }

    private func flush() {
        if contexts.isEmpty, !pending.isEmpty { sendPending() }
    }

    private func sendPending() {
        let blocks = pending
        pending = []
        pendingCost = 0
        for block in blocks { send(block) }
    }

    // MARK: - Holding back

    /// From here on blocks are kept until `release`: headers, which some formats put before the text.
    func beginHold() { isHolding = true }

    func endHold() { isHolding = false }

    /// Gives out what was held back.
    func release() throws(PluginError) {
        let blocks = held
        held = []
        for block in blocks { send(block) }
        if let error { throw error }
    }

    private func send(_ block: consuming DocumentBlock) {
        guard error == nil else { return }
        if isHolding, held.count < 2_000 {
            held.append(block)
            return
        }
        textRead += block.text.utf8.count
        for row in block.rows { for cell in row { textRead += cell.text.utf8.count } }
        blockCount += 1
        do {
            try output.block(block)
        } catch {
            self.error = error
        }
    }

    private func innermostParagraph() -> Paragraph? {
        for context in contexts.reversed() {
            switch context {
            case .paragraph(let paragraph): return paragraph
            case .table, .aside: return nil
            }
        }
        return nil
    }

    /// The table whose open cell the present place belongs to.
    private func innermostTable() -> TableBuilder? {
        for context in contexts.reversed() {
            switch context {
            case .table(let table): return table.isCellOpen ? table : nil
            case .aside: return nil
            case .paragraph: continue
            }
        }
        return nil
    }

    private func outerTable(of table: TableBuilder) -> TableBuilder? {
        var isInside = true
        for context in contexts.reversed() {
            if case .table(let found) = context {
                if found === table {
                    isInside = false
                } else if !isInside {
                    return found
                }
            }
        }
        return nil
    }
}
