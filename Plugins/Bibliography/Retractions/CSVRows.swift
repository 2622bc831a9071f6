import KistPlugin

/// The rows of a table in CSV (RFC 4180), one at a time: commas, quotation marks doubled inside quotes, line breaks inside
/// quotes, any line ending between rows.
struct CSVRows {
    static let maximumRow = 1024 * 1024
    private static let maximumCells = 512

    struct Row {
        var cells: [String]
        var line: Int
    }

    var source: TextSource

    init(_ source: TextSource) { self.source = source }

    /// The next row; nil at the end. A row that is too long comes without cells.
    mutating func next() throws(PluginError) -> Row? {
        while true {
            if source.available == 0, try !source.more() { return nil }
            let line = source.line
            var end = 0
            var isQuoted = false
            while true {
                if end >= source.available, try !source.more() { break }
                let byte = source[end]
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if !isQuoted, byte == 0x0A || byte == 0x0D { break }
                end += 1
                if end > Self.maximumRow {
                    // A quotation mark that never closes: on from the next line.
                    try skipLine()
                    return Row(cells: [], line: line)
                }
            }
            var bytes = Array(source.buffer[source.position..<source.position + end])
            source.advance(min(end + 1, source.available))
            if bytes.isEmpty { continue }
            _ = EntryBytes.clean(&bytes, fallback: .windows1252)
            return Row(cells: Self.cells(bytes), line: line)
        }
    }

    private mutating func skipLine() throws(PluginError) {
        while true {
            var index = 0
            while index < source.available, source[index] != 0x0A { index += 1 }
            source.advance(min(index + 1, source.available))
            if source.available > 0 { return }
            if try !source.more() { return }
        }
    }

    private static func cells(_ bytes: [UInt8]) -> [String] {
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else if index + 1 < bytes.count, bytes[index + 1] == byte {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") {
                cells.append(String(decoding: cell, as: UTF8.self).trimmed)
                cell.removeAll(keepingCapacity: true)
                if cells.count >= maximumCells { return cells }
            } else {
                cell.append(byte)
            }
            index += 1
        }
        cells.append(String(decoding: cell, as: UTF8.self).trimmed)
        return cells
    }
}
