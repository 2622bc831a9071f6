import KistPlugin

/// Cuts a JSON text into its items, in one pass: the values of an array, of the array `items`, `data` or `@graph` of an
/// object, or objects one after another (one a line, say). What stands inside an item is not looked at, so that a
/// faulty one does not stop the others.
struct JSONItemSplitter {
    /// Longest item that is read.
    static let maximumItem = 16 * 1024 * 1024

    enum Piece {
        case item(bytes: [UInt8], line: Int)
        /// An item that is too long, or that the file's end cuts off.
        case broken(code: String, message: String, line: Int)
        /// Something between the items that does not belong there.
        case stray(line: Int)
    }

    private enum Place { case top, list, member }

    var source: TextSource
    private var place = Place.top
    private var sawComma = false
    private var sawItem = false
    private var isDone = false
    /// Whether the list stands in an object.
    private var isWrapped = false

    init(_ source: TextSource) { self.source = source }

    mutating func next() throws(PluginError) -> Piece? {
        while !isDone {
            guard let byte = try skipSpace() else {
                if place == .list {
                    isDone = true
                    return .broken(
                        code: "json-cut", message: "the list does not end; the file seems to be cut", line: source.line)
                }
                return nil
            }
            switch (place, byte) {
            case (.top, UInt8(ascii: "[")):
                source.advance(1)
                place = .list
                sawComma = false
                sawItem = false
            case (.top, UInt8(ascii: "{")):
                if try enterList() { continue }
                return try value()
            case (.list, UInt8(ascii: "]")):
                source.advance(1)
                place = .top
                if isWrapped {
                    isDone = true
                } else if sawComma {
                    return .stray(line: source.line)
                }
            case (.list, UInt8(ascii: ",")):
                let isStray = sawComma || !sawItem
                sawComma = true
                source.advance(1)
                if isStray { return .stray(line: source.line) }
            case (.list, _):
                let isStray = sawItem && !sawComma
                sawItem = true
                sawComma = false
                if isStray, byte != UInt8(ascii: "{") {
                    try skipStray()
                    return .stray(line: source.line)
                }
                return try value()
            default:
                let line = source.line
                try skipStray()
                return .stray(line: line)
            }
        }
        return nil
    }

    private mutating func skipSpace() throws(PluginError) -> UInt8? {
        while true {
            var index = 0
            let count = source.available
            while index < count, ASCII.isSpace(source[index]) { index += 1 }
            source.advance(index)
            if source.available > 0 { return source[0] }
            if try !source.more() { return nil }
        }
    }

    /// Passes what cannot begin an item: up to the next bracket or the end of the line.
    private mutating func skipStray() throws(PluginError) {
        source.advance(1)
        while true {
            var index = 0
            while index < source.available, !"[]{},\n".utf8.contains(source[index]) { index += 1 }
            source.advance(index)
            if source.available > 0 { return }
            if try !source.more() { return }
        }
    }

    // MARK: - Values

    private enum End {
        case closed(Int)
        case tooLong
        case cut
    }

    /// Finds where the value at `start` of the window ends.
    private mutating func end(from start: Int) throws(PluginError) -> End {
        var index = start
        var depth = 0
        var isString = false
        while true {
            let count = source.buffer.count - source.position
            let base = source.position
            while index < count {
                let byte = source.buffer[base + index]
                if isString {
                    if byte == UInt8(ascii: "\"") {
                        isString = false
                        if depth == 0 { return .closed(index + 1) }
                    } else if byte == UInt8(ascii: "\\") {
                        index += 1
                    }
                } else {
                    switch byte {
                    case UInt8(ascii: "\""): isString = true
                    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                    case UInt8(ascii: "}"), UInt8(ascii: "]"):
                        if depth == 0 { return .closed(index) }
                        depth -= 1
                        if depth == 0 { return .closed(index + 1) }
                    case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                        if depth == 0, index > start { return .closed(index) }
                    default: break
                    }
                }
                index += 1
            }
            if index > Self.maximumItem { return .tooLong }
            if try !source.more() {
                return depth == 0 && !isString && index > start ? .closed(min(index, source.available)) : .cut
            }
        }
    }

    private mutating func value() throws(PluginError) -> Piece {
        let line = source.line
        switch try end(from: 0) {
        case .closed(let end):
            let bytes = Array(source.buffer[source.position..<source.position + end])
            source.advance(end)
            return .item(bytes: bytes, line: line)
        case .tooLong:
            source.advance(source.available)
            try skipLong()
            return .broken(code: "limit-entry", message: "the item is longer than 16 MB", line: line)
        case .cut:
            isDone = true
            source.advance(source.available)
            return .broken(code: "json-cut", message: "the item is cut off by the end of the file", line: line)
        }
    }

    /// After an item that is too long: moves on to the next line that begins with a brace.
    private mutating func skipLong() throws(PluginError) {
        var isLineStart = false
        while true {
            var index = 0
            while index < source.available {
                let byte = source[index]
                if isLineStart, byte == UInt8(ascii: "{") {
                    source.advance(index)
                    sawComma = true
                    return
                }
                if byte == 0x0A || byte == 0x0D {
                    isLineStart = true
                } else if !ASCII.isSpace(byte) {
                    isLineStart = false
                }
                index += 1
            }
            source.advance(index)
            if try !source.more() {
                isDone = true
                return
            }
        }
    }

    /// If the object here holds a list of items among its members, moves into it.
    private mutating func enterList() throws(PluginError) -> Bool {
        var index = 1
        var isLinkedData = false
        // The list stands near the beginning where it stands at all.
        while index < 64 * 1024 {
            guard let quote = try nonSpace(from: index), source[quote] == UInt8(ascii: "\"") else { return false }
            guard case .closed(let nameEnd) = try end(from: quote) else { return false }
            let name = String(decoding: (quote + 1..<nameEnd - 1).map { source[$0] }, as: UTF8.self)
            guard let colon = try nonSpace(from: nameEnd), source[colon] == UInt8(ascii: ":"),
                let first = try nonSpace(from: colon + 1)
            else { return false }
            if name == "@type" || name == "@id" { isLinkedData = true }
            // Crossref wraps its answers.
            if source[first] == UInt8(ascii: "{"), name == "message" {
                index = first + 1
                continue
            }
            let isList = name == "@graph" || !isLinkedData && Self.lists.contains(name)
            if source[first] == UInt8(ascii: "["), isList {
                source.advance(first + 1)
                place = .list
                isWrapped = true
                return true
            }
            guard case .closed(let valueEnd) = try end(from: first), let next = try nonSpace(from: valueEnd),
                source[next] == UInt8(ascii: ",")
            else { return false }
            index = next + 1
        }
        return false
    }

    private static let lists: Set<String> = ["items", "references", "data", "records"]

    private mutating func nonSpace(from start: Int) throws(PluginError) -> Int? {
        var index = start
        while true {
            while index < source.available {
                if !ASCII.isSpace(source[index]) { return index }
                index += 1
            }
            if try !source.more() { return nil }
        }
    }
}
