import KistPlugin

/// Cuts a BibTeX file into its `@` blocks, in one pass and with no more in memory than the block at hand.
///
/// Braces alone decide where a block ends. A block that does not close fails alone: reading goes on at the next
/// `@word{` that begins a line (or stands in the same column as the broken one's own `@`).
struct BibTeXSplitter {
    /// Longest block that is read.
    static let maximumBlock = 16 * 1024 * 1024
    /// How far the end of a comment is looked for, and how often in vain.
    private static let commentReach = 1024 * 1024
    private static let shortCommentReach = 1024
    private static let maximumFailedComments = 16
    private static let longestWord = 64

    var source: TextSource
    /// Whether the byte before the window ended a line, and how far the line's first character is indented.
    private var lineStart = true
    private var indent = 0
    private var failedComments = 0
    /// Text between the entries, as far as a declared encoding may stand in it.
    private(set) var declaredEncoding: TextEncoding?
    /// Comments with and without braces that have been passed.
    private(set) var comments = 0

    init(_ source: TextSource) { self.source = source }

    /// The next block or broken entry; nil at the end.
    mutating func next() throws(PluginError) -> BibTeXPiece? {
        while try findAt() {
            let column = lineStart ? indent : -1
            guard let head = try readHead(at: 0) else {
                source.advance(1)
                lineStart = false
                continue
            }
            lineStart = false
            if head.word == "comment" {
                comments += 1
                if try skipComment(head) { continue }
                let line = source.line
                try skipBroken(from: 1, column: column)
                return .broken(
                    BibTeXFault(
                        reason: .unclosed, line: line, start: "@comment", message: "a comment has no closing brace"))
            }
            return try block(head, column: column)
        }
        return nil
    }

    // MARK: - Between the blocks

    /// Moves on to the next `@` outside comments; false at the end.
    private mutating func findAt() throws(PluginError) -> Bool {
        while true {
            var index = 0
            let count = source.available
            var found = false
            while index < count {
                let byte = source[index]
                if byte == UInt8(ascii: "@") {
                    found = true
                    break
                }
                if byte == UInt8(ascii: "%") {
                    source.advance(index)
                    try skipLine()
                    index = -1
                    break
                }
                if byte == 0x0A || byte == 0x0D {
                    lineStart = true
                    indent = 0
                } else if byte == 0x20 || byte == 0x09 {
                    indent += 1
                } else {
                    lineStart = false
                }
                index += 1
            }
            if index < 0 { continue }
            source.advance(index)
            if found { return true }
            if try !source.more() { return false }
        }
    }

    /// Passes the rest of a line outside the entries. It may name the file's encoding, as JabRef does.
    private mutating func skipLine() throws(PluginError) {
        var index = 0
        let isEarly = source.line <= 5
        while true {
            while index < source.available {
                let byte = source[index]
                if byte == 0x0A || byte == 0x0D {
                    if isEarly { readDeclaration(index) }
                    source.advance(index)
                    return
                }
                index += 1
            }
            if index > Self.commentReach {
                source.advance(index)
                index = 0
            }
            if try !source.more() {
                source.advance(source.available)
                return
            }
        }
    }

    private mutating func readDeclaration(_ length: Int) {
        guard length < 100 else { return }
        let line = String(decoding: (0..<length).map { source[$0] }, as: UTF8.self)
        let words = line.dropFirst().split(separator: ":")
        if words.count == 2, words[0].trimmed == "Encoding" {
            declaredEncoding = TextEncoding.declared(words[1].trimmed)
        }
    }

    private struct Head {
        var word: String
        /// Offset after the opening brace or bracket; that of a comment without one is after the word.
        var body: Int
        var open: UInt8
    }

    /// `@word{` at this offset of the window, if that is what stands there.
    private mutating func readHead(at start: Int) throws(PluginError) -> Head? {
        if source.available < start + 512 { _ = try source.ensure(start + 512) }
        let count = source.available
        var index = start + 1
        while index < count, ASCII.isSpace(source[index]), index - start < 100 { index += 1 }
        let wordStart = index
        while index < count, index - wordStart < Self.longestWord, isWordByte(source[index]) { index += 1 }
        guard index > wordStart, ASCII.isLetter(source[wordStart]) else { return nil }
        let low = source.position + wordStart
        let word = ASCII.lowered(source.buffer, low..<source.position + index)
        let wordEnd = index
        while index < count, ASCII.isSpace(source[index]), index - wordEnd < 200 { index += 1 }
        if index < count, source[index] == UInt8(ascii: "{") || source[index] == UInt8(ascii: "(") {
            return Head(word: word, body: index + 1, open: source[index])
        }
        return word == "comment" ? Head(word: word, body: wordEnd, open: 0) : nil
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    /// Passes a comment; false when its braces do not close.
    private mutating func skipComment(_ head: Head) throws(PluginError) -> Bool {
        guard head.open != 0 else {
            source.advance(head.body)
            try skipLine()
            return true
        }
        let reach = failedComments < Self.maximumFailedComments ? Self.commentReach : Self.shortCommentReach
        var index = head.body - 1
        var depth = 0
        let close: UInt8 = head.open == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
        while true {
            while index < min(source.available, reach) {
                let byte = source[index]
                index += 1
                if byte == head.open { depth += 1 }
                if byte == close {
                    depth -= 1
                    if depth == 0 {
                        source.advance(index)
                        return true
                    }
                }
            }
            if index >= reach { break }
            if try !source.more() { break }
        }
        failedComments += 1
        return false
    }

    // MARK: - Blocks

    private mutating func block(_ head: Head, column: Int) throws(PluginError) -> BibTeXPiece {
        let line = source.line
        let offset = source.offset
        let isRound = head.open == UInt8(ascii: "(")
        var scan = Scan(depth: isRound ? 0 : 1, isRound: isRound)
        var index = head.body
        while true {
            let stop = Self.scan(source.buffer, source.position + index, &scan) - source.position
            index = stop
            switch scan.event {
            case .closed:
                let start = source.position
                var bytes = Array(source.buffer[start..<start + index])
                bytes.removeLast()
                source.advance(index)
                let kind: BibTeXBlock.Kind =
                    switch head.word {
                    case "string": .string
                    case "preamble": .preamble
                    default: .entry(head.word)
                    }
                return .block(BibTeXBlock(kind: kind, bytes: bytes, body: head.body, line: line, offset: offset))
            case .at:
                // An `@` that begins a line inside the block: the next entry, if it looks like one.
                let isAligned = scan.column == 0 || scan.column == column
                if isAligned, try readHead(at: index) != nil {
                    return broken(head, length: index, line: line, .unclosed, "has no closing brace")
                }
                index += 1
                scan.lineStart = false
            case .needsMore:
                if index > Self.maximumBlock {
                    let piece = broken(head, length: index, line: line, .tooLarge, "is longer than 16 MB")
                    try skipBroken(from: 0, column: column)
                    return piece
                }
                if try !source.more() {
                    return broken(head, length: index, line: line, .unclosed, "is cut off by the end of the file")
                }
            }
        }
    }

    private mutating func broken(
        _ head: Head, length: Int, line: Int, _ reason: BibTeXFault.Reason, _ what: String
    ) -> BibTeXPiece {
        let start = source.position
        let sample = source.buffer[start..<start + min(length, 60)]
        let text = String(decoding: sample.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
        source.advance(length)
        lineStart = true
        indent = 0
        return .broken(BibTeXFault(reason: reason, line: line, start: text.trimmed, message: "the entry \(what)"))
    }

    /// Moves on to the next `@word{` that begins a line.
    private mutating func skipBroken(from first: Int, column: Int) throws(PluginError) {
        source.advance(first)
        var scan = Scan(depth: Int.max / 2, isRound: false)
        while true {
            let index = Self.scan(source.buffer, source.position, &scan) - source.position
            source.advance(index)
            switch scan.event {
            case .at:
                if scan.column == 0 || scan.column == column, try readHead(at: 0) != nil {
                    lineStart = true
                    indent = scan.column
                    return
                }
                source.advance(1)
                scan.lineStart = false
            case .closed, .needsMore:
                if try !source.more() { return }
            }
        }
    }

    private struct Scan {
        enum Event { case closed, at, needsMore }
        var depth: Int
        var isRound: Bool
        var isQuoted = false
        var lineStart = false
        /// Indentation of the line so far; the column of an `@` that begins a line.
        var column = 0
        var event = Event.needsMore
    }

    /// Goes on until the block closes (the index after it), an `@` begins a line (its index), or the window ends.
    private static func scan(_ bytes: [UInt8], _ from: Int, _ scan: inout Scan) -> Int {
        var depth = scan.depth
        var lineStart = scan.lineStart
        var column = scan.column
        var index = from
        let count = bytes.count
        defer {
            scan.depth = depth
            scan.lineStart = lineStart
            scan.column = column
        }
        while index < count {
            let byte = bytes[index]
            if byte > 0x7D {
                lineStart = false
                index += 1
                continue
            }
            switch byte {
            case UInt8(ascii: "{"):
                depth += 1
                lineStart = false
            case UInt8(ascii: "}"):
                depth -= 1
                lineStart = false
                if depth == 0, !scan.isRound {
                    scan.event = .closed
                    return index + 1
                }
                if depth < 0 { depth = 0 }
            case UInt8(ascii: ")"):
                lineStart = false
                if scan.isRound, depth == 0, !scan.isQuoted {
                    scan.event = .closed
                    return index + 1
                }
            case UInt8(ascii: "\""):
                lineStart = false
                if scan.isRound, depth == 0 { scan.isQuoted.toggle() }
            case 0x0A, 0x0D:
                lineStart = true
                column = 0
            case 0x20, 0x09:
                if lineStart { column += 1 }
            case UInt8(ascii: "@"):
                if lineStart {
                    scan.event = .at
                    return index
                }
            default: lineStart = false
            }
            index += 1
        }
        scan.event = .needsMore
        return index
    }
}
