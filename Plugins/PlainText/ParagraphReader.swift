import KistPlugin

/// Plain text: paragraphs between empty lines, and lines that are underlined as headings.
enum ParagraphReader {
    static func read(_ bytes: [UInt8]) -> TextDocument {
        var document = TextDocument()
        let lines = TextLines(bytes).lines.map(\.trimmed)
        var paragraph: [ArraySlice<UInt8>] = []
        var start = 0
        func flush(_ document: inout TextDocument) {
            guard !paragraph.isEmpty else { return }
            let text = Array(paragraph.joined(separator: [0x0A]))
            document.blocks.append(DocumentBlock(text: text[...].text, place: "line \(start + 1)"))
            paragraph = []
        }
        for (number, line) in lines.enumerated() {
            if line.isEmpty {
                flush(&document)
                continue
            }
            if paragraph.count == 1, line.count >= 3, line.isAll(UInt8(ascii: "=")) || line.isAll(UInt8(ascii: "-")) {
                let level = line.first == UInt8(ascii: "=") ? 1 : 2
                document.blocks.append(
                    DocumentBlock(kind: .heading, level: level, text: paragraph[0].text, place: "line \(start + 1)"))
                paragraph = []
                continue
            }
            if paragraph.isEmpty { start = number }
            paragraph.append(line)
        }
        flush(&document)
        return document
    }
}
