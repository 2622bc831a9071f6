import Testing

@testable import KistSearch

/// Columns, keys and records of a segment, against the values they were made of.
@Suite struct ColumnTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "text", kind: .text, analyser: .standard), SearchField(name: "data", kind: .stored),
        SearchField(name: "number", kind: .number),
    ])

    private func file(_ write: (SegmentOutput) throws -> Void, documents: Int) throws -> SegmentFile {
        let output = try SegmentOutput(path: nil)
        try write(output)
        let memory = try #require(try output.finish(documentCount: documents, fingerprint: 0))
        return try SegmentFile(name: "memory", path: nil, mapped: memory)
    }

    @Test func packedColumnsComeBack() throws {
        var random = SeededGenerator(seed: 5)
        for round in 0..<60 {
            let count = Int.random(in: 1...600, using: &random)
            let values: [Int64] = (0..<count).map { row in
                switch round % 8 {
                case 0: return 42
                case 1: return Int64(row)
                case 2: return -Int64(row) * 86_400 - Int64.random(in: 0..<9, using: &random)
                case 3: return Int64.random(in: .min ... .max, using: &random)
                case 4: return row % 7 == 0 ? .max : .min
                case 5: return Int64.random(in: 0..<1_000_000, using: &random)
                case 6: return Int64(row) * 9_000_000_000
                default: return Int64.random(in: 0...1 << 57, using: &random)
                }
            }
            let file = try file({ try $0.section(.orders, PackedColumn.encode(values)) }, documents: count)
            let column = try PackedColumn(file: file, part: file.part(.orders), count: count)
            for (row, value) in values.enumerated() { #expect(try column.value(row) == value) }
            #expect(throws: SearchError.self) { try column.value(count) }
            if round % 8 == 0 { #expect(file.part(.orders).length == 8) }
            if round % 8 == 1 { #expect(file.part(.orders).length == (count + 127) / 128 * 16) }
        }
    }

    @Test func compressionComesBack() throws {
        var random = SeededGenerator(seed: 6)
        for round in 0..<300 {
            let count = Int.random(in: 0...5000, using: &random)
            let letters = round % 3 == 0 ? 255 : round % 3 == 1 ? 3 : 0
            let source = (0..<count).map { _ in UInt8.random(in: 0...UInt8(letters), using: &random) }
            let packed = ByteBuffer()
            source.withUnsafeBytes { BlockCompression.compress($0, into: packed) }
            let some = Int.random(in: 0...count, using: &random)
            func unpacked(_ count: Int) throws -> [UInt8] {
                try withExtendedLifetime(packed) { try BlockCompression.decompress(packed.bytes, count: count) }
            }
            #expect(try unpacked(count) == source)
            #expect(try unpacked(some) == Array(source[..<some]))
            #expect(throws: SearchError.self) { try unpacked(count + 1) }
            if letters == 0, count > 1000 { #expect(packed.count < count / 20) }
        }
    }

    /// Bytes that no compressor wrote give bytes or an error, never more.
    @Test func anyBytesCanBeDecompressed() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let source = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0x1F : 0xFF)
            }
            let count = Int.random(in: 0...2000, using: &random)
            do {
                let bytes = try source.withUnsafeBytes { try BlockCompression.decompress($0, count: count) }
                #expect(bytes.count == count)
            } catch {
                #expect((error as? SearchError)?.code == .corrupt)
            }
        }
    }

    /// Keys in any order of documents, records of any size, lengths above what a byte holds.
    @Test(arguments: [true, false]) func documentsComeBack(inOrderOfKeys: Bool) throws {
        var random = SeededGenerator(seed: 8)
        let builder = SegmentBuilder(schema: Self.schema)
        var documents: [SearchDocument] = []
        for number in 0..<700 {
            let words = Int.random(in: 0...400, using: &random)
            let size = Int.random(in: 0...(number % 50 == 0 ? 40_000 : 60), using: &random)
            let data = (0..<size).map { UInt8($0 % 251) }
            var document = SearchDocument(
                key: "key/\(Int.random(in: 0..<9, using: &random))/\(number)",
                order: inOrderOfKeys ? 3 : Int64.random(in: -50...50, using: &random),
                values: ["text": .text([TextPassage(text: String(repeating: "word ", count: words))])])
            if number % 3 > 0 { document.values["data"] = .stored(data) }
            documents.append(document)
            try builder.add(document)
        }
        let memory = try #require(try builder.write(to: nil))
        let file = try SegmentFile(name: "memory", path: nil, mapped: memory)
        let reader = try SegmentReader(file: file, schema: Self.schema)
        #expect((file.part(.keyOrder).length == 0) == inOrderOfKeys)
        for document in documents {
            let number = try #require(try reader.document(forKey: document.key))
            #expect(try reader.keyText(number) == document.key && reader.order(number) == document.order)
            var stored: [UInt8] = []
            var text = ""
            try DocumentRecord.read(reader.record(number)) { _, value in
                if case .stored(let bytes) = value { stored = bytes }
                if case .text(let passages) = value { text = passages[0].text }
            }
            guard case .text(let passages)? = document.values["text"] else { continue }
            #expect(text == passages[0].text)
            if case .stored(let bytes)? = document.values["data"] { #expect(stored == bytes) }
            #expect(try reader.wordCount(0, number) == passages[0].text.count / 5)
            #expect(try reader.document(forKey: document.key + "x") == nil)
        }
        #expect(try reader.document(forKey: "") == nil && reader.document(forKey: "zzz") == nil)
        // The words of a run are stored once: packed, the text takes a fraction.
        #expect(file.part(.store).length < 200_000)
    }
}
