/// What the store keeps of one document, in bytes: the lengths of its text fields, then texts and stored bytes.
enum DocumentRecord {
    private enum Tag {
        static let text: UInt64 = 1
        static let stored: UInt64 = 2
    }

    static func encode(
        _ document: SearchDocument, schema: SearchSchema, lengths: [(field: Int, words: Int)], into buffer: ByteBuffer
    ) {
        buffer.appendVarint(lengths.count)
        for (field, words) in lengths {
            buffer.appendVarint(field)
            buffer.appendVarint(words)
        }
        for (number, field) in schema.fields.enumerated() {
            switch document.values[field.name] {
            case .text(let passages)? where field.keepsText && !passages.isEmpty:
                buffer.appendVarint(Tag.text)
                buffer.appendVarint(number)
                buffer.appendVarint(passages.count)
                for passage in passages {
                    append(passage.place ?? "", to: buffer)
                    append(passage.text, to: buffer)
                }
            case .stored(let bytes)?:
                buffer.appendVarint(Tag.stored)
                buffer.appendVarint(number)
                buffer.appendVarint(bytes.count)
                buffer.append(bytes)
            default: continue
            }
        }
    }

    private static func append(_ text: String, to buffer: ByteBuffer) {
        let bytes = Array(text.utf8)
        buffer.appendVarint(bytes.count)
        buffer.append(bytes)
    }

    /// Words of each text field that the document has.
    static func lengths(_ record: UnsafeRawBufferPointer) throws -> [(field: Int, words: Int)] {
        var reader = ByteReader(record)
        return try lengths(&reader)
    }

    private static func lengths(_ reader: inout ByteReader) throws -> [(field: Int, words: Int)] {
        let count = try reader.length()
        var result: [(field: Int, words: Int)] = []
        for _ in 0..<count {
            let field = Int(try reader.varint32())
            result.append((field, Int(try reader.varint32())))
        }
        return result
    }

    /// The passages of one text field.
    static func passages(_ record: UnsafeRawBufferPointer, field wanted: Int) throws -> [TextPassage] {
        var found: [TextPassage] = []
        try read(record) { number, value in
            if number == wanted, case .text(let passages) = value { found = passages }
        }
        return found
    }

    static func read(_ record: UnsafeRawBufferPointer, _ body: (Int, SearchValue) -> Void) throws {
        var reader = ByteReader(record)
        _ = try lengths(&reader)
        while reader.remaining > 0 {
            let tag = try reader.varint()
            let field = Int(try reader.varint32())
            let count = try reader.length()
            switch tag {
            case Tag.text:
                var passages: [TextPassage] = []
                for _ in 0..<count {
                    let place = String(decoding: try reader.bytes(try reader.length()), as: UTF8.self)
                    let text = String(decoding: try reader.bytes(try reader.length()), as: UTF8.self)
                    passages.append(TextPassage(text: text, place: place.isEmpty ? nil : place))
                }
                body(field, .text(passages))
            case Tag.stored: body(field, .stored(Array(try reader.bytes(count))))
            default: throw ByteReader.damaged
            }
        }
    }
}
