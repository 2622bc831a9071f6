/// Volume, issue and pages in the words of a host entry: `Vol. 33, p. 842-857`, `12:3<45-60`, `Bd. 7 (2001), Heft 2, S. 3`.
struct HostPart {
    private(set) var volume: Range<Int>?
    private(set) var issue: Range<Int>?
    private(set) var pages: Range<Int>?

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        var index = range.lowerBound
        var word = range.lowerBound..<range.lowerBound
        var isAfterColon = false
        while index < range.upperBound {
            let byte = bytes[index]
            if ASCII.isLetter(byte) {
                let start = index
                while index < range.upperBound, ASCII.isLetter(bytes[index]) { index += 1 }
                word = start..<index
                continue
            }
            guard ASCII.isDigit(byte) else {
                if byte == UInt8(ascii: ":") { isAfterColon = true }
                if byte == UInt8(ascii: "<") { word = index..<index + 1 }
                // The year of a volume stands in brackets.
                if byte == UInt8(ascii: "("),
                    let close = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: ")"))
                {
                    index = close
                }
                index += 1
                continue
            }
            let start = index
            while index < range.upperBound, ASCII.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            let number = start..<index
            switch word.isEmpty ? "" : ASCII.lowered(bytes, word) {
            case "vol", "volume", "v", "bd", "band", "jg", "jahrgang", "t", "tome": if volume == nil { volume = number }
            case "no", "nr", "issue", "n", "heft", "h", "iss", "pt": if issue == nil { issue = number }
            case "p", "pp", "pages", "page", "s", "seite", "seiten", "<": if pages == nil { pages = number }
            case "":
                if volume == nil { volume = number } else if isAfterColon, issue == nil { issue = number }
            default: break
            }
            word = index..<index
        }
    }
}
