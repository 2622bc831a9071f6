import KistPlugin

/// A table while it is being read, at most a few hundred kilobytes of it at a time.
final class TableBuilder {
    /// `carryOn`: the cell belongs to the one above it. `covered`: it lies under another and is not there.
    enum Merge { case none, restart, carryOn, covered }

    /// Rows that are complete and not yet given out.
    private(set) var rows: [[TableCell]] = []
    /// About how many bytes `rows` and the row going on take.
    private(set) var cost = 0
    /// Some of its rows have been given out already.
    var continues = false
    let number: Int
    /// Added to its place: page and section.
    var `where` = ""
    /// What it stands in: "note 3".
    var aside: String?
    let part: DocumentBlock.Part
    /// The table stands in a cell of another: its rows become lines of that cell.
    let isNested: Bool

    var isHeaderRow = false
    var cell = TextBuffer()
    var cellColumns = 1
    var cellRows = 1
    var cellMerge = Merge.none
    private(set) var isCellOpen = false
    private(set) var row: [TableCell] = []
    /// The row as one line, in a nested table.
    private(set) var line = TextBuffer()
    private var column = 0
    private var cellsInLine = 0
    /// For each column the cell that reaches down: its row in `rows` and its place in that row.
    private var reaching: [Int: (row: Int, cell: Int)] = [:]

    static let widest = 1_024

    init(number: Int, part: DocumentBlock.Part, isNested: Bool) {
        self.number = number
        self.part = part
        self.isNested = isNested
    }

    var place: String { (aside.map { "\($0), " } ?? "") + "table \(number)\(`where`)" }

    func beginRow() {
        row = []
        line.removeAll()
        column = 0
        cellsInLine = 0
        isHeaderRow = false
    }

    func beginCell() {
        isCellOpen = true
        cell.removeAll()
        cellColumns = 1
        cellRows = 1
        cellMerge = .none
    }

    /// Columns that a row leaves free before its first cell.
    func skip(columns: Int) {
        guard columns > 0, !isNested else { return }
        let width = min(columns, TableBuilder.widest)
        row.append(TableCell(text: "", columns: width))
        column += width
    }

    func endCell(_ languages: Languages) {
        guard isCellOpen else { return }
        isCellOpen = false
        let width = max(1, min(cellColumns, TableBuilder.widest))
        defer { column += width }
        if isNested {
            if cellsInLine > 0 { line.append(ascii: 0x09) }
            cellsInLine += 1
            line.append(cell, onOneLine: true)
            return
        }
        if cellMerge == .covered, cell.isBlank { return }
        if cellMerge == .carryOn, cell.isBlank {
            if let origin = reaching[column], origin.row < rows.count, origin.cell < rows[origin.row].count {
                if rows[origin.row][origin.cell].rows < 10_000 { rows[origin.row][origin.cell].rows += 1 }
                return
            }
        } else {
            // Most tables have none, and every cell comes here.
            if cellMerge == .restart {
                reaching[column] = (rows.count, row.count)
            } else if !reaching.isEmpty {
                reaching[column] = nil
            }
        }
        let language = cell.languages(languages).main
        row.append(
            TableCell(
                text: cell.isBlank ? "" : cell.text, columns: width, rows: max(1, min(cellRows, 10_000)),
                isHeader: isHeaderRow, language: cell.isBlank ? nil : language, links: cell.isBlank ? [] : cell.links,
                bold: cell.isBlank ? [] : cell.bold))
        cost += cell.cost + 24
    }

    /// A cell that only fills its place: covered by another, or repeated.
    func repeatLast(_ count: Int) {
        guard let last = row.last, count > 0 else { return }
        for _ in 0..<count {
            row.append(last)
            cost += last.text.utf8.count + 24
        }
        column += count * last.columns
    }

    func endRow() {
        endOpenRow()
        column = 0
    }

    private func endOpenRow() {
        guard !isNested else { return }
        while let last = row.last, last.text.isEmpty, last.columns == 1, last.rows == 1, row.count > 1 {
            row.removeLast()
        }
        if !row.isEmpty { rows.append(row) }
        row = []
    }

    func repeatLastRow(_ count: Int) {
        guard let last = rows.last, count > 0 else { return }
        for _ in 0..<count { rows.append(last) }
        cost += count * last.reduce(24) { $0 + $1.text.utf8.count + 24 }
    }

    /// The complete rows, to be given out now.
    func takeRows() -> [[TableCell]] {
        defer {
            rows = []
            cost = 0
            reaching.removeAll()
        }
        return rows
    }

    /// Ends the row where it is, because it is too long for one message; what follows is a row of its own.
    func cutRow() { endOpenRow() }
}
