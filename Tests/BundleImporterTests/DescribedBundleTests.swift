import KistPlugin
import Testing

@testable import BundleImporter

/// Bundles that say what is in them: every document here is written for the test.
@Suite struct DescribedBundleTests {
    private func read(_ files: [(String, String)], limits: JobLimits? = nil) -> Unpacked {
        var zip = RawZip()
        for (name, text) in files { zip.add(name, text) }
        return Unpacked(zip.bytes(), limits: limits)
    }

    private func item(_ read: Unpacked, _ path: String) throws -> NestedItem {
        try #require(read.output.items.first { $0.item.path == path }?.item, "\(path) was not handed on")
    }

    // MARK: - Research crates

    private let crate = """
        {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": [
          {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"},
           "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"}},
          {"@id": "./", "@type": "Dataset", "name": "Lesson study, cycle 2", "description": "What three schools tried.",
           "datePublished": "2026-03-01", "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
           "author": [{"@id": "#morag"}], "keywords": "feedback, writing",
           "hasPart": [{"@id": "plans/"}, {"@id": "notes%20one.txt"}, {"@id": "https://example.org/film"}]},
          {"@id": "#morag", "@type": "Person", "givenName": "Morag", "familyName": "NicLeòid"},
          {"@id": "plans/", "@type": "Dataset", "name": "Plans", "hasPart": [{"@id": "plans/week1.docx"}]},
          {"@id": "plans/week1.docx", "@type": "File", "name": "Plan for week 1", "license": "CC0",
           "author": {"@id": "https://orcid.org/0000-0002-1825-0097"}},
          {"@id": "notes%20one.txt", "@type": ["File"], "name": {"@value": "Notes"}, "description": "By hand"},
          {"@id": "https://example.org/film", "@type": "File", "name": "A film"}]}
        """

    @Test func aCrateSaysWhatItAndItsFilesAre() throws {
        let read = read([("c/ro-crate-metadata.json", crate), ("c/plans/week1.docx", "x"), ("c/notes one.txt", "y")])
        let metadata = try #require(read.output.metadata)
        #expect(metadata.title == "Lesson study, cycle 2" && metadata.creators == ["Morag NicLeòid"])
        #expect(metadata.rights == "CC-BY-4.0" && metadata.keywords == ["feedback", "writing"])
        #expect(read.paths == ["c/plans/week1.docx", "c/notes one.txt"])
        #expect(
            read.output.blocks.map(\.text) == [
                "Lesson study, cycle 2", "What three schools tried.", "By Morag NicLeòid", "Plans", "Plan for week 1",
                "Notes: By hand", "A film",
            ])
        #expect(read.output.blocks.map(\.level) == [1, 0, 0, 1, 2, 1, 1])
        #expect(read.output.blocks.last?.links.map(\.target) == ["https://example.org/film"])
        let plan = try item(read, "c/plans/week1.docx")
        #expect(plan.metadata?.title == "Plan for week 1" && plan.metadata?.rights == "CC0" && plan.number == 2)
        let notes = try item(read, "c/notes one.txt")
        #expect(notes.metadata?.description == "By hand" && notes.metadata?.rights == "CC-BY-4.0" && notes.number == 3)
    }

    @Test(arguments: [
        "{", "[]", "{\"@graph\": {}}", "{\"@graph\": [{\"@id\": \"a\"}]}", String(repeating: "[", count: 10_000),
    ])
    func aBrokenCrateStillGivesItsFiles(description: String) {
        let read = read([("ro-crate-metadata.json", description), ("a.txt", "text")])
        #expect(read.codes == ["bundle-description-damaged"])
        #expect(read.paths.contains("a.txt") && read.failure == nil)
    }

    @Test func aCrateThatHoldsItselfEnds() {
        let read = read([
            (
                "ro-crate-metadata.json",
                """
                {"@graph": [{"@id": "ro-crate-metadata.json", "about": {"@id": "./"}},
                 {"@id": "./", "@type": "Dataset", "name": "A", "hasPart": [{"@id": "b/"}, {"@id": "./"}]},
                 {"@id": "b/", "@type": "Dataset", "name": "B", "hasPart": [{"@id": "./"}, {"@id": "b/"}]}]}
                """
            ), ("a.txt", "text"),
        ])
        #expect(read.output.blocks.map(\.text) == ["A", "B"])
    }

    // MARK: - Courses

    private let manifest = """
        <?xml version="1.0"?>
        <manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/LOM">
          <metadata><schema>IMS Content</schema><schemaversion>1.1</schemaversion>
            <lom:lom><lom:general><lom:title><lom:string language="en">Feedback course</lom:string></lom:title>
              <lom:description><lom:string>Four short units.</lom:string></lom:description></lom:general>
              <lom:rights><lom:description><lom:string>CC BY 4.0</lom:string></lom:description></lom:rights></lom:lom>
          </metadata>
          <organizations default="o"><organization identifier="o"><title>Contents</title>
            <item identifier="i1" identifierref="r1"><title>Unit 1</title>
              <item identifier="i2" identifierref="r2"><title>Task &amp; talk</title></item></item>
            <item identifier="i3"><title>Further</title>
              <item identifier="i4" identifierref="r3"><title>On the web</title></item>
              <item identifier="i5" identifierref="gone"><title>Lost</title></item></item>
          </organization></organizations>
          <resources xml:base="content/">
            <resource identifier="r1" type="webcontent" href="unit1.html?x=1"><file href="unit1.html"/><file href="s.css"/></resource>
            <resource identifier="r2" type="webcontent" href="task%201.html"/>
            <resource identifier="r3" type="webcontent" href="https://example.org/more"/>
          </resources>
        </manifest>
        """

    @Test func aCourseKeepsItsOrderAndItsTitles() throws {
        let read = read([
            ("imsmanifest.xml", manifest), ("content/s.css", "p{}"), ("content/unit1.html", "<p>One"),
            ("content/task 1.html", "<p>Two"), ("extra.docx", "z"),
        ])
        #expect(read.output.metadata?.title == "Feedback course" && read.output.metadata?.rights == "CC BY 4.0")
        #expect(
            read.output.blocks.map(\.text) == [
                "Feedback course", "Four short units.", "Unit 1", "Task & talk", "Further", "On the web", "Lost",
            ])
        #expect(read.output.blocks.map(\.level) == [1, 0, 1, 2, 1, 2, 2])
        #expect(read.output.blocks[5].links.map(\.target) == ["https://example.org/more"])
        #expect(read.codes == ["course-item-missing"])
        #expect(read.paths == ["content/unit1.html", "content/task 1.html", "extra.docx"])
        let unit = try item(read, "content/unit1.html")
        #expect(unit.metadata?.title == "Unit 1" && unit.number == 1 && unit.parent == nil)
        let task = try item(read, "content/task 1.html")
        #expect(task.metadata?.title == "Task & talk" && task.parent == "content/unit1.html" && task.number == 2)
        #expect(task.metadata?.rights == "CC BY 4.0")
        #expect(try item(read, "extra.docx").metadata == nil)
        #expect(read.count("supporting files") == 1 && read.count("files that describe the course") == 1)
    }

    @Test func aCutManifestGivesWhatStandsBefore() {
        let read = read([("imsmanifest.xml", String(manifest.prefix(1_100))), ("content/unit1.html", "<p>One")])
        #expect(read.codes.contains("course-manifest-damaged"))
        #expect(read.output.metadata?.title == "Feedback course")
        #expect(read.paths == ["content/unit1.html"])
    }

    @Test func aManifestThatIsNoneStillGivesTheFiles() {
        let read = read([("imsmanifest.xml", "not XML"), ("a.html", "<p>One")])
        #expect(read.codes == ["bundle-description-damaged"] && read.paths.contains("a.html"))
    }

    // MARK: - Deposits

    @Test func aDepositIsOneRecordForEachItem() throws {
        let dublin = """
            <dublin_core schema="dc"><dcvalue element="title" qualifier="none">Talk in class</dcvalue>
            <dcvalue element="contributor" qualifier="author">Robson, Ann</dcvalue>
            <dcvalue element="description" qualifier="abstract">Why talk helps.</dcvalue>
            <dcvalue element="date" qualifier="issued">2025-11</dcvalue>
            <dcvalue element="rights" qualifier="uri">http://creativecommons.org/licenses/by-sa/4.0/</dcvalue>
            <dcvalue element="relation" qualifier="ispartof">Series 4</dcvalue></dublin_core>
            """
        let read = read([
            ("saf/item_1/dublin_core.xml", dublin),
            (
                "saf/item_1/contents",
                "license.txt\tbundle:LICENSE\nslides.odt\tbundle:ORIGINAL\tdescription:The slides\nmain.docx\tprimary:true\n"
            ), ("saf/item_1/license.txt", "l"), ("saf/item_1/slides.odt", "s"), ("saf/item_1/main.docx", "m"),
            ("saf/item_2/dublin_core.xml", "<dublin_core><dcvalue element=\"title\">Alone</dcvalue></dublin_core>"),
        ])
        #expect(
            read.paths == ["saf/item_1/slides.odt", "saf/item_1/main.docx", "saf/item_2/dublin_core.xml"])
        let main = try item(read, "saf/item_1/main.docx")
        #expect(main.metadata?.title == "Talk in class" && main.metadata?.creators == ["Robson, Ann"])
        #expect(main.metadata?.rights == "CC-BY-SA-4.0" && main.metadata?.description == "Why talk helps.")
        #expect(main.metadata?.custom["dc.relation.ispartof"]?.string == "Series 4" && main.parent == nil)
        let slides = try item(read, "saf/item_1/slides.odt")
        #expect(slides.metadata?.title == "The slides" && slides.parent == "saf/item_1/main.docx")
        #expect(try item(read, "saf/item_2/dublin_core.xml").metadata?.title == "Alone")
        #expect(read.output.blocks.isEmpty)
    }

    // MARK: - Zotero

    @Test func aZoteroLibraryGivesItsWorksAndTheirFiles() throws {
        let rdf = """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
             xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/"
             xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/"
             xmlns:dcterms="http://purl.org/dc/terms/" xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
              <bib:Article rdf:about="#item_1"><z:itemType>journalArticle</z:itemType>
                <dcterms:isPartOf rdf:resource="urn:issn:0969-594X"/>
                <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Black</foaf:surname>
                  <foaf:givenName>Paul</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
                <link:link rdf:resource="#item_2"/><dc:title>Assessment and learning</dc:title><dc:date>1998-03</dc:date>
                <bib:pages>7-74</bib:pages><dc:subject>feedback</dc:subject><z:libraryCatalog>DOI.org</z:libraryCatalog>
                <dc:identifier>DOI 10.1080/0969595980050102</dc:identifier></bib:Article>
              <bib:Journal rdf:about="urn:issn:0969-594X"><dc:title>Assessment in Education</dc:title>
                <prism:volume>5</prism:volume><prism:number>1</prism:number></bib:Journal>
              <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType>
                <rdf:resource rdf:resource="files/2/Black%201998.pdf"/><dc:title>PDF</dc:title></z:Attachment>
            </rdf:RDF>
            """
        let read = read([("lib/lib.rdf", rdf), ("lib/files/2/Black 1998.pdf", "%PDF-1.4")])
        let entry = try #require(read.output.entries.first)
        #expect(read.output.entries.count == 1 && entry.key == "#item_1" && entry.entryType == "journalArticle")
        #expect(
            entry.csl["title"]?.string == "Assessment and learning" && entry.csl["type"]?.string == "article-journal")
        #expect(entry.csl["DOI"]?.string == "10.1080/0969595980050102" && entry.csl["page"]?.string == "7-74")
        #expect(entry.csl["container-title"]?.string == "Assessment in Education" && entry.csl["issue"]?.string == "1")
        #expect(entry.csl["author"]?.compact == #"[{"family":"Black","given":"Paul"}]"#)
        #expect(entry.csl["issued"]?.compact == #"{"date-parts":[[1998,3]]}"#)
        #expect(entry.unknown["libraryCatalog"]?.compact == #"["DOI.org"]"#)
        let file = try item(read, "lib/files/2/Black 1998.pdf")
        #expect(file.parent == "#item_1" && file.metadata?.title == "Assessment and learning")
    }

    // MARK: - Addresses

    @Test(arguments: [
        ("https://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"), ("http://spdx.org/licenses/MIT.html", "MIT"),
        ("https://example.org/licence", "https://example.org/licence"), ("CC BY", "CC BY"),
    ])
    func licencesHaveTheirNames(address: String, name: String) { #expect(LicenceAddress.name(address) == name) }

    @Test(arguments: [
        ("a/b.html", "x/a/b.html"), ("./b%20c.html#top", "x/b c.html"), ("../b.html", "b.html"), ("../../b", nil),
        ("https://example.org/a", nil), ("/etc/passwd", nil), ("%2e%2e/%2e%2e/b", nil), ("", "x"), ("a\\b", "x/a/b"),
    ])
    func addressesStayInside(address: String, path: String?) { #expect(address.file(below: "x/") == path) }
}
