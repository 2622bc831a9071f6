/// Breaking text into lines for a terminal.
enum TextLayout {
    /// Lines of at most `columns` characters, broken at spaces; the first keeps its own indent, later ones begin with `indent`
    /// spaces.
    static func wrap(_ text: String, columns: Int, indent: Int = 0) -> [String] {
        var lines: [String] = []
        var line = String(text.prefix { $0 == " " })
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + 1 + word.count > columns, line.contains(where: { $0 != " " }) {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                line += word
            } else {
                let atStart = line.allSatisfy { $0 == " " }
                line += (atStart ? "" : " ") + word
            }
        }
        if line.contains(where: { $0 != " " }) { lines.append(line) }
        return lines
    }

    /// `text` cut to `columns` characters at a word, with an ellipsis when something was cut.
    static func cut(_ text: String, columns: Int) -> String {
        guard text.count > columns, columns > 1 else { return text }
        var head = text.prefix(columns - 1)
        if let space = head.lastIndex(of: " "), head.distance(from: head.startIndex, to: space) > columns / 2 {
            head = head[..<space]
        }
        return head.trimmingSuffix(while: \.isWhitespace) + "…"
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var rest = self
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return String(rest)
    }
}
