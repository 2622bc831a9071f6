/// Reads the name lists of BibTeX: `von Last, Jr, First and {A Body} and others`.
struct BibTeXNames {
    /// Most names of one list that are read.
    static let maximum = 10_000

    /// The list ends with `and others`.
    private(set) var hasOthers = false
    /// The list was longer than `maximum`.
    private(set) var isCut = false
    private let bytes: [UInt8]
    private let range: Range<Int>

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    /// Reads the list and sets `variable` to it.
    mutating func write(_ variable: CSLVariable, to builder: inout ItemBuilder) {
        var list = builder.beginNames(variable)
        var count = 0
        for part in Self.split(bytes, range, limit: Self.maximum + 1) {
            let part = ASCII.trimmed(bytes, part)
            if part.isEmpty { continue }
            if count == Self.maximum {
                isCut = true
                break
            }
            if part.count == 6, bytes[part].elementsEqual("others".utf8) {
                hasOthers = true
            } else if let (family, given) = plain(part) {
                builder.add(bytes, family: family, given: given, to: &list)
                count += 1
            } else if let name = name(part), !name.isEmpty {
                builder.add(name, to: &list)
                count += 1
            }
        }
        builder.end(list)
    }

    /// The parts of a list between the words “and” outside braces.
    static func split(_ bytes: [UInt8], _ range: Range<Int>, limit: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var depth = 0
        var start = range.lowerBound
        var index = start
        let end = range.upperBound
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "a"), UInt8(ascii: "A"):
                guard depth == 0, index > range.lowerBound, ASCII.isSpace(bytes[index - 1]), index + 3 < end,
                    bytes[index + 1] | 0x20 == UInt8(ascii: "n"), bytes[index + 2] | 0x20 == UInt8(ascii: "d"),
                    ASCII.isSpace(bytes[index + 3])
                else { break }
                parts.append(start..<index)
                if parts.count >= limit { return parts }
                index += 3
                start = index
                continue
            default: break
            }
            index += 1
        }
        parts.append(start..<end)
        return parts
    }

    private func name(_ range: Range<Int>) -> PersonName? {
        if isOneGroup(range) {
            return .literal(TeXText.plain(bytes, range.lowerBound + 1..<range.upperBound - 1))
        }
        let pieces = split(range, at: UInt8(ascii: ","))
        if pieces.count == 1 { return withoutComma(range) }
        if let named = keyed(pieces) { return named }
        let texts = pieces.map { TeXText.plain(bytes, $0) }
        if texts.dropFirst().allSatisfy(\.isEmpty) { return .literal(texts[0]) }
        var name = familyPart(ASCII.trimmed(bytes, pieces[0]))
        if texts.count == 2 {
            name.given = texts[1]
        } else {
            name.suffix = texts[1]
            name.given = texts[2...].filter { !$0.isEmpty }.joined(separator: ", ")
            if name.given.isEmpty { (name.given, name.suffix) = (name.suffix, "") }
        }
        return name
    }

    /// The most common form, `Last, First` without anything of TeX, read without further ado.
    private func plain(_ range: Range<Int>) -> (family: Range<Int>, given: Range<Int>)? {
        var comma: Int?
        var previous: UInt8 = 0
        for index in range {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "\\"), UInt8(ascii: "~"), UInt8(ascii: "$"), UInt8(ascii: "="),
                0x09...0x0D:
                return nil
            case UInt8(ascii: ","):
                if comma != nil { return nil }
                comma = index
            case 0x20:
                // A family name of several words may begin with a particle.
                if comma == nil || previous == 0x20 { return nil }
            case UInt8(ascii: "-"), UInt8(ascii: "`"), UInt8(ascii: "'"): if previous == byte { return nil }
            default: break
            }
            previous = byte
        }
        guard let comma, comma > range.lowerBound else { return nil }
        let given = ASCII.trimmed(bytes, comma + 1..<range.upperBound)
        guard !given.isEmpty else { return nil }
        return (range.lowerBound..<comma, given)
    }

    /// `von Last`, where words in braces are never particles.
    private func familyPart(_ range: Range<Int>) -> PersonName {
        let words = words(range)
        var count = 0
        while count < words.count - 1, startsLower(words[count]) { count += 1 }
        return PersonName(family: text(words[count...]), particle: text(words[..<count]))
    }

    /// `First von Last`.
    private func withoutComma(_ range: Range<Int>) -> PersonName {
        let words = words(range)
        guard words.count > 1 else { return PersonName(family: TeXText.plain(bytes, range)) }
        let whole = TeXText.plain(bytes, range)
        if PersonName.isBody(whole.words) { return .literal(whole) }
        let last = words.count - 1
        let first = words[..<last].firstIndex(where: startsLower) ?? last
        var stop = first
        while stop < last, startsLower(words[stop]) { stop += 1 }
        return PersonName(
            family: text(words[stop...]), given: text(words[..<first]), particle: text(words[first..<stop]))
    }

    /// BibLaTeX's `family=Cruz, given=Ana, prefix=de la`.
    private func keyed(_ pieces: [Range<Int>]) -> PersonName? {
        var name = PersonName()
        for piece in pieces {
            guard let equals = bytes[piece].firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let value = TeXText.plain(bytes, equals + 1..<piece.upperBound)
            switch ASCII.lowered(bytes, ASCII.trimmed(bytes, piece.lowerBound..<equals)) {
            case "family": name.family = value
            case "given": name.given = value
            case "prefix": name.particle = value
            case "suffix": name.suffix = value
            case "given-i", "family-i", "prefix-i", "useprefix", "id", "hash": break
            default: return nil
            }
        }
        return name.isEmpty ? nil : name
    }

    /// Whether the range is one group in braces and nothing else.
    private func isOneGroup(_ range: Range<Int>) -> Bool {
        guard range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "{"),
            bytes[range.upperBound - 1] == UInt8(ascii: "}"),
            bytes[range.lowerBound + 1] != UInt8(ascii: "\\")
        else { return false }
        var depth = 0
        for index in range {
            if bytes[index] == UInt8(ascii: "{") { depth += 1 }
            if bytes[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0, index < range.upperBound - 1 { return false }
            }
        }
        return true
    }

    private func split(_ range: Range<Int>, at separator: UInt8) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var depth = 0
        var start = range.lowerBound
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            if byte == separator, depth == 0, parts.count < 8 {
                parts.append(start..<index)
                start = index + 1
            }
        }
        parts.append(start..<range.upperBound)
        return parts
    }

    private func words(_ range: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var depth = 0
        var start: Int?
        for index in range {
            let byte = bytes[index]
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            let isBreak = depth <= 0 && (ASCII.isSpace(byte) || byte == UInt8(ascii: "~"))
            if isBreak, let from = start {
                // The space after `\c` and its like belongs to the accent.
                if from <= index - 2, bytes[index - 2] == UInt8(ascii: "\\"), ASCII.isLetter(bytes[index - 1]) {
                    continue
                }
                words.append(from..<index)
                start = nil
            } else if !isBreak, start == nil {
                start = index
            }
        }
        if let start { words.append(start..<range.upperBound) }
        return words
    }

    private func startsLower(_ word: Range<Int>) -> Bool {
        let first = bytes[word.lowerBound]
        if ASCII.isLetter(first) { return first >= UInt8(ascii: "a") }
        // Braces hide a word's case, unless it begins with a command.
        if first == UInt8(ascii: "{"), word.count > 1, bytes[word.lowerBound + 1] != UInt8(ascii: "\\") { return false }
        return PersonName.startsLower(TeXText.plain(bytes, word)[...])
    }

    private func text(_ words: ArraySlice<Range<Int>>) -> String {
        guard let first = words.first, let last = words.last else { return "" }
        return TeXText.plain(bytes, first.lowerBound..<last.upperBound)
    }
}
