/// The fields of one RIS record in their order, wrapped lines joined.
struct RISRecord {
    struct Field {
        var tag: RISTag
        var text: String
    }

    /// Most fields of one record that are read.
    static let maximumFields = 20_000

    private(set) var fields: [Field] = []
    /// Fields beyond the limit.
    private(set) var dropped = 0

    /// `bytes` is valid UTF-8.
    init(_ bytes: [UInt8]) {
        fields.reserveCapacity(16)
        var index = 0
        let end = bytes.count
        // The field being read: its tag, the first line's value, and the text so far when it goes on.
        var tag: RISTag?
        var value = 0..<0
        var joined: String?
        var sawBlank = false

        func flush(_ record: inout RISRecord) {
            guard let open = tag else { return }
            let text = joined ?? ASCII.text(bytes, value)
            tag = nil
            joined = nil
            if record.fields.count < Self.maximumFields {
                record.fields.append(Field(tag: open, text: text))
            } else {
                record.dropped += 1
            }
        }

        while index < end {
            var stop = index
            while stop < end, bytes[stop] != 0x0A, bytes[stop] != 0x0D { stop += 1 }
            let line = index..<stop
            index = stop + 1
            if stop + 1 < end, bytes[stop] == 0x0D, bytes[stop + 1] == 0x0A { index += 1 }
            if let (next, start) = RISTag.read(bytes, line) {
                flush(&self)
                tag = next
                value = ASCII.trimmed(bytes, start..<stop)
                sawBlank = false
                continue
            }
            let more = ASCII.trimmed(bytes, line)
            if more.isEmpty {
                sawBlank = true
            } else if tag != nil {
                var text = joined ?? ASCII.text(bytes, value)
                if !text.isEmpty { text += sawBlank ? "\n" : " " }
                text += ASCII.text(bytes, more)
                joined = text
                sawBlank = false
            }
        }
        flush(&self)
    }
}
