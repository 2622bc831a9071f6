import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct LimitTests {
    private let sound = "@misc{sound, title = {Sound}}\n"

    private func keepsTheSoundOne(_ read: Reading) -> Bool {
        read.entries.contains { $0.key == "sound" && $0.csl["title"] == "Sound" }
    }

    @Test func stopsDoublingConstants() {
        var text = "@string{s0 = {lollollol}}\n"
        for level in 1...40 { text += "@string{s\(level) = s\(level - 1) # s\(level - 1)}\n" }
        let read = Reading(bibtex: text + "@misc{m, title = s40}\n" + sound)
        #expect(keepsTheSoundOne(read))
        #expect(read.codes.contains("limit-constants"))
    }

    @Test func stopsJoinedValues() {
        let value = String(repeating: "x", count: 60_000)
        let sum = Array(repeating: "s", count: 500).joined(separator: " # ")
        let read = Reading(bibtex: "@string{s = {\(value)}}\n@misc{m, title = \(sum)}\n" + sound)
        #expect(keepsTheSoundOne(read))
        #expect(read.codes.contains("limit-field"))
    }

    @Test func survivesAMillionBraces() {
        let deep = String(repeating: "{", count: 1_000_000) + "x" + String(repeating: "}", count: 1_000_000)
        let read = Reading(bibtex: "@misc{m, title = \(deep)}\n@misc{n, author = \(deep), title={y}}\n" + sound)
        #expect(read.text("title") == "x")
        #expect(read.entries.count == 3)
    }

    @Test func cutsLongFieldsAndTellsOfIt() {
        let read = Reading(bibtex: "@misc{m, abstract = {\(String(repeating: "lörem ", count: 200_000))}}\n" + sound)
        #expect((read.text("abstract")?.utf8.count ?? 0) <= ItemBuilder.maximumText)
        #expect(read.codes.contains("limit-field"))
        #expect(keepsTheSoundOne(read))
    }

    @Test func leavesOutAnEntryBeyondAllMeasure() {
        let read = Reading(
            bibtex: "@misc{m, abstract = {\(String(repeating: "lorem ipsum ", count: 1_500_000))}}\n" + sound)
        #expect(read.errors.map(\.code) == ["limit-entry"])
        #expect(keepsTheSoundOne(read))
    }

    @Test func cutsEndlessNames() {
        let names = (0..<30_000).map { "Doe\($0), J." }
        let bib = Reading(bibtex: "@misc{m, title={x}, author = {\(names.joined(separator: " and "))}}")
        #expect(bib.names().count > 5_000)
        #expect(bib.codes == ["limit-field", "limit-names"])
        let ris = Reading(ris: "TY  - JOUR\n" + names.map { "AU  - \($0)\n" }.joined() + "TI  - x\nER  -\n")
        #expect(ris.names().count > 5_000)
        #expect(ris.codes.isSuperset(of: ["limit-fields"]))
    }

    @Test func staysLinearInASoupOfSigns() {
        let soup =
            String(repeating: "@", count: 200_000) + "\n" + String(repeating: "@a{", count: 100_000) + "\n"
            + String(repeating: "@comment{\n", count: 20_000)
        #expect(keepsTheSoundOne(Reading(bibtex: soup + "\n" + sound)))
    }

    @Test func followsOnlySoManyReferences() {
        // Each level refers to all of the next: without a bound this is 30 to the sixth power.
        var text = ""
        for level in 0..<6 {
            let next = (0..<30).map { "k\(level + 1)x\($0)" }.joined(separator: ",")
            for entry in 0..<30 { text += "@misc{k\(level)x\(entry), title={t}, xdata={\(next)}}\n" }
        }
        let read = Reading(bibtex: text + sound)
        #expect(read.entries.count == 181)
        #expect(read.codes.contains("limit-depth"))
    }

    @Test func givesOutTheSameForEveryChunk() throws {
        var random = Seeded(11)
        let bib = Fuzz.bibtex(&random, entries: 40)
        let ris = Fuzz.ris(&random, records: 40)
        let csl =
            "["
            + (0..<40).map { "{\"type\":\"book\",\"id\":\($0),\"title\":\"a\\\"]}{ \($0)\"}" }.joined(separator: ",\n")
            + "]"
        for (text, format) in [(bib, "bibtex"), (ris, "ris"), (csl, "csl-json")] {
            let bytes = Array(text.utf8)
            let whole = try Fuzz.read(bytes, format, chunk: 1 << 20)
            #expect(whole.entries.count >= 38)
            for chunk in [1, 2, 3, 7, 64, 1_000] {
                let pieces = try Fuzz.read(bytes, format, chunk: chunk)
                #expect(pieces.entries == whole.entries, "\(format), chunks of \(chunk)")
                #expect(pieces.diagnostics == whole.diagnostics, "\(format), chunks of \(chunk)")
            }
        }
    }

    @Test func neverStumblesOverDamage() {
        var random = Seeded(23)
        let seeds: [(String, String)] = [
            (Fuzz.bibtex(&random, entries: 6), "bibtex"), (Fuzz.ris(&random, records: 6), "ris"),
            (
                #"[{"type":"book","title":"x","author":[{"family":"a"}],"issued":{"date-parts":[[2020]]}},{"type":"book","title":"y"}]"#,
                "csl-json"
            ),
        ]
        for round in 0..<3_000 {
            let (text, format) = seeds[round % seeds.count]
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("{}\"@#=,\\$%\n[]-".utf8).randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
                }
                if bytes.isEmpty { bytes = [0x40] }
            }
            let read = Reading(bytes, format: format)
            // Whatever happens, it is said: a failure, or counts that add up.
            if let coverage = read.coverage {
                let counted = coverage.parts.first { $0.name == "entries" }?.count
                #expect(counted == read.entries.count)
            } else {
                #expect(read.failure != nil && read.failure?.code != .internal, "\(String(describing: read.failure))")
            }
        }
    }
}
