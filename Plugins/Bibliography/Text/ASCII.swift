/// Byte tests and searches that the readers share.
enum ASCII {
    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The range without white space at its ends.
    static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, isSpace(bytes[low]) { low += 1 }
        while high > low, isSpace(bytes[high - 1]) { high -= 1 }
        return low..<high
    }

    /// The bytes as text with ASCII capitals lowered.
    static func lowered(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        var needsWork = false
        for index in range where bytes[index] &- 0x41 < 26 { needsWork = true }
        return needsWork ? lowered(bytes[range]) : text(bytes, range)
    }

    static func lowered(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// Without ASCII white space at the ends. Works on bytes, which is many times faster than on characters.
    var trimmed: String {
        let bytes = utf8
        var low = bytes.startIndex
        var high = bytes.endIndex
        while low < high, ASCII.isSpace(bytes[low]) { bytes.formIndex(after: &low) }
        while high > low {
            let before = bytes.index(before: high)
            guard ASCII.isSpace(bytes[before]) else { break }
            high = before
        }
        return String(self[low..<high])
    }

    /// Without any of these ASCII characters and white space at the ends.
    func trimming(_ characters: StaticString) -> String {
        func goes(_ byte: UInt8) -> Bool {
            ASCII.isSpace(byte) || characters.withUTF8Buffer { $0.contains(byte) }
        }
        let bytes = utf8
        var low = bytes.startIndex
        var high = bytes.endIndex
        while low < high, goes(bytes[low]) { bytes.formIndex(after: &low) }
        while high > low {
            let before = bytes.index(before: high)
            guard goes(bytes[before]) else { break }
            high = before
        }
        return String(self[low..<high])
    }

    /// The parts between ASCII white space.
    var words: [SubSequence] {
        var parts: [SubSequence] = []
        let bytes = utf8
        var index = bytes.startIndex
        var start: Index?
        while index < bytes.endIndex {
            if ASCII.isSpace(bytes[index]) {
                if let from = start { parts.append(self[from..<index]) }
                start = nil
            } else if start == nil {
                start = index
            }
            bytes.formIndex(after: &index)
        }
        if let start { parts.append(self[start...]) }
        return parts
    }
}
