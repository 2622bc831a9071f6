import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct TaggedFormatTests {
    private func read(_ text: String, _ format: String) -> Reading { Reading(Array(text.utf8), format: format) }

    @Test func readsEndNote() {
        let read = read(
            """
            %0 Journal Article
            %A Black, Paul
            %A Wiliam, Dylan
            %T Assessment and  classroom learning
            %J Assessment in Education
            %V 5
            %N 1
            %P 7-74
            %D 1998
            %8 March
            %K feedback
            formative
            %@ 0969-594X
            %R doi:10.1080/0969595980050102
            %U http://example.org/a
            %1 mine

            %0 Book Section
            %A Hattie, John
            %T Feedback in schools
            %B Feedback
            %E Sutton, R.
            %D 2012
            """, "endnote-tagged")
        #expect(read.entries.count == 2)
        #expect(read.text("title") == "Assessment and classroom learning")
        #expect(read.names() == ["|Black|Paul|", "|Wiliam|Dylan|"])
        #expect(read.text("container-title") == "Assessment in Education")
        #expect(read["issued"] == ["date-parts": [[1998, 3]]])
        #expect(read.text("keyword") == "feedback; formative")
        #expect(read.text("ISSN") == "0969-594X")
        #expect(read.text("DOI") == "10.1080/0969595980050102")
        #expect(read.entries[0].unknown == ["%1": ["mine"]])
        #expect(read.entries[1].csl["type"] == "chapter")
        #expect(read.entries[1].csl["container-title"] == "Feedback")
        #expect(read.entries[1].csl["editor"] == [["family": "Sutton", "given": "R."]])
    }

    @Test func readsReferWithoutTypes() {
        let read = read("%A Doe, J.\n%T One\n%D 1990\n\n%A Roe, R.\n%T Two\n", "endnote-tagged")
        #expect(read.entries.map { $0.csl["title"] } == ["One", "Two"])
        #expect(read.codes == ["record-no-type"])
    }

    @Test func readsWebOfScience() {
        let read = read(
            """
            FN Clarivate Analytics Web of Science
            VR 1.0
            PT J
            AU Black, P
               Wiliam, D
            AF Black, Paul
               Wiliam, Dylan
            TI Assessment and classroom
               learning
            SO ASSESSMENT IN EDUCATION
            J9 ASSESS EDUC
            DT Article
            DE feedback; learning
            PD MAR 14
            PY 1998
            VL 5
            IS 1
            BP 7
            EP 74
            DI 10.1080/0969595980050102
            SN 0969-594X
            CR Doe J, 1990, A JOURNAL, V1, P1
               Roe R, 1991, A JOURNAL, V2, P2
            UT WOS:000001
            ER

            EF
            """, "web-of-science")
        #expect(read.entries.count == 1)
        #expect(read.names() == ["|Black|Paul|", "|Wiliam|Dylan|"])
        #expect(read.text("title") == "Assessment and classroom learning")
        #expect(read["issued"] == ["date-parts": [[1998, 3, 14]]])
        #expect(read.text("page") == "7-74")
        #expect(read.text("container-title-short") == "ASSESS EDUC")
        #expect(read.entries[0].unknown["CR"]?.array?.count == 2)
        #expect(read.entries[0].unknown["accession"] == ["WOS:000001"])
    }

    @Test func readsPubMed() {
        let read = read(
            """
            PMID- 12345
            TI  - A study of something
                  very long.
            FAU - Black, Paul J
            AU  - Black PJ
            FAU - van der Berg, Anna
            AU  - van der Berg A
            CN  - The Learning Group
            JT  - A journal of learning
            TA  - J Learn
            DP  - 2016 May-Jun
            VI  - 5
            IP  - 2
            PG  - 2457-71
            LID - 10.1000/abc [doi]
            AID - S1234 [pii]
            IS  - 2277-9175 (Electronic)
            MH  - *Learning
            OT  - feedback
            PT  - Journal Article
            PMC - PMC99

            PMID- 12346
            TI  - Another
            AU  - Doe J Jr
            """, "nbib")
        #expect(read.entries.count == 2)
        #expect(read.text("title") == "A study of something very long.")
        #expect(read.names() == ["|Black|Paul J|", "van der|Berg|Anna|", "=The Learning Group"])
        #expect(read["issued"] == ["date-parts": [[2016, 5]]])
        #expect(read.text("page") == "2457-2471")
        #expect(read.text("DOI") == "10.1000/abc")
        #expect(read.text("ISSN") == "2277-9175")
        #expect(read.text("PMID") == "12345")
        #expect(read.text("PMCID") == "PMC99")
        #expect(read.entries[0].unknown["AID"] == ["S1234 [pii]"])
        #expect(read.entries[1].csl["author"] == [["family": "Doe", "given": "J", "suffix": "Jr"]])
    }

    @Test func readsOvid() {
        let read = read(
            """
            <1>
            Author
              Holstiege, Jakob 1;  Mathes, Tim 2
            Title
              Listening to learners.[Miscellaneous]
            Source
              Nursing Science Quarterly.   28(2):103-106, April 2015.
            DOI Number
              10.1177/0894318415571606
            <27>
            Author
              Max [Ed]
            Title
              A second
            """, "ovid")
        #expect(read.entries.count == 2)
        #expect(read.names() == ["|Holstiege|Jakob|", "|Mathes|Tim|"])
        #expect(read.text("title") == "Listening to learners")
        #expect(read.text("container-title") == "Nursing Science Quarterly")
        #expect(read.text("volume") == "28")
        #expect(read.text("issue") == "2")
        #expect(read.text("page") == "103-106")
        #expect(read["issued"] == ["date-parts": [[2015, 4]]])
        #expect(read.entries[1].csl["editor"] == [["family": "Max"]])
    }

    @Test(arguments: ["endnote-tagged", "web-of-science", "nbib", "ovid", "ris"])
    func neverStumblesOverDamage(_ format: String) {
        let seed =
            "TY  - JOUR\n%0 Book\nPT J\nPMID- 1\n<1>\nTitle\n  a\n%T x\nTI  - x\nTI y\nAU Doe, J\n   Roe\nER  - \nER\n\nEF\n"
        var random = Seeded(41)
        for _ in 0..<400 {
            var bytes = Array(seed.utf8)
            for _ in 0..<6 {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes.remove(at: place)
                } else {
                    bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            let read = Reading(bytes, format: format)
            #expect(read.failure?.code != .internal)
        }
    }
}
