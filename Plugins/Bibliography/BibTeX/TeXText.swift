/// Turns the TeX of a BibTeX field into plain text: accents and symbols become characters, braces and commands of style
/// go, white space is folded. Commands that are not known stay as they are written; nothing is ever carried out.
struct TeXText {
    private let bytes: [UInt8]
    private var index: Int
    private let end: Int
    /// Blank lines become line breaks rather than spaces.
    private let keepsParagraphs: Bool
    private var out: [UInt8] = []
    private var accents: [Unicode.Scalar] = []
    private var isMath = false
    private var depth = 0
    /// Depths of groups whose closing brace is to be printed.
    private var literalGroups: [Int] = []

    /// The plain text of `bytes[range]`, which is valid UTF-8.
    static func plain(_ bytes: [UInt8], _ range: Range<Int>, paragraphs: Bool = false) -> String {
        let range = ASCII.trimmed(bytes, range)
        guard isTeX(bytes, range) else { return ASCII.text(bytes, range) }
        var text = TeXText(bytes, range, paragraphs)
        return text.decode()
    }

    /// For addresses and identifiers: only escaped characters are freed, braces go, nothing else is TeX.
    static func verbatim(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        let range = ASCII.trimmed(bytes, range)
        var out: [UInt8] = []
        out.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "}"): continue
            case UInt8(ascii: "\\") where index < range.upperBound && "_%&#$~^{}".utf8.contains(bytes[index]):
                out.append(bytes[index])
                index += 1
            case UInt8(ascii: "\\") where bytes[index..<range.upperBound].starts(with: "url".utf8): index += 3
            case 0x0A, 0x0D, 0x09: continue
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self).trimmed
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>, _ paragraphs: Bool) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
        keepsParagraphs = paragraphs
        out.reserveCapacity(range.count)
    }

    /// Whether anything but single spaces and letters is in it.
    static func isTeX(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var previous: UInt8 = 0
        for index in range {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"), UInt8(ascii: "~"),
                0x09...0x0D:
                return true
            case 0x20, UInt8(ascii: "-"), UInt8(ascii: "`"), UInt8(ascii: "'"):
                if previous == byte { return true }
            default: break
            }
            previous = byte
        }
        return false
    }

    private mutating func decode() -> String {
        while index < end {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\\"):
                index += 1
                command()
            case UInt8(ascii: "{"):
                index += 1
                depth += 1
            case UInt8(ascii: "}"):
                index += 1
                closeGroup()
            case UInt8(ascii: "$"): dollar()
            case UInt8(ascii: "~"):
                index += 1
                space()
            case 0x20, 0x09...0x0D: whiteSpace()
            case UInt8(ascii: "-"): dashes()
            case UInt8(ascii: "`") where next == UInt8(ascii: "`"):
                index += 2
                emit("“")
            case UInt8(ascii: "'") where next == UInt8(ascii: "'"):
                index += 2
                emit("”")
            case UInt8(ascii: "^") where isMath:
                index += 1
                script(TeXSymbols.raised)
            case UInt8(ascii: "_") where isMath:
                index += 1
                script(TeXSymbols.lowered)
            default:
                if accents.isEmpty {
                    out.append(byte)
                    index += 1
                } else {
                    accent(scalar())
                }
            }
        }
        flushAccents()
        while let last = out.last, last == 0x20 || last == 0x0A { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    private var next: UInt8? { index + 1 < end ? bytes[index + 1] : nil }

    // MARK: - Output

    private mutating func emit(_ scalar: Unicode.Scalar) {
        if accents.isEmpty { out.append(scalar) } else { accent(scalar) }
    }

    private mutating func space() {
        flushAccents()
        if let last = out.last, last != 0x20, last != 0x0A { out.append(0x20) }
    }

    private mutating func accent(_ scalar: Unicode.Scalar) {
        var base = scalar
        let marks = accents
        accents.removeAll()
        if let first = marks.first, first != "\u{327}", first != "\u{328}" {
            if base == "ı" { base = "i" }
            if base == "ȷ" { base = "j" }
        }
        var rest: [Unicode.Scalar] = []
        // The innermost accent was read last.
        for mark in marks.reversed() {
            if rest.isEmpty, let composed = TeXAccents.compose(base, mark) {
                base = composed
            } else {
                rest.append(mark)
            }
        }
        out.append(base)
        for mark in rest { out.append(mark) }
    }

    private mutating func flushAccents() {
        guard !accents.isEmpty else { return }
        let marks = accents
        accents.removeAll()
        for mark in marks { if let scalar = TeXAccents.spacing[mark] { out.append(scalar) } }
    }

    /// The character at `index`, which is passed.
    private mutating func scalar() -> Unicode.Scalar {
        let lead = bytes[index]
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        let stop = min(index + length, end)
        let text = String(decoding: bytes[index..<stop], as: UTF8.self)
        index = stop
        return text.unicodeScalars.first ?? "\u{FFFD}"
    }

    // MARK: - Syntax

    private mutating func closeGroup() {
        flushAccents()
        if let last = literalGroups.last, last == depth {
            literalGroups.removeLast()
            out.append(UInt8(ascii: "}"))
        }
        if depth > 0 { depth -= 1 }
    }

    private mutating func whiteSpace() {
        var lines = 0
        while index < end, ASCII.isSpace(bytes[index]) {
            if bytes[index] == 0x0A || bytes[index] == 0x0D && (index + 1 >= end || bytes[index + 1] != 0x0A) {
                lines += 1
            }
            index += 1
        }
        guard accents.isEmpty else { return }
        if keepsParagraphs, lines > 1 {
            while out.last == 0x20 { out.removeLast() }
            if !out.isEmpty { out.append(0x0A) }
        } else {
            space()
        }
    }

    private mutating func dashes() {
        var count = 0
        while index < end, bytes[index] == UInt8(ascii: "-"), count < 3 {
            index += 1
            count += 1
        }
        emit(count == 1 ? "-" : count == 2 ? "–" : "—")
    }

    /// `$` opens mathematics only when what it encloses looks so: “$5 and $10” stays as it is.
    private mutating func dollar() {
        index += 1
        if isMath {
            isMath = false
            return
        }
        var stop = index
        let limit = min(end, index + 300)
        var looksMathematical = false
        while stop < limit, bytes[stop] != UInt8(ascii: "$") {
            if "\\^_{=<>".utf8.contains(bytes[stop]) { looksMathematical = true }
            stop += 1
        }
        guard stop < limit, looksMathematical || (1...3).contains(stop - index) && !bytes[index..<stop].contains(0x20)
        else {
            emit("$")
            return
        }
        isMath = true
    }

    /// What follows `^` or `_`, raised or lowered where Unicode has the characters; else it is left for normal reading.
    private mutating func script(_ table: [Unicode.Scalar: Unicode.Scalar]) {
        guard index < end else { return }
        var low = index
        var high = index + 1
        if bytes[index] == UInt8(ascii: "{") {
            low = index + 1
            high = low
            while high < end, high - low < 12, bytes[high] != UInt8(ascii: "}") { high += 1 }
            guard high < end, bytes[high] == UInt8(ascii: "}") else { return }
        }
        let scalars = bytes[low..<high].map { table[Unicode.Scalar($0)] }
        guard !scalars.contains(nil) else { return }
        for scalar in scalars { if let scalar { emit(scalar) } }
        index = low == index ? high : high + 1
    }

    private mutating func command() {
        guard index < end else {
            out.append(UInt8(ascii: "\\"))
            return
        }
        let byte = bytes[index]
        guard ASCII.isLetter(byte) else {
            index += 1
            symbolCommand(byte)
            return
        }
        let start = index
        while index < end, ASCII.isLetter(bytes[index]) { index += 1 }
        let name = ASCII.text(bytes, start..<index)
        let afterName = index
        while index < end, ASCII.isSpace(bytes[index]) { index += 1 }
        if let mark = TeXAccents.marks[name] {
            accents.append(mark)
        } else if let text = TeXSymbols.text[name] {
            for scalar in text.unicodeScalars { if scalar == " " { space() } else { emit(scalar) } }
        } else if name == "textsuperscript" || name == "textsubscript" {
            script(name == "textsuperscript" ? TeXSymbols.raised : TeXSymbols.lowered)
        } else if TeXSymbols.styles.contains(name) || TeXSymbols.skippingFirst.contains(name) {
            if TeXSymbols.skippingFirst.contains(name) { skipGroup() }
        } else {
            index = afterName
            flushAccents()
            out.append(UInt8(ascii: "\\"))
            out.append(contentsOf: name.utf8)
            if index < end, bytes[index] == UInt8(ascii: "{") {
                out.append(UInt8(ascii: "{"))
                index += 1
                depth += 1
                literalGroups.append(depth)
            }
        }
    }

    private mutating func symbolCommand(_ byte: UInt8) {
        if let mark = TeXAccents.mark(byte) {
            accents.append(mark)
            return
        }
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), 0x20, 0x09...0x0D: space()
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "@"):
            break
        case UInt8(ascii: "&"), UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "_"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "*"):
            emit(Unicode.Scalar(byte))
        default:
            flushAccents()
            out.append(UInt8(ascii: "\\"))
            index -= 1
        }
    }

    /// Passes one group in braces.
    private mutating func skipGroup() {
        guard index < end, bytes[index] == UInt8(ascii: "{") else { return }
        var level = 0
        while index < end {
            if bytes[index] == UInt8(ascii: "{") { level += 1 }
            if bytes[index] == UInt8(ascii: "}") { level -= 1 }
            index += 1
            if level == 0 { return }
        }
    }
}
