import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct XMLFormatTests {
    private func read(_ text: String, _ format: String) -> Reading { Reading(Array(text.utf8), format: format) }

    private func mods(_ title: String, _ rest: String = "") -> String {
        "<mods ID=\"m\"><titleInfo><nonSort>The</nonSort><title>\(title)</title></titleInfo>\(rest)</mods>\n"
    }

    private func collection(_ records: String) -> String {
        "<?xml version=\"1.0\"?>\n<modsCollection xmlns=\"http://www.loc.gov/mods/v3\">\n\(records)</modsCollection>"
    }

    @Test func readsMODS() {
        let read = read(
            collection(
                mods(
                    "effect of feedback",
                    """
                    <name type="personal"><namePart type="family">van Berg</namePart><namePart type="given">Anna</namePart>\
                    <role><roleTerm type="code" authority="marcrelator">aut</roleTerm></role></name>\
                    <name type="corporate"><namePart>A Hub</namePart><role><roleTerm>editor</roleTerm></role></name>\
                    <relatedItem type="host"><titleInfo><title>A Journal</title></titleInfo><part>\
                    <detail type="volume"><number>33</number></detail><extent unit="page"><start>1</start><end>9</end></extent>\
                    <date>1960-05</date></part></relatedItem><identifier type="doi">10.1000/ABC</identifier>\
                    <language><languageTerm type="code">eng</languageTerm></language>\
                    <subject><topic>schools</topic></subject><recordInfo><recordOrigin>by hand</recordOrigin></recordInfo>
                    """)), "mods")
        #expect(read.text("title") == "The effect of feedback")
        #expect(read.names() == ["van|Berg|Anna|"])
        #expect(read.names("editor") == ["=A Hub"])
        #expect(read.text("container-title") == "A Journal")
        #expect(read.text("volume") == "33")
        #expect(read.text("page") == "1-9")
        #expect(read["issued"] == ["date-parts": [[1960, 5]]])
        #expect(read.text("DOI") == "10.1000/abc")
        #expect(read.text("language") == "en")
        #expect(read.text("keyword") == "schools")
        #expect(read.entries[0].unknown == ["recordInfo/recordOrigin": ["by hand"]])
    }

    private func sources(_ list: String) -> String {
        "<b:Sources SelectedStyle=\"\\APA.XSL\" xmlns:b=\"http://schemas.openxmlformats.org/officeDocument/2006/bibliography\">"
            + list + "</b:Sources>"
    }

    @Test func readsSourcesOfWord() {
        let read = read(
            sources(
                """
                <b:Source><b:Tag>Mac24</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Guid>{1}</b:Guid>
                <b:Title>Feedback in small schools</b:Title><b:Year>2024</b:Year><b:Month>March</b:Month><b:Pages>11-19</b:Pages>
                <b:JournalName>Sample Journal</b:JournalName><b:Volume>3</b:Volume><b:Issue>2</b:Issue>
                <b:Author><b:Author><b:NameList><b:Person><b:Last>MacLeod</b:Last><b:First>Anna</b:First><b:Middle>B.</b:Middle></b:Person>
                <b:Person><b:Last>van Berg</b:Last><b:First>Jan</b:First></b:Person></b:NameList></b:Author>
                <b:Editor><b:Corporate>A Hub</b:Corporate></b:Editor></b:Author><b:LCID>en-GB</b:LCID>
                <b:StandardNumber>doi:10.1000/ABC</b:StandardNumber><b:RefOrder>1</b:RefOrder><b:Odd>kept</b:Odd></b:Source>
                <b:Source><b:Tag>Web1</b:Tag><b:SourceType>InternetSite</b:SourceType><b:Title>A page</b:Title>
                <b:InternetSiteTitle>A site</b:InternetSiteTitle><b:URL>https://example.org/a</b:URL>
                <b:YearAccessed>2025</b:YearAccessed><b:MonthAccessed>5</b:MonthAccessed><b:DayAccessed>7</b:DayAccessed></b:Source>
                <b:Source><b:Tag>The1</b:Tag><b:SourceType>Report</b:SourceType><b:ThesisType>PhD</b:ThesisType>
                <b:Title>Quiet rooms</b:Title><b:Year>n.d.</b:Year><b:City>Leirwick</b:City><b:CountryRegion>Scotland</b:CountryRegion>
                <b:StandardNumber>978-0-306-40615-7</b:StandardNumber></b:Source>
                """), "word-sources")
        #expect(read.entries.count == 3)
        #expect(read.text("type") == "article-journal" && read.text("id") == "Mac24")
        #expect(read.names() == ["|MacLeod|Anna B.|", "van|Berg|Jan|"])
        #expect(read.names("editor") == ["=A Hub"])
        #expect(read["issued"] == ["date-parts": [[2024, 3]]])
        #expect(read.text("container-title") == "Sample Journal" && read.text("page") == "11-19")
        #expect(read.text("DOI") == "10.1000/abc")
        #expect(read.entries[0].unknown == ["Odd": ["kept"]])
        #expect(read.entries[1].csl["container-title"]?.string == "A site")
        #expect(read.entries[1].csl["accessed"] == ["date-parts": [[2025, 5, 7]]])
        #expect(read.entries[2].csl["type"]?.string == "thesis")
        #expect(read.entries[2].csl["publisher-place"]?.string == "Leirwick, Scotland")
        #expect(read.entries[2].csl["ISBN"]?.string == "978-0-306-40615-7")
        #expect(read.entries[2].csl["issued"]?["literal"]?.string == "n.d.")
    }

    @Test func keepsBothRolesOfASource() {
        func person(_ role: String, _ name: String) -> String {
            "<b:\(role)><b:NameList><b:Person><b:Last>\(name)</b:Last></b:Person></b:NameList></b:\(role)>"
        }
        let read = read(
            sources(
                "<b:Source><b:Title>A song</b:Title><b:Author>\(person("Author", "Reid"))\(person("Artist", "Munro"))</b:Author></b:Source>"
            ), "word-sources")
        #expect(read.names() == ["|Reid||"])
        #expect(
            read.entries.first?.unknown.members.contains { $0.value.compact.contains("Munro") } == true,
            "not known as what, but not lost")
    }

    @Test func letsABrokenRecordFailAlone() {
        let broken = "<mods><titleInfo><title>broken</titleInfo></mods>\n"
        for records in [
            mods("first") + broken + mods("second"), mods("first") + "<mods><titleInfo>" + "\n" + mods("second"),
            mods("first") + "<mods><titleInfo><title>a & b</title></titleInfo></mods>\n" + mods("second"),
        ] {
            let read = read(collection(records), "mods")
            #expect(read.entries.map { $0.csl["title"] } == ["The first", "The second"])
            #expect(read.errors.map(\.place) == ["line 4"], "\(read.errors)")
        }
    }

    @Test func keepsWhatComesBeforeACut() {
        let whole = collection(mods("first") + mods("second"))
        let read = read(String(whole.dropLast(30)), "mods")
        #expect(read.entries.map { $0.csl["title"] } == ["The first"])
        #expect(read.errors.count == 1)
    }

    @Test func readsTheSameInAnyPieces() throws {
        let text = collection((0..<400).map { mods("number \($0) " + String(repeating: "x", count: 900)) }.joined())
        let read = read(text, "mods")
        #expect(read.entries.count == 400)
        #expect(read.entries.map(\.place) == (0..<400).map { "line \($0 + 3)" })
    }

    @Test func refusesBombsAndOtherXML() {
        let bomb =
            "<!DOCTYPE m [<!ENTITY a \"aaaa\">]><modsCollection xmlns=\"http://www.loc.gov/mods/v3\"><mods><note>&a;</note></mods></modsCollection>"
        #expect(read(bomb, "mods").entries.isEmpty)
        #expect(read(bomb, "mods").failure != nil)
        #expect(read("<html><body/></html>", "bibtex").failure?.code == .notThisFormat)
        let deep = collection("<mods>" + String(repeating: "<note>", count: 5_000))
        #expect(read(deep, "mods").failure != nil)
    }

    @Test func leavesOutARecordBeyondAllMeasure() {
        let long = mods("long", "<note>" + String(repeating: "lorem ipsum ", count: 500_000) + "</note>")
        let read = read(collection(long + mods("second")), "mods")
        #expect(read.entries.map { $0.csl["title"] } == ["The second"])
        #expect(read.errors.map(\.code) == ["limit-entry"])
    }

    @Test func readsEndNote() {
        let read = read(
            """
            <xml><records><record><rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type>
            <contributors><authors><author><style face="normal">Ahmad, AS</style></author></authors></contributors>
            <titles><title><style>Trends in <b>learning</b></style></title><secondary-title>Br J Learn</secondary-title></titles>
            <pages>943-7</pages><volume>112</volume><number>5</number><keywords><keyword>one</keyword><keyword>two</keyword></keywords>
            <dates><year>2015</year><pub-dates><date>Mar 3</date></pub-dates></dates>
            <electronic-resource-num>10.1038/bjc.2014.606</electronic-resource-num><custom1>mine</custom1></record></records></xml>
            """, "endnote-xml")
        #expect(read.text("title") == "Trends in learning")
        #expect(read.text("container-title") == "Br J Learn")
        #expect(read.text("page") == "943-947")
        #expect(read["issued"] == ["date-parts": [[2015, 3, 3]]])
        #expect(read.text("keyword") == "one; two")
        #expect(read.text("DOI") == "10.1038/bjc.2014.606")
        #expect(read.entries.first?.key == "7")
        #expect(read.entries.first?.unknown == ["custom1": ["mine"]])
    }

    @Test func readsPubMed() {
        let read = read(
            """
            <!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "http://dtd.example/x.dtd"><PubmedArticleSet><PubmedArticle>
            <MedlineCitation><PMID>23633646</PMID><Article><Journal><ISSN>1720-8386</ISSN><JournalIssue><Volume>36</Volume>
            <PubDate><Year>2013</Year><Season>Spring</Season></PubDate></JournalIssue><Title>A journal</Title></Journal>
            <ArticleTitle>Predictors of <i>learning</i>.</ArticleTitle><Pagination><MedlinePgn>764-9</MedlinePgn></Pagination>
            <ELocationID EIdType="doi">10.3275/8949</ELocationID><Abstract><AbstractText Label="AIM">Why.</AbstractText>
            <AbstractText>How.</AbstractText></Abstract><AuthorList><Author><LastName>Gibb</LastName><ForeName>F W</ForeName>
            <Initials>FW</Initials><Suffix>Jr</Suffix></Author><Author><CollectiveName>A Group</CollectiveName></Author></AuthorList>
            <PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>
            </MedlineCitation></PubmedArticle></PubmedArticleSet>
            """, "pubmed-xml")
        #expect(read.text("title") == "Predictors of learning")
        #expect(read.names() == ["|Gibb|F W|Jr", "=A Group"])
        #expect(read["issued"] == ["date-parts": [[2013]], "season": 1])
        #expect(read.text("abstract") == "AIM: Why.\nHow.")
        #expect(read.text("PMID") == "23633646")
        #expect(read.text("page") == "764-769")
    }

    @Test func readsDublinCore() {
        let read = read(
            """
            <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title>Feedback</dc:title><dc:creator>Black, Paul (1930-)</dc:creator><dc:date>2001-02</dc:date>
            <dc:identifier>https://doi.org/10.1000/x</dc:identifier><dc:identifier>ISBN 978-0-306-40615-7</dc:identifier>
            <dc:type>info:eu-repo/semantics/article</dc:type><dc:coverage>Scotland</dc:coverage></oai_dc:dc>
            """, "dublin-core")
        #expect(read.text("type") == "article-journal")
        #expect(read.names() == ["|Black|Paul|"])
        #expect(read.text("DOI") == "10.1000/x")
        #expect(read.text("ISBN") == "978-0-306-40615-7")
        #expect(read.entries.first?.unknown["coverage"] == ["Scotland"])
        let rdf = self.read(
            """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <rdf:Description rdf:about="http://a.org/1"><dc:title>One</dc:title></rdf:Description>
            <rdf:Description rdf:about="http://a.org/2"><dc:title>Two</dc:title></rdf:Description></rdf:RDF>
            """, "dublin-core")
        #expect(rdf.entries.map(\.key) == ["http://a.org/1", "http://a.org/2"])
    }

    @Test func readsOAIAnswers() {
        let read = read(
            """
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header/><metadata>
            <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title>One</dc:title></oai_dc:dc></metadata></record><record><metadata><mods xmlns="http://www.loc.gov/mods/v3">
            <titleInfo><title>Two</title></titleInfo></mods></metadata></record></ListRecords></OAI-PMH>
            """, "oai-pmh")
        #expect(read.entries.map { $0.csl["title"] } == ["One", "Two"])
    }

    @Test func readsDataCite() {
        let read = read(
            """
            <resource xmlns="http://datacite.org/schema/kernel-4"><identifier identifierType="DOI">10.5072/D</identifier>
            <creators><creator><creatorName nameType="Personal">Miller, Elizabeth</creatorName></creator>
            <creator><creatorName nameType="Organizational">A Hub, Ltd</creatorName></creator></creators>
            <titles><title>Main</title><title titleType="Subtitle">and more</title></titles><publisher>Pub</publisher>
            <publicationYear>2014</publicationYear><resourceType resourceTypeGeneral="Software">XML</resourceType>
            <dates><date dateType="Issued">2014-05-01</date></dates><sizes><size>4 kB</size></sizes></resource>
            """, "datacite-xml")
        #expect(read.text("title") == "Main: and more")
        #expect(read.names() == ["|Miller|Elizabeth|", "=A Hub, Ltd"])
        #expect(read.text("type") == "software")
        #expect(read["issued"] == ["date-parts": [[2014, 5, 1]]])
        #expect(read.entries.first?.unknown["sizes/size"] == ["4 kB"])
    }

    @Test func readsCrossref() {
        let read = read(
            """
            <doi_records><doi_record><crossref><journal><journal_metadata language="en"><full_title>eLife</full_title>
            <issn>2050-084X</issn></journal_metadata><journal_issue><publication_date><year>2014</year></publication_date>
            <journal_volume><volume>3</volume></journal_volume></journal_issue><journal_article><titles><title>A title</title>
            </titles><contributors><person_name contributor_role="author"><given_name>Martial</given_name><surname>Sankar</surname>
            </person_name></contributors><publication_date><month>02</month><year>2014</year></publication_date>
            <doi_data><doi>10.7554/eLife.01567</doi><resource>http://e.org/1</resource></doi_data></journal_article></journal>
            </crossref></doi_record></doi_records>
            """, "crossref-xml")
        #expect(read.text("title") == "A title")
        #expect(read.text("container-title") == "eLife")
        #expect(read.text("volume") == "3")
        #expect(read.text("DOI") == "10.7554/elife.01567")
        #expect(read["issued"] == ["date-parts": [[2014, 2]]])
        #expect(read.names() == ["|Sankar|Martial|"])
    }
}
