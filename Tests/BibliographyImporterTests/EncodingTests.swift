import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct EncodingTests {
    private let text = "@misc{m, title = {Über Köln – 𝄞}}\n@misc{n, crossref = {m}, author = {Müller, J.}}\n"

    private func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        for unit in (mark ? "\u{FEFF}" : "").utf16 + Array(text.utf16) {
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            bytes += bigEndian ? pair : pair.reversed()
        }
        return bytes
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func readsUTF16(bigEndian: Bool, mark: Bool) {
        let read = Reading(utf16(text, bigEndian: bigEndian, mark: mark), format: "bibtex")
        #expect(read.entries.map { $0.csl["title"]?.string } == ["Über Köln – 𝄞", "Über Köln – 𝄞"])
        #expect(read.codes == ["encoding"])
    }

    @Test func guessesSingleBytesEntryByEntry() {
        var bytes = Array("TY  - BOOK\nTI  - Köln\nER  - \n".utf8)
        bytes += Array("TY  - BOOK\nTI  - ".utf8) + [0x93, 0x4B, 0xF6, 0x6C, 0x6E, 0x94] + Array("\nER  - \n".utf8)
        let read = Reading(bytes, format: "ris")
        #expect(read.entries.map { $0.csl["title"]?.string } == ["Köln", "“Köln”"])
        #expect(read.diagnostics.map(\.code) == ["encoding-guessed"])
        #expect(read.diagnostics.first?.place == "line 4")
        #expect(read.diagnostics.first?.message.contains("Windows-1252") == true)
    }

    @Test func takesADeclaredEncoding() {
        let bytes = Array("% Encoding: MacRoman\n@misc{m, title={".utf8) + [0x86, 0x62] + Array("}}".utf8)
        #expect(Reading(bytes, format: "bibtex").text("title") == "Üb")
    }

    @Test func refusesWhatIsNotText() {
        #expect(Reading([0x7F, 0x45, 0x4C, 0x46] + Array(0...255), format: "bibtex").failure?.code == .notThisFormat)
        #expect(Reading([], format: "bibtex").failure?.code == .empty)
        #expect(Reading(bibtex: "only words").failure?.code == .empty)
        #expect(Reading(bibtex: "@misc{x, title={").failure?.code == .damaged)
    }

    @Test func goesByWhatTheFileShows() {
        #expect(Reading(ris: "@misc{m, title={x}}").text("title") == "x")
        #expect(Reading(bibtex: "\nTY  - BOOK\nTI  - x\nER  -").text("title") == "x")
    }
}
