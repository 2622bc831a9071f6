/// The fields of one tagged record in their order, wrapped lines joined. Values are stretches of `bytes`.
struct TaggedRecord {
    struct Field {
        var tag: FieldTag
        var value: Range<Int>
    }

    /// Most fields of one record that are read.
    static let maximumFields = 20_000

    /// The record, valid UTF-8; joined values stand at its end.
    private(set) var bytes: [UInt8]
    var fields: [Field] = []
    /// Fields beyond the limit.
    private(set) var dropped = 0

    /// `bytes` is valid UTF-8. `lists` are the tags whose every line is a value of its own.
    init(_ bytes: [UInt8], _ syntax: TaggedSyntax, lists: Set<FieldTag>) {
        self.bytes = bytes
        fields.reserveCapacity(16)
        var index = 0
        let end = bytes.count
        var tag: FieldTag?
        var value = 0..<0
        var sawBlank = false

        while index < end {
            var stop = index
            while stop < end, bytes[stop] != 0x0A, bytes[stop] != 0x0D { stop += 1 }
            let line = index..<stop
            index = stop + 1
            if stop + 1 < end, bytes[stop] == 0x0D, bytes[stop + 1] == 0x0A { index += 1 }
            if let (next, start) = syntax.read(bytes, line) {
                if let tag { add(tag, value) }
                tag = next
                value = ASCII.trimmed(bytes, start..<stop)
                sawBlank = false
                continue
            }
            let more = ASCII.trimmed(bytes, line)
            if more.isEmpty {
                sawBlank = true
            } else if let open = tag {
                if !lists.isEmpty, lists.contains(open) {
                    add(open, value)
                    value = more
                } else {
                    value = value.isEmpty ? more : join(value, syntax.joint(afterBlank: sawBlank), more)
                }
                sawBlank = false
            }
        }
        if let tag { add(tag, value) }
    }

    private mutating func add(_ tag: FieldTag, _ value: Range<Int>) {
        if fields.count < Self.maximumFields {
            fields.append(Field(tag: tag, value: value))
        } else {
            dropped += 1
        }
    }

    /// Puts two stretches together at the end of the bytes.
    private mutating func join(_ value: Range<Int>, _ joint: UInt8, _ more: Range<Int>) -> Range<Int> {
        var start = value.lowerBound
        if value.upperBound != bytes.count {
            start = bytes.count
            bytes.append(contentsOf: bytes[value])
        }
        bytes.append(joint)
        bytes.append(contentsOf: bytes[more])
        return start..<bytes.count
    }

    // MARK: - Values

    func text(_ range: Range<Int>) -> String { ASCII.text(bytes, range) }

    /// Runs of white space become one space, as wrapped and padded lines leave them.
    mutating func folded(_ range: Range<Int>) -> Range<Int> {
        var previous: UInt8 = 0
        var isClean = true
        for index in range {
            let byte = bytes[index]
            if byte <= 0x20, ASCII.isSpace(byte), byte != 0x20 || previous == 0x20 { isClean = false }
            previous = byte
        }
        return isClean ? range : add(text(range).words.joined(separator: " "))
    }

    /// Puts a text at the end of the bytes.
    mutating func add(_ text: String) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        return start..<bytes.count
    }

    /// Puts two values with a character between them at the end of the bytes.
    mutating func add(_ first: Range<Int>, _ joint: Unicode.Scalar, _ second: Range<Int>) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: bytes[first])
        bytes.append(joint)
        bytes.append(contentsOf: bytes[second])
        return start..<bytes.count
    }

    /// Whether two values are the same.
    func same(_ a: Range<Int>, _ b: Range<Int>) -> Bool { a == b || bytes[a].elementsEqual(bytes[b]) }

    func first(_ tag: FieldTag) -> Range<Int>? { fields.first { $0.tag == tag && !$0.value.isEmpty }?.value }
}
