import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct OtherFormatTests {
    private func read(_ text: String, _ format: String) -> Reading { Reading(Array(text.utf8), format: format) }

    @Test func readsSchemaOrg() {
        let read = read(
            """
            {"@context": "http://schema.org", "@type": "ScholarlyArticle", "@id": "https://doi.org/10.1000/A",
             "name": "A title", "author": [{"@type": "Person", "givenName": "Ann", "familyName": "Doe"},
             {"@type": "Organization", "name": "A Hub"}], "datePublished": "2016-12-20", "keywords": "one, two",
             "isPartOf": {"@type": "Periodical", "name": "A journal", "issn": "1234-5678"}, "award": "Prize"}
            """, "csl-json")
        #expect(read.text("type") == "article-journal")
        #expect(read.names() == ["|Doe|Ann|", "=A Hub"])
        #expect(read.text("DOI") == "10.1000/a")
        #expect(read["issued"] == ["date-parts": [[2016, 12, 20]]])
        #expect(read.text("container-title") == "A journal")
        #expect(read.entries.first?.unknown["award"] == ["Prize"])
    }

    @Test func readsDataCite() {
        let one =
            "{\"id\": \"https://doi.org/10.5072/x\", \"titles\": [{\"title\": \"Main\"}], \"creators\": [{\"name\": \"Doe, Ann\"}], \"publicationYear\": 2016, \"types\": {\"resourceTypeGeneral\": \"Dataset\"}}"
        for text in [
            one, "{\"data\": [{\"id\": \"10.5072/x\", \"attributes\": \(one)}]}",
            "{\"data\": {\"id\": \"10.5072/x\", \"attributes\": \(one)}}",
        ] {
            let read = read(text, "csl-json")
            #expect(read.text("title") == "Main")
            #expect(read.text("type") == "dataset")
            #expect(read.text("DOI") == "10.5072/x")
            #expect(read.names() == ["|Doe|Ann|"])
        }
    }

    @Test func readsCrossrefAnswers() {
        let work =
            "{\"type\": \"journal-article\", \"DOI\": \"10.1/x\", \"title\": [\"One\"], \"author\": [{\"family\": \"Doe\"}]}"
        #expect(read("{\"status\": \"ok\", \"message\": \(work)}", "csl-json").text("title") == "One")
        #expect(
            read("{\"status\": \"ok\", \"message\": {\"total\": 2, \"items\": [\(work), \(work)]}}", "csl-json").entries
                .count == 2)
    }

    @Test func passesASoundItemOnAsItStands() {
        let read = read(
            "[{\"id\": \"a\", \"type\": \"book\", \"title\": \"x\", \"custom\": {\"deep\": [1.50, null]}}]", "csl-json")
        #expect(read["custom"]?.compact == "{\"deep\":[1.50,null]}")
        #expect(read.entries.first?.key == "a")
    }

    @Test func readsCitationFiles() {
        let read = read(
            """
            # made by hand
            cff-version: 1.2.0
            title: "Kist # not a remark"
            abstract: >-
              Finds
              evidence.

              And more.
            authors:
              - family-names: Berg
                given-names: Anna
                name-particle: van der
              -
                name: A Hub
            keywords: [search, 'evidence, local']
            date-released: 2026-01-02
            doi: 10.5281/zenodo.1
            preferred-citation:
              type: article
              title: A paper
              year: 2025
              start: 1
              end: 9
            references:
            - type: book
              title: A book
              authors: []
            """, "cff")
        #expect(read.failure == nil, "\(String(describing: read.failure))")
        #expect(read.entries.map(\.place) == ["work", "preferred-citation", "reference 1"])
        #expect(read.text("title") == "Kist # not a remark")
        #expect(read.text("abstract") == "Finds evidence. And more.")
        #expect(read.names() == ["van der|Berg|Anna|", "=A Hub"])
        #expect(read.text("keyword") == "search; evidence, local")
        #expect(read["issued"] == ["date-parts": [[2026, 1, 2]]])
        #expect(read.entries[1].csl["page"] == "1-9")
    }

    @Test(arguments: [
        "cff-version: 1\ntitle: &a x\n", "cff-version: 1\ntitle: *a\n", "cff-version: 1\na:\n\tb: 1\n",
        "cff-version: 1\ntitle: !!python/object x\n", "cff-version: 1\ntitle: x\ntitle: y\n",
        "cff-version: 1\ntitle: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n",
        "cff-version: 1\ntitle: \"never closed\n",
    ])
    func refusesWhatIsNotPlainYAML(_ text: String) {
        let read = read(text, "cff")
        #expect(read.entries.isEmpty)
        #expect(read.failure?.code == .damaged)
        #expect(read.failure?.place?.hasPrefix("line ") == true)
    }

    private let article = """
        <!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "x.dtd">
        <article article-type="research-article" xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title-group>
        <journal-title>A journal</journal-title></journal-title-group><issn>1234-5678</issn></journal-meta><article-meta>
        <article-id pub-id-type="doi">10.1000/J</article-id><title-group><article-title>On <italic>feedback</italic></article-title>
        </title-group><contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Ann</given-names></name>
        </contrib></contrib-group><pub-date><day>5</day><month>3</month><year>2020</year></pub-date><volume>1</volume>
        <fpage>1</fpage><lpage>9</lpage><abstract><title>Abstract</title><sec><title>Aim</title><p>Why.</p></sec></abstract>
        </article-meta></front><body><sec><title>Method</title><p>We  asked <ext-link xlink:href="http://a.org">them</ext-link>.</p>
        <table-wrap><caption><p>Counts</p></caption><table><tr><th>a</th><td>1</td></tr></table></table-wrap>
        <list><list-item><p>point</p></list-item></list></sec></body><back><ref-list><ref id="r1"><label>1</label>
        <element-citation publication-type="journal"><person-group><name><surname>Roe</surname><given-names>R</given-names></name>
        </person-group><article-title>Before</article-title><source>B journal</source><year>1999</year><fpage>10</fpage><lpage>12</lpage>
        <pub-id pub-id-type="doi">10.1000/r</pub-id></element-citation></ref><ref id="r2"><mixed-citation>A bare sentence.</mixed-citation>
        </ref></ref-list></back></article>
        """

    @Test func readsJATS() throws {
        let output = RecordingOutput()
        let bytes = Array(article.utf8)
        _ = try BibliographyImporter().run(
            ImportJob(id: 1, fileName: "a.nxml", format: "jats", size: Int64(bytes.count)), input: MemoryInput(bytes),
            output: output)
        #expect(output.entries.map(\.place) == ["article", "reference 1", "reference 2"])
        let item = output.entries[0].csl
        #expect(item["title"] == "On feedback")
        #expect(item["DOI"] == "10.1000/j")
        #expect(item["issued"] == ["date-parts": [[2020, 3, 5]]])
        #expect(item["abstract"] == "Aim: Why.")
        #expect(item["page"] == "1-9")
        #expect(output.entries[1].csl["title"] == "Before")
        #expect(output.entries[1].csl["DOI"] == "10.1000/r")
        #expect(output.entries[2].csl["title"] == "A bare sentence.")
        #expect(output.blocks.map(\.kind) == [.heading, .paragraph, .caption, .table, .listItem])
        #expect(output.blocks[1].text == "We asked them.")
        #expect(output.blocks[1].links.map(\.target) == ["http://a.org"])
        #expect(output.blocks[3].rows.first?.map(\.text) == ["a", "1"])
    }

    @Test func readsRetractions() {
        let read = read(
            """
            Record ID,Title,Subject,Journal,Author,RetractionDate,RetractionDOI,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Notes
            12,"A ""bad"" paper, retracted",Education,J Learn,Doe J;Roe R,8/24/2020 0:00,10.1000/notice,1/2/2015 0:00,10.1000/BAD,0,Retraction,+Error;,"two
            lines"
            13,Other,,,,,,,unavailable,999,Correction,,
            """, "retraction-list")
        #expect(read.entries.count == 2)
        #expect(read.text("title") == "A \"bad\" paper, retracted")
        #expect(read.text("DOI") == "10.1000/bad")
        #expect(read.entries[0].unknown["RetractionDate"] == ["2020-08-24"])
        #expect(read.entries[0].unknown["notes"] == ["two\nlines"])
        #expect(read.entries[0].entryType == "retraction")
        #expect(read.entries[1].csl["PMID"] == "999")
    }
}
