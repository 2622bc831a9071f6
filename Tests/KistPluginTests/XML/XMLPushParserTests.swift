import KistPlugin
import Testing

/// Writes the events down as text.
private final class Recorder: XMLHandler {
    var log: [String] = []
    private var pending = ""

    override func start(_ element: borrowing XMLElementStart) {
        flush()
        var line = "<\(element.space):\(element.name):\(element.localName)"
        for index in 0..<element.attributeCount {
            let (name, space, value) = element.attribute(at: index)
            line += " \(space):\(name)=\(value)"
        }
        log.append(line)
    }

    override func end(name: Int, space: Int) {
        flush()
        log.append("/\(space):\(name)")
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) { pending += String(decoding: bytes, as: UTF8.self) }

    func flush() {
        if !pending.isEmpty { log.append(pending) }
        pending = ""
    }
}

@Suite struct XMLPushParserTests {
    private func parse(
        _ bytes: [UInt8], pieces: Int = .max, limits: XMLPushParser.Limits = .init()
    ) throws -> (log: [String], failure: XMLFailure?) {
        let parser = try XMLPushParser(
            names: ["a", "b", "id"], namespaces: [["urn:one", "urn:eins"], ["urn:two"]], limits: limits)
        let recorder = Recorder()
        parser.begin(recorder)
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + min(pieces, bytes.count))
            Array(bytes[at..<end]).withUnsafeBytes { _ = parser.feed($0) }
            at = end
        }
        let failure = parser.finish()
        recorder.flush()
        return (recorder.log, failure)
    }

    private func parse(
        _ text: String, pieces: Int = .max, limits: XMLPushParser.Limits = .init()
    ) throws -> (log: [String], failure: XMLFailure?) {
        try parse(Array(text.utf8), pieces: pieces, limits: limits)
    }

    @Test func numbersNamesAndNamespaces() throws {
        let (log, failure) = try parse(#"<x:a xmlns:x="urn:eins" id="1" x:id="2"><b/>tä&amp;xt<![CDATA[<c>]]></x:a>"#)
        #expect(failure == nil)
        #expect(log == ["<1:1:a 0:id=1 1:id=2", "<0:2:b", "/0:2", "tä&xt<c>", "/1:1"])
    }

    @Test func piecesDoNotMatter() throws {
        let text =
            #"<?xml version="1.0"?><!-- it's "x" --><a xmlns="urn:two"><b id="ü&#x263a;'>">grüß ☺ 漢字</b><?p i?></a>"#
        let whole = try parse(text)
        #expect(whole.failure == nil)
        for size in 1...40 {
            let (log, failure) = try parse(text, pieces: size)
            #expect(log == whole.log && failure == nil, "pieces of \(size)")
        }
    }

    @Test func readsUTF16AndOldEncodings() throws {
        let text = #"<?xml version="1.0" encoding="UTF-16"?><a id="grüße">漢字</a>"#
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try parse(bytes).log == ["<0:1:a 0:id=grüße", "漢字", "/0:1"])
        let latin = Array(#"<?xml version="1.0" encoding="ISO-8859-1"?><a>K"#.utf8) + [0xF6] + Array("ln</a>".utf8)
        #expect(try parse(latin).log == ["<0:1:a", "Köln", "/0:1"])
    }

    /// Characters written with more bytes than they need, halves of pairs, bytes that belong to nothing: none is ever handed
    /// out, whichever way a document is read and in whatever pieces, and what comes before is.
    @Test(
        arguments: ["", "<!DOCTYPE a>"],
        [[0xE0, 0x87, 0x92], [0xC1, 0xBC], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x87, 0x92], [0xC3], [0x80]] as [[UInt8]])
    func textIsUTF8(beginning: String, wrong: [UInt8]) throws {
        for (open, close) in [("<a>", "</a>"), ("<a><![CDATA[", "]]></a>")] {
            let bytes = Array("\(beginning)<a><b>good</b>\(open)x".utf8) + wrong + Array("y\(close)</a>".utf8)
            for pieces in [Int.max, 1, 7] {
                let (log, failure) = try parse(bytes, pieces: pieces)
                #expect(failure != nil && log.contains("good"))
                #expect(!log.contains { $0.contains("\u{FFFD}") }, "\(log)")
            }
        }
    }

    @Test func keepsWhatCameBeforeAFault() throws {
        let (log, failure) = try parse("<a>\n<b>good</b>\n<b>also</c></a>")
        #expect(log.contains("good") && log.contains("also"))
        #expect(failure?.code == .malformed && failure?.line == 3)
        #expect(try parse("<a><b>").failure?.code == .malformed)
        #expect(try parse("").failure?.code == .malformed)
    }

    @Test func entitiesOfTheDocumentAreRefused() throws {
        let bomb = "<!DOCTYPE a [<!ENTITY x 'lol'><!ENTITY y '&x;&x;'>]><a>&y;</a>"
        #expect(try parse(bomb).failure?.code == .declaration)
        #expect(
            try parse("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>").failure?.code == .declaration)
        #expect(try parse("<!DOCTYPE a [<!ATTLIST a id CDATA 'x'>]><a/>").failure?.code == .declaration)
        let external = try parse("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a>one &other; two</a>")
        #expect(external.failure == nil && external.log == ["<0:1:a", "one &other; two", "/0:1"])
    }

    @Test func namedCharactersOnRequest() throws {
        #expect(try parse("<a>x&nbsp;y</a>").failure?.code == .malformed)
        var limits = XMLPushParser.Limits()
        limits.htmlNames = true
        let (log, failure) = try parse("<a>caf&eacute;&nbsp;x</a>", limits: limits)
        #expect(failure == nil && log == ["<0:1:a", "café\u{A0}x", "/0:1"])
        #expect(try parse("<a>&nosuch;</a>", limits: limits).failure?.code == .malformed)
    }

    @Test func stopsAtDepth() throws {
        let text = String(repeating: "<a>", count: 1_001) + String(repeating: "</a>", count: 1_001)
        let (log, failure) = try parse(text)
        #expect(failure?.code == .depth && log.count == 1_000)
        let fits = String(repeating: "<a>", count: 1_000) + String(repeating: "</a>", count: 1_000)
        #expect(try parse(fits).failure == nil)
    }

    @Test func stopsAtAttributesBeforeTheyAreCompared() throws {
        let many = "<a " + (0..<200_000).map { "a\($0)=\">\"" }.joined(separator: " ") + "/>"
        #expect(try parse(many).failure?.code == .attributes)
        let hidden =
            "<a><!-- ' \" = --><![CDATA[ ' > = ]]><?x ' = ?><b " + (0..<501).map { "a\($0)='1'" }.joined(separator: " ")
            + "/></a>"
        #expect(try parse(hidden).failure?.code == .attributes)
        let fits = "<a><b " + (0..<500).map { "a\($0)='1'" }.joined(separator: " ") + "/></a>"
        #expect(try parse(fits).failure == nil)
        // Signs in text and in values are no attributes.
        let equals = "<a id='\(String(repeating: "=", count: 2_000))'>\(String(repeating: "=\"", count: 2_000))<b/></a>"
        #expect(try parse(equals).failure == nil)
    }

    @Test func stopsAtNamespaces() throws {
        let one = (0..<400).map { "xmlns:p\($0)='u:\($0)'" }.joined(separator: " ")
        let text = String(repeating: "<a \(one)>", count: 6) + String(repeating: "</a>", count: 6)
        #expect(try parse(text).failure?.code == .namespaces)
        let beside = "<a>" + String(repeating: "<b \(one)/>", count: 50) + "</a>"
        #expect(try parse(beside).failure == nil)
    }

    @Test func stopsWhenTold() throws {
        final class Stopper: XMLHandler {
            var parser: XMLPushParser?
            var count = 0
            override func start(_ element: borrowing XMLElementStart) {
                count += 1
                if count == 3 { parser?.stop() }
            }
        }
        let parser = try XMLPushParser(names: [], namespaces: [])
        let stopper = Stopper()
        stopper.parser = parser
        let failure = parser.parse(Array("<a><a/><a/><a/><a/></a>".utf8), stopper)
        stopper.parser = nil
        #expect(failure?.code == .stopped && stopper.count == 3)
    }

    @Test func oneParserReadsManyDocuments() throws {
        let parser = try XMLPushParser(names: ["a"], namespaces: [])
        for round in 0..<50 {
            let names = (0..<1_000).map { "<n\(round)x\($0)/>" }.joined()
            #expect(parser.parse(Array("<a>\(names)</a>".utf8), XMLHandler()) == nil)
            #expect(parser.parse(Array("<a><b></a>".utf8), XMLHandler())?.code == .malformed)
            let recorder = Recorder()
            #expect(parser.parse(Array("<a>x</a>".utf8), recorder) == nil)
            #expect(recorder.log == ["<0:1:a", "x", "/0:1"])
        }
    }

    @Test func everyDocumentHasItsOwnEncoding() throws {
        let parser = try XMLPushParser(names: ["a"], namespaces: [])
        var utf16: [UInt8] = [0xFF, 0xFE]
        for unit in "<a>ß</a>".utf16 { utf16 += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let utf8 = Array("<a>ß</a>".utf8)
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xDF] + Array("</a>".utf8)
        for bytes in [utf8, utf16, [0xEF, 0xBB, 0xBF] + utf8, latin, utf8, latin, utf16, [0xEF, 0xBB, 0xBF] + utf8] {
            let recorder = Recorder()
            #expect(parser.parse(bytes, recorder) == nil)
            #expect(recorder.log == ["<0:1:a", "ß", "/0:1"])
        }
    }

    @Test func integersAndExactValues() throws {
        final class Reader: XMLHandler {
            var values: [Int?] = []
            var isExact: [Bool] = []
            override func start(_ element: borrowing XMLElementStart) {
                guard element.name == 2 else { return }
                values.append(element.integer(3))
                isExact.append(element.has(3, "12"))
            }
        }
        let reader = Reader()
        let parser = try XMLPushParser(names: ["a", "b", "id"], namespaces: [])
        let written = ["12", "-5", "abc", "", "99999999999999999999", "+7", "9223372036854775807", "-", "1.5"]
        let text = "<a>" + written.map { "<b id='\($0)'/>" }.joined() + "<b/></a>"
        #expect(parser.parse(Array(text.utf8), reader) == nil)
        #expect(reader.values == [12, -5, nil, nil, nil, 7, .max, nil, nil, nil])
        #expect(reader.isExact == [true] + Array(repeating: false, count: 9))
    }

    @Test func randomDamageIsSurvived() throws {
        let text =
            #"<?xml version="1.0"?><!DOCTYPE a><x:a xmlns:x="urn:one" id="1"><!-- c --><b id='2'>t&amp;x&#65;</b><![CDATA[z]]></x:a>"#
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<5_000 {
            var bytes = Array(text.utf8)
            for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(256)) }
            _ = try parse(bytes, pieces: 1 + random(30))
        }
    }
}
