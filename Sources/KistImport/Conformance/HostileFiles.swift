import KistProtocol

/// Files that no honest program writes, and files of quite other kinds.
enum HostileFiles {
    /// - Parameter head: how a file of the plugin's own kind begins, so that its reader is reached.
    static func all(head: [UInt8], fileName: String, seed: UInt64) -> [TestFile] {
        var chance = SeededChance(seed)
        var files: [TestFile] = []
        func add(_ name: String, _ bytes: [UInt8]) {
            files.append(TestFile(name: name, fileName: fileName, bytes: bytes))
        }
        add("nothing", [])
        add("one zero", [0])
        add("a line break", [0x0A])
        add("100,000 zeros", [UInt8](repeating: 0, count: 100_000))
        add("1 MB of noise", chance.bytes(1_000_000))
        add(
            "UTF-16", [0xFF, 0xFE] + "Not what was hoped for\r\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        add("bytes that are no UTF-8", Array("caf".utf8) + [0xE9, 0x0A, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF5, 0xFF])
        add("a line of 1 MB", [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        add("a million lines", [UInt8](repeating: 0x0A, count: 1_000_000))
        for (name, open) in [("brackets", "["), ("braces", "{\"a\":"), ("elements", "<a>"), ("LaTeX groups", "{")] {
            add("100,000 \(name) in each other", repeated(open, 100_000))
        }
        add("an XML bomb", Array(bomb.utf8))
        add("XML that asks for a file", Array(outside.utf8))
        add("a million attributes", Array("<a".utf8) + repeated(" b=\"\"", 200_000) + Array("/>".utf8))
        for (name, bytes) in others { add(name, bytes) }
        if !head.isEmpty {
            add("its own beginning and no more", head)
            add("its own beginning, then zeros", head + [UInt8](repeating: 0, count: 100_000))
            add("its own beginning, then noise", head + chance.bytes(100_000))
            add(
                "its own beginning, then a line of 1 MB", head + [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
            )
            add("its own beginning 10,000 times", repeated(String(decoding: head.prefix(64), as: UTF8.self), 10_000))
            add("its own beginning, then nested elements", head + repeated("<a>", 100_000))
        }
        return files
    }

    private static func repeated(_ text: String, _ count: Int) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * count)
        for _ in 0..<count { result += bytes }
        return result
    }

    private static let bomb: String = {
        var text = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY e0 \"ha\">"
        for number in 1...12 {
            text += "<!ENTITY e\(number) \"" + String(repeating: "&e\(number - 1);", count: 10) + "\">"
        }
        return text + "]>\n<a>&e12;</a>\n"
    }()

    private static let outside =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<a>&e;</a>\n"

    /// The beginnings of files of other kinds.
    private static let others: [(String, [UInt8])] = [
        ("an empty zip", [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)),
        ("the beginning of a zip", [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0] + [UInt8](repeating: 0x41, count: 200)),
        ("the beginning of a PDF", Array("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".utf8)),
        ("the beginning of a PNG", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]),
        ("a program", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 64)),
        ("packed by gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0x55, count: 64)),
        ("a web page", Array("<!DOCTYPE html>\n<html><head><title>A page</title></head><body><p>Text".utf8)),
        ("JSON", Array("{\"a\": [1, 2, {\"b\": null}], \"c\": \"d\"}\n".utf8)),
        ("a table", Array("name,age\n\"Ann, the elder\",52\nBob,\n".utf8)),
        ("plain text", Array("Dear all,\n\nthe meeting is on Monday.\n".utf8)),
    ]
}
