import KistPlugin

/// The text of a file as a moving window of bytes that are UTF-8 in their structure. UTF-16 is converted on the way;
/// single-byte encodings pass as they are, since all syntax is ASCII, and are converted entry by entry (`EntryBytes`).
///
/// Offsets inside the window count from `position`, so that they stay right when the window moves on.
struct TextSource {
    private let input: any JobInput
    private let chunk: Int
    let encoding: TextEncoding
    /// Bytes of the file that have been asked for.
    private(set) var readOffset: Int64
    private(set) var buffer: [UInt8] = []
    /// Where the unread text begins in `buffer`.
    private(set) var position = 0
    /// Number of the line, from 1, on which the unread text begins.
    private(set) var line = 1
    /// Offset of the unread text in the whole converted text.
    private(set) var offset: Int64 = 0
    private(set) var atEnd = false
    /// Where each UTF-16 chunk begins, in the converted text and in the file; other encodings need none.
    private var marks: [(text: Int64, file: Int64)] = []
    private var textRead: Int64 = 0
    private var endedWithReturn = false
    private var oddByte: UInt8?
    private var highSurrogate: UInt16?
    private let markLength: Int

    init(_ input: any JobInput, chunk: Int = 256 * 1024) throws(PluginError) {
        self.input = input
        let head = try input.read(at: 0, count: 4096)
        let (encoding, mark) = TextEncoding.detect(head)
        self.encoding = encoding
        self.markLength = mark
        self.chunk = encoding == .utf8 ? chunk : min(chunk, 16 * 1024)
        readOffset = Int64(mark)
    }

    /// Bytes of text in the window that have not been consumed.
    var available: Int { buffer.count - position }

    subscript(_ index: Int) -> UInt8 { buffer[position + index] }

    /// Adds the next chunk to the window; false at the end of the file.
    mutating func more() throws(PluginError) -> Bool {
        guard !atEnd else { return false }
        if position > 0 {
            buffer.removeSubrange(0..<position)
            position = 0
        }
        let bytes = try input.read(at: readOffset, count: chunk)
        if encoding != .utf8 {
            // What the last chunk left unfinished belongs to this mark.
            let pending: Int64 = (oddByte == nil ? 0 : 1) + (highSurrogate == nil ? 0 : 2)
            marks.append((textRead, readOffset - pending))
        }
        readOffset += Int64(bytes.count)
        if bytes.count < chunk, readOffset >= input.size || bytes.isEmpty { atEnd = true }
        let before = buffer.count
        switch encoding {
        case .utf16LittleEndian, .utf16BigEndian:
            var text: [UInt8] = []
            appendUTF16(bytes, to: &text)
            buffer.append(contentsOf: text)
        default: buffer.append(contentsOf: bytes)
        }
        textRead += Int64(buffer.count - before)
        return !bytes.isEmpty
    }

    /// Makes `count` bytes available if the file has them; tells how many there are.
    mutating func ensure(_ count: Int) throws(PluginError) -> Int {
        while available < count, try more() {}
        return available
    }

    /// Passes `count` bytes of the window and counts their lines.
    mutating func advance(_ count: Int) {
        let end = position + count
        var lines = 0
        var previous: UInt8 = endedWithReturn ? 0x0D : 0
        for index in position..<end {
            let byte = buffer[index]
            if byte == 0x0D || byte == 0x0A && previous != 0x0D { lines += 1 }
            previous = byte
        }
        line += lines
        endedWithReturn = previous == 0x0D
        position = end
        offset += Int64(count)
    }

    /// The text from `start` (an earlier `offset`), read again.
    func reread(at start: Int64, count: Int) throws(PluginError) -> [UInt8] {
        if encoding == .utf8 { return try input.read(at: start + Int64(markLength), count: count) }
        guard let mark = marks.last(where: { $0.text <= start }) else { return [] }
        var text: [UInt8] = []
        var again = self
        again.oddByte = nil
        again.highSurrogate = nil
        var file = mark.file
        while Int64(text.count) < start - mark.text + Int64(count) {
            let bytes = try input.read(at: file, count: chunk)
            if bytes.isEmpty { break }
            again.appendUTF16(bytes, to: &text)
            file += Int64(bytes.count)
        }
        return Array(text.dropFirst(Int(start - mark.text)).prefix(count))
    }

    private mutating func appendUTF16(_ bytes: [UInt8], to out: inout [UInt8]) {
        var index = 0
        while true {
            let unit: UInt16
            if let first = oddByte, index < bytes.count {
                unit = self.unit(first, bytes[index])
                oddByte = nil
                index += 1
            } else if index + 1 < bytes.count {
                unit = self.unit(bytes[index], bytes[index + 1])
                index += 2
            } else {
                if index < bytes.count { oddByte = bytes[index] }
                return
            }
            appendUnit(unit, to: &out)
        }
    }

    private func unit(_ first: UInt8, _ second: UInt8) -> UInt16 {
        encoding == .utf16LittleEndian
            ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second)
    }

    private mutating func appendUnit(_ unit: UInt16, to out: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00...0xDFFF).contains(unit) {
                let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
                out.append(Unicode.Scalar(value) ?? "\u{FFFD}")
                return
            }
            out.append("\u{FFFD}" as Unicode.Scalar)
        }
        if (0xD800...0xDBFF).contains(unit) {
            highSurrogate = unit
        } else {
            out.append(Unicode.Scalar(UInt32(unit)) ?? "\u{FFFD}")
        }
    }
}
