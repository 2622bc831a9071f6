import KistModel
import KistProtocol
import Testing

@Suite struct FrameTests {
    /// However a stream is cut, the same frames come out.
    @Test(arguments: 1...30)
    func streamsInPieces(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 31)
        var frames: [Frame] = []
        var stream: [UInt8] = []
        for _ in 0..<20 {
            let length = [0, 1, 5, 300, 70_000][Int.random(in: 0..<5, using: &dice)]
            let body = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
            let frame = Frame(MessageType.allCases[Int.random(in: 0..<15, using: &dice)], body)
            frames.append(frame)
            stream += frame.bytes
        }
        var reader = FrameReader()
        var got: [Frame] = []
        var position = 0
        while position < stream.count {
            let step = seed == 1 ? 1 : Int.random(in: 1...90_000, using: &dice)
            let end = min(stream.count, position + step)
            reader.append(stream[position..<end])
            position = end
            while let frame = try reader.next() { got.append(frame) }
        }
        #expect(got == frames)
        #expect(reader.pending == 0)
    }

    @Test func theLargestFrameIsAccepted() throws {
        var reader = FrameReader()
        reader.append(Frame(.itemData, [UInt8](repeating: 7, count: Frame.maximumBody)).bytes)
        #expect(try reader.next()?.body.count == Frame.maximumBody)
    }

    /// Whatever bytes come, the reader and the values answer with a value or a `ProtocolError`, never otherwise.
    @Test(arguments: 1...60)
    func mangledFramesNeverCrash(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 7_919)
        let rows = Golden.rows.filter { $0.outcome == "value" }
        for _ in 0..<60 {
            var bytes = try Golden.bytes(rows[Int.random(in: 0..<rows.count, using: &dice)].file)
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let at = Int.random(in: 4..<bytes.count, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes[at] = UInt8(ascii: "9")
                default: bytes.swapAt(at, Int.random(in: 4..<bytes.count, using: &dice))
                }
            }
            var reader = FrameReader()
            reader.append(bytes)
            _ = Self.read(&reader)
        }
    }

    /// How many messages are read before the first that is refused.
    static func read(_ reader: inout FrameReader) -> Int {
        var count = 0
        do throws(ProtocolError) {
            while let frame = try reader.next() {
                if frame.type.isFromHost {
                    _ = try HostMessage(frame)
                } else if case .blocks(let blocks) = try WorkerMessage(frame) {
                    // What was accepted must be usable: every offset cuts its text.
                    for block in blocks {
                        for span in block.bold { _ = BlockPartsTests.slice(block.text, span) }
                    }
                }
                count += 1
            }
        } catch {
            return count
        }
        return count
    }

    @Test func manifestsAreChecked() throws {
        let text = """
            {"name": "office-document", "version": "1.0.0", "protocol": 1, "executable": "kist-import-office",
             "makes": ["blocks"], "later": 1, "formats": [{"format": "docx", "extensions": ["docx"], "confidence": 90,
             "rules": [{"zipEntry": "word/document.xml"}, {"text": "PK", "offset": 0}, {"bytes": "504b0506", "offset": -22}]}]}
            """
        let manifest = try PluginManifest(bytes: Array(text.utf8))
        #expect(manifest.formats[0].rules.map(\.bytes) == [nil, [0x50, 0x4B], [0x50, 0x4B, 5, 6]])
        #expect(manifest.formats[0].rules[2].offset == -22)
        #expect(try PluginManifest(json: manifest.json) == manifest)
        for bad in ["../sh", "a/b", "..", ""] {
            var other = manifest
            other.executable = bad
            #expect(throws: ProtocolError.self) { try PluginManifest(json: other.json) }
        }
        #expect(throws: ProtocolError.self) { try ClaimRule(json: ["confidence": 4]) }
        #expect(throws: ProtocolError.self) { try ClaimRule(json: ["bytes": "5x"]) }
    }
}
