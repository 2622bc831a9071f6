import KistCatalogue
import KistModel
import KistProtocol
import Testing

@testable import KistRepository

@Suite struct IdentityKeysTests {
    private func schemas() throws -> SchemaSet { try FormFixtures.shipped.get().schemas }

    private func identifiers(_ csl: JSONObject) -> [String] {
        BibliographicMapper.identifiers(csl).compactMap { Identifier($0)?.text }
    }

    @Test func knowsAnISBNInAnyForm() {
        let thirteen = ["isbn:9780306406157"]
        for text in [
            "0306406152", "0-306-40615-2", "978-0-306-40615-7", "9780306406157 (pbk.)",
            "0-306-40615-2 978-0-306-40615-7",
        ] { #expect(identifiers(["ISBN": .string(text)]) == thirteen, "\(text)") }
        #expect(identifiers(["ISBN": "0306406153"]).isEmpty)
    }

    @Test func knowsPreprintsAndArticles() {
        for csl: JSONObject in [
            ["archive": "arXiv", "archive_location": "2101.00001v2"], ["URL": "https://arxiv.org/pdf/2101.00001v3.pdf"],
            ["DOI": "10.48550/arXiv.2101.00001"], ["number": "arXiv:2101.00001"],
        ] { #expect(identifiers(csl).contains("arxiv:2101.00001"), "\(csl)") }
        #expect(identifiers(["PMCID": "123"]) == identifiers(["PMCID": "pmc123"]))
        #expect(identifiers(["PMID": "17"]) == ["pmid:17"])
    }

    @Test func listsOnlyRetractions() {
        var list = RetractionList()
        func row(_ nature: String, _ doi: String, _ pmid: String) -> BibliographicEntry {
            BibliographicEntry(
                csl: ["DOI": .string(doi), "PMID": .string(pmid)], unknown: ["RetractionNature": [.string(nature)]])
        }
        list.add(row("Retraction", "10.1000/A", "7"))
        list.add(row("Correction", "10.1000/B", "8"))
        list.add(row("Expression of concern", "10.1000/C", "9"))
        #expect(list.works.names == ["doi:10.1000/a", "pmid:7"])
        #expect(list.others == 2)
        let keys = RetractionList.keys(of: [.object([RetractionList.member: .object(list.works)])])
        let work = [IdentityKey(scheme: "doi", value: "10.1000/a"), IdentityKey(scheme: "pmid", value: "7")]
        #expect(keys == RetractionList.keys(naming: work))
        #expect(RetractionList.works(keys) == work)
    }
}
