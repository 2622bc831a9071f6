import KistPlugin

@testable import BibliographyImporter

/// Files made at random from a seed.
enum Fuzz {
    private static let words = [
        "feedback", "Größe", "learning", "the", "{NASA}", "\\'{e}t\\'e", "of", "évaluation", "$x^2$", "R\\&D", "100%",
        "naïve",
        "Gàidhlig", "#1", "“quoted”", "a@b.org", "日本語", "--", "it's",
    ]

    static func phrase(_ random: inout Seeded) -> String {
        (0..<Int.random(in: 1...9, using: &random)).map { _ in words.randomElement(using: &random) ?? "x" }.joined(
            separator: " ")
    }

    static func bibtex(_ random: inout Seeded, entries: Int) -> String {
        var text = "% a comment\n@string{press = {A Press}}\n"
        for number in 0..<entries {
            let reference = number % 7 == 3 ? "  crossref = {k\(number + 1)},\n" : ""
            text +=
                "@article{k\(number),\n  title = {\(phrase(&random))},\n\(reference)  author = {Doe\(number), Jane and {A Body}},\n"
            text +=
                "  year = \(1900 + number), publisher = press # { \(number)},\r\n  note = \"\(phrase(&random).replacing("\"", with: ""))\"}\n\n"
        }
        return text
    }

    static func ris(_ random: inout Seeded, records: Int) -> String {
        (0..<records).map { number in
            "TY  - JOUR\r\nAU  - Doe\(number), Jane\r\nTI  - \(phrase(&random))\r\nAB  - \(phrase(&random))\n  \(phrase(&random))\r\rPY  - \(1900 + number)\r\nER  - \r\n"
        }.joined()
    }

    static func read(_ bytes: [UInt8], _ format: String, chunk: Int) throws(PluginError) -> RecordingOutput {
        let input = MemoryInput(bytes)
        let output = RecordingOutput()
        let sink = EntrySink(output, total: input.size)
        let source = try TextSource(input, chunk: chunk)
        switch format {
        case "bibtex":
            var reader = BibTeXReader(source, sink, size: input.size)
            _ = try reader.read()
        case "ris":
            var reader = TaggedReader(source, sink, .ris)
            _ = try reader.read()
        default:
            var reader = CSLReader(source, sink)
            _ = try reader.read()
        }
        return output
    }
}
