import Glibc

/// Reads a corpus of one JSON object a line, handing out the members `id`, `title` and `text`.
///
/// Only what the benchmark's corpora contain is understood: flat objects whose members are strings, numbers or words.
struct CorpusReader {
    struct Document {
        var id = ""
        var title: [UInt8] = []
        var text: [UInt8] = []
    }

    /// Calls `body` with each document of the file at `path`. Throws with the line that it could not read.
    static func forEach(path: String, _ body: (inout Document) throws -> Void) throws {
        guard let file = fopen(path, "r") else { throw BenchError("The corpus \(path) cannot be opened.") }
        defer { fclose(file) }
        // The system's own choice is a page.
        setvbuf(file, nil, _IOFBF, 1 << 20)
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        var number = 0
        var document = Document()
        while true {
            let count = getline(&line, &capacity, file)
            guard count > 0, let start = line else { break }
            number += 1
            let bytes = UnsafeRawBufferPointer(start: start, count: count)
            var parser = LineParser(bytes: bytes.bindMemory(to: UInt8.self))
            guard parser.read(into: &document) else {
                throw BenchError("Line \(number) of \(path) is not a JSON object of strings.")
            }
            try body(&document)
        }
    }
}

/// One line of a corpus.
private struct LineParser {
    let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    /// The string read last.
    private var string: [UInt8] = []

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func read(into document: inout CorpusReader.Document) -> Bool {
        document.title.removeAll(keepingCapacity: true)
        document.text.removeAll(keepingCapacity: true)
        guard take(UInt8(ascii: "{")) else { return false }
        while true {
            skipSpace()
            guard readString() else { return false }
            let isTitle = string.elementsEqual("title".utf8)
            let isText = string.elementsEqual("text".utf8)
            let isID = string.elementsEqual("id".utf8)
            guard take(UInt8(ascii: ":")) else { return false }
            skipSpace()
            if peek == UInt8(ascii: "\"") {
                guard readString() else { return false }
                if isTitle { swap(&document.title, &string) }
                if isText { swap(&document.text, &string) }
                if isID { document.id = String(decoding: string, as: UTF8.self) }
            } else {
                while let byte = peek, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") { at += 1 }
            }
            if take(UInt8(ascii: "}")) { return true }
            guard take(UInt8(ascii: ",")) else { return false }
        }
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard peek == byte else { return false }
        at += 1
        return true
    }

    private mutating func readString() -> Bool {
        string.removeAll(keepingCapacity: true)
        guard take(UInt8(ascii: "\"")) else { return false }
        while true {
            // A run without quotes and escapes is copied at once.
            let start = at
            while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
            string.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<at]))
            guard let byte = peek else { return false }
            at += 1
            if byte == UInt8(ascii: "\"") { return true }
            guard readEscape() else { return false }
        }
    }

    private mutating func readEscape() -> Bool {
        guard let byte = peek else { return false }
        at += 1
        switch byte {
        case UInt8(ascii: "n"): string.append(0x0A)
        case UInt8(ascii: "t"): string.append(0x09)
        case UInt8(ascii: "r"): string.append(0x0D)
        case UInt8(ascii: "b"): string.append(0x08)
        case UInt8(ascii: "f"): string.append(0x0C)
        case UInt8(ascii: "u"):
            guard var scalar = readHex() else { return false }
            if scalar & 0xFC00 == 0xD800, peek == UInt8(ascii: "\\") {
                at += 2
                guard let low = readHex() else { return false }
                scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
            }
            guard let value = Unicode.Scalar(scalar), let encoded = UTF8.encode(value) else { return true }
            string.append(contentsOf: encoded)
        default: string.append(byte)
        }
        return true
    }

    private mutating func readHex() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        defer { at += 4 }
        return UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    }
}
