@testable import KistPlugin

/// Any bytes as XML, read at once and byte by byte: the quick way and libxml2's must agree.
enum Target: ImporterTarget {
    static let words = [
        "<a>", "</a>", "<b id='", "'/>", "xmlns:", "xmlns='urn:one'", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>",
        "&amp;", "&#x", "xml:",
    ]

    static var seeds: [[UInt8]] {
        [
            "<?xml version='1.0' encoding='UTF-8'?><a xmlns='urn:one' xmlns:x='urn:two' x:id=\"1 &amp; 2\"><x:b/>ü<![CDATA[<]]><!-- c --><?p i?></a>",
            "<a id='x\ny'>&#x263a;&eacute;\r\n]]</a><!-- end -->", "<a xml:lang='gd'><b><c></c></b></a>",
        ].map { Array($0.utf8) }
    }

    static func seeds(file: [UInt8]) -> [[UInt8]] {
        StoredZip.parts(file).filter { $0.name.hasSuffix(".xml") && $0.bytes.count <= 4_096 }.map(\.bytes)
    }

    private final class Recorder: XMLHandler {
        var log: [UInt8] = []
        private var isInText = false

        private func note(_ text: String) {
            isInText = false
            log.append(0)
            log += text.utf8
        }

        override func start(_ element: borrowing XMLElementStart) {
            note("<\(element.space):\(element.name):\(element.localName)")
            for index in 0..<element.attributeCount {
                let (name, space, value) = element.attribute(at: index)
                note("\(space):\(name)=\(value)")
            }
        }

        override func end(name: Int, space: Int) { note("/\(space):\(name)") }

        override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            precondition(String(validating: bytes, as: UTF8.self) != nil, "a text is not UTF-8")
            if !isInText { note("") }
            isInText = true
            log += bytes
        }
    }

    nonisolated(unsafe) private static let parser: XMLPushParser = {
        var limits = XMLPushParser.Limits()
        limits.depth = 20
        limits.attributes = 20
        limits.namespaces = 20
        do throws(PluginError) {
            return try XMLPushParser(
                names: ["a", "b", "id"], namespaces: [["urn:one", "urn:eins"], ["urn:two"]], limits: limits)
        } catch {
            fatalError("\(error)")
        }
    }()

    private static func read(_ bytes: [UInt8], piece: Int) -> (log: [UInt8], code: XMLFailure.Code?) {
        let recorder = Recorder()
        parser.begin(recorder)
        bytes.withUnsafeBytes { all in
            var at = 0
            while at < all.count, parser.feed(UnsafeRawBufferPointer(rebasing: all[at..<min(all.count, at + piece)])) {
                at += piece
            }
        }
        return (recorder.log, parser.finish()?.code)
    }

    /// Whether there is a name with two colons and something behind the second that begins no name: `<a:b:1>`. XML allows
    /// it, namespaces do not, and libxml2 passes over all faults of namespaces but this one.
    private static func hasOddName(_ bytes: [UInt8]) -> Bool {
        var colons = 0
        for (byte, next) in zip(bytes, bytes.dropFirst()) {
            if byte == UInt8(ascii: ":") {
                colons += 1
                let isLetter = (next | 0x20) &- 0x61 < 26 || next == UInt8(ascii: "_")
                if colons > 1, !isLetter { return true }
            } else if byte <= 0x20 || "<>/='\"".utf8.contains(byte) {
                colons = 0
            }
        }
        return false
    }

    static func test(_ bytes: [UInt8]) {
        let quick = read(bytes, piece: .max / 2)
        // Line ends in marked text stay as they are when libxml2 is given single bytes.
        if bytes.contains(0x0D), bytes.contains(0x5B) { return }
        // Whatever else there is, libxml2 reads either way, and what it makes of damage may depend on the pieces.
        guard parser.isQuick else { return }
        let slow = read(bytes, piece: 1)
        // libxml2 tells encodings from their first four bytes only when it has them at once.
        guard let first = bytes.first, first < 0x80, bytes.count > 4, bytes[1] != 0 else { return }
        if quick.code == nil, slow.code != nil, hasOddName(bytes) { return }
        precondition((quick.code == nil) == (slow.code == nil), "\(quick.code as Any) but \(slow.code as Any)")
        if slow.code == nil { precondition(quick.log == slow.log, "not the same") }
    }
}
