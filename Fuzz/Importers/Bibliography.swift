@testable import BibliographyImporter
@testable import KistPlugin

/// Any bytes as a list of references, in the format that the first byte chooses.
enum Target: ImporterTarget {
    private static let importer = BibliographyImporter()
    private static let formats = ListFormat.allCases.map(\.rawValue)
    static let words =
        XMLName.vocabulary + XMLSpace.addresses.flatMap { $0 } + CSLVariable.names + [
            "@article{k,", "@string{", "@comment{", "crossref = {", " and ", "\\\"{o}", "{\\'e}", " # ", "TY  - ",
            "ER  - ",
            "%0 ", "%A ", "PT J", "EF", "FN ", "PMID- ", "FAU - ", "<1>", "Source", "\u{1B}(N", "\u{1B}$1", "\u{1E}",
            "\u{1F}a", "\u{1D}", "00026nam a2200025 a 4500", "cff-version: ", "- ", ">-", "|", "authors:",
            "\"@type\": ",
            "\"leader\": ", "\"fields\": [", "date-parts", "OriginalPaperDOI,", "<![CDATA[", "&#x41;", "&eacute;",
        ]

    private static func seed(_ format: ListFormat, _ text: String) -> [UInt8] {
        let place = ListFormat.allCases.firstIndex(of: format) ?? 0
        return [UInt8(place)] + Array(text.utf8)
    }

    static var seeds: [[UInt8]] {
        let mods =
            "<modsCollection xmlns=\"http://www.loc.gov/mods/v3\"><mods><titleInfo><title>t</title></titleInfo></mods>"
        let marc = "00058nam a2200037 a 4500245001100000\u{1E}10\u{1F}aA title\u{1E}\u{1D}"
        return [
            seed(.bibtex, "@string{a = \"b\"}\n@book{k, title = {T} # a, author = {Doe, J and {A B}}, year = 1990}\n"),
            seed(.ris, "TY  - JOUR\nAU  - Doe, J\nTI  - t\nSP  - 1\nEP  - 9\nPY  - 1990/01\nER  - \n"),
            seed(.refer, "%0 Book\n%A Doe, J\n%T t\n%P 1-9\n%K a\nb\n"),
            seed(.isi, "FN x\nPT J\nAU Doe, J\n   Roe, R\nTI t\nPY 1990\nPD JAN\nER\n\nEF\n"),
            seed(
                .medline,
                "PMID- 1\nTI  - t\nFAU - Doe, Jane\nAU  - Doe J\nPG  - 12-7\nDP  - 1990 Jan\nLID - 10.1000/x [doi]\n"),
            seed(
                .ovid,
                "<1>\nAuthor\n  Doe, J 1;  Roe, R 2\nTitle\n  t.[Misc]\nSource\n  J. 28(2):103-106, April 2015.\n"),
            seed(
                .json,
                "[{\"type\":\"book\",\"title\":\"t\"},{\"@type\":\"Book\",\"name\":\"n\"},{\"titles\":[{\"title\":\"t\"}]}]"
            ),
            seed(.mods, mods + mods.dropFirst(51) + "</modsCollection>"), seed(.marc, marc + marc),
            seed(
                .cff,
                "cff-version: 1.2.0\ntitle: t\nauthors:\n  - family-names: Doe\n    given-names: J\nabstract: >-\n  a\n\n  b\n"
            ),
            seed(
                .retractions, "Record ID,Title,OriginalPaperDOI,RetractionNature\n1,\"a\"\"b\",10.1000/x,Retraction\n"),
        ]
    }

    static func seeds(file: [UInt8]) -> [[UInt8]] {
        guard let format = try? ListFormat.choose(asked: "", Array(file.prefix(65_536))),
            let place = ListFormat.allCases.firstIndex(of: format)
        else {
            // XML is told apart by its host; each reader gets each file.
            guard file.first == UInt8(ascii: "<") else { return [] }
            return ListFormat.allCases.enumerated().filter { !$0.element.kinds.isEmpty || $0.element == .jats }
                .map { [UInt8($0.offset)] + file }
        }
        return [[UInt8(place)] + file]
    }

    static func test(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        readTwice(importer, Array(bytes.dropFirst()), name: "a", format: formats[Int(first) % formats.count])
    }
}
