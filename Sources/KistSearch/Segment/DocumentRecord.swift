/// What the store keeps of one document, in bytes: texts and stored bytes.
enum DocumentRecord {
    private enum Tag {
        static let text: UInt64 = 1
        static let stored: UInt64 = 2
    }

    static func encode(_ document: SearchDocument, schema: SearchSchema, into buffer: ByteBuffer) {
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
        var text = text
        text.withUTF8 {
            buffer.appendVarint($0.count)
            buffer.append(UnsafeRawBufferPointer($0))
        }
    }

    /// The passages of one text field.
    static func passages(_ record: [UInt8], field wanted: Int) throws -> [TextPassage] {
        var found: [TextPassage] = []
        try read(record) { number, value in
            if number == wanted, case .text(let passages) = value { found = passages }
        }
        return found
    }

    static func read(_ record: [UInt8], _ body: (Int, SearchValue) -> Void) throws {
        try record.withUnsafeBytes { try read(ByteReader($0), body) }
    }

    private static func read(_ bytes: ByteReader, _ body: (Int, SearchValue) -> Void) throws {
        var reader = bytes
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
