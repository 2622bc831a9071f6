import Glibc
import KistPlugin

/// Cuts an XML file into pieces, each from the beginning of one record to that of the next, so that reading can go on after
/// a record that is not well formed. Only names are looked at: a cut in the wrong place does no harm while all is well.
struct XMLPieces {
    private static let chunk = 256 * 1024
    /// Bytes that a start tag's name may need.
    private static let reach = 160

    private let input: any JobInput
    private let names: [[UInt8]]
    private(set) var offset: Int64 = 0
    private var buffer: [UInt8] = []
    private var position = 0
    /// Where the next look for a cut begins.
    private var scanned = 0
    /// By byte: whether a name begins with it.
    private let isFirstLetter: [Bool]
    /// Whether names have a prefix in this file, as its beginning shows.
    private let hasPrefixes: Bool
    /// UTF-16 and its like are handed on as they are.
    private let isCuttable: Bool

    init(_ input: any JobInput, names: [String]) throws(PluginError) {
        self.input = input
        self.names = names.map { Array($0.utf8) }
        var letters = [Bool](repeating: false, count: 256)
        for name in names { if let first = name.utf8.first { letters[Int(first)] = true } }
        isFirstLetter = letters
        let head = try input.read(at: 0, count: 64 * 1024)
        hasPrefixes = Self.hasPrefixes(head)
        isCuttable =
            !head.prefix(4).contains(0) && !head.starts(with: [0xFF, 0xFE]) && !head.starts(with: [0xFE, 0xFF])
    }

    struct Piece {
        var range: Range<Int>
        /// Whether it begins a record.
        var isRecord: Bool
        /// Whether it goes on to the place where the next record begins.
        var isWhole: Bool
    }

    var bytes: [UInt8] { buffer }

    /// Whether a declaration of a prefix other than the usual helpers' stands in the file's head.
    private static func hasPrefixes(_ head: [UInt8]) -> Bool {
        let mark = Array("xmlns:".utf8)
        var index = 0
        while index + mark.count + 3 < head.count {
            if head[index] == mark[0], head[index..<index + mark.count].elementsEqual(mark) {
                let name = head[(index + mark.count)...].prefix { $0 != UInt8(ascii: "=") && $0 > 0x20 }
                if !name.elementsEqual("xsi".utf8), !name.elementsEqual("xlink".utf8) { return true }
            }
            index += 1
        }
        return false
    }

    /// The next piece of the buffer; nil at the end of the file. A long record comes in several.
    mutating func next() throws(PluginError) -> Piece? {
        if position > 0, position == buffer.count || position > Self.chunk {
            buffer.removeSubrange(0..<position)
            scanned -= position
            position = 0
        }
        while true {
            let isRecord = isCuttable && position < buffer.count && isStart(position)
            let from = max(scanned, position + (isRecord ? 1 : 0))
            let isEnd = offset >= input.size
            let limit = isEnd ? buffer.count : max(from, buffer.count - Self.reach)
            if isCuttable, let cut = cut(from, limit) {
                scanned = cut
                defer { position = cut }
                return Piece(range: position..<cut, isRecord: isRecord, isWhole: true)
            }
            scanned = limit
            if isEnd {
                guard position < buffer.count else { return nil }
                defer { position = buffer.count }
                return Piece(range: position..<buffer.count, isRecord: isRecord, isWhole: true)
            }
            if limit - position >= Self.chunk || !isCuttable && position < buffer.count {
                // No cut far and wide: what there is goes on its way.
                let stop = isCuttable ? limit : buffer.count
                defer { position = stop }
                return Piece(range: position..<stop, isRecord: isRecord, isWhole: false)
            }
            let more = try input.read(at: offset, count: Self.chunk)
            offset += Int64(more.count)
            if more.isEmpty { offset = input.size }
            buffer.append(contentsOf: more)
        }
    }

    /// The first place from `start` and before `limit` at which a record begins.
    private func cut(_ start: Int, _ limit: Int) -> Int? {
        guard start < limit else { return nil }
        return buffer.withUnsafeBufferPointer { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            var index = start
            while index < limit, let found = memchr(base + index, 0x3C, limit - index) {
                index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                if isStart(bytes, index) { return index }
                index += 1
            }
            return nil
        }
    }

    private func isStart(_ index: Int) -> Bool { buffer.withUnsafeBufferPointer { isStart($0, index) } }

    /// Whether a start tag with one of the names stands there, with a prefix or without.
    private func isStart(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "<"), index + 1 < bytes.count, ASCII.isLetter(bytes[index + 1]) else {
            return false
        }
        var start = index + 1
        // Most tags are told from the names by their first letter, where they have no prefix.
        if !hasPrefixes, !isFirstLetter[Int(bytes[start])] { return false }
        var end = start
        let limit = min(bytes.count, index + Self.reach - 2)
        while end < limit {
            let byte = bytes[end]
            if byte == UInt8(ascii: ":") {
                start = end + 1
            } else if byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") {
                break
            }
            end += 1
        }
        for name in names where name.count == end - start {
            if name.elementsEqual(UnsafeBufferPointer(rebasing: bytes[start..<end])) { return true }
        }
        return false
    }
}
