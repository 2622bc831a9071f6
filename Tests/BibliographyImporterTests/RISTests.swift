import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct RISTests {
    @Test func mapsAnArticle() {
        let read = Reading(
            ris: """
                TY  - JOUR
                AU  - Hattie, John
                A1  - Timperley, Helen, Dr.
                TI  - The Power of
                  Feedback
                T2  - Review of Educational Research
                J2  - Rev. Educ. Res.
                PY  - 2007
                DA  - 2007/03/01/
                VL  - 77
                IS  - 1
                SP  - 81
                EP  - 112
                DO  - doi:10.3102/003465430298487
                SN  - 0034-6543
                KW  - feedback
                KW  - learning
                AB  - First line
                second line

                third paragraph
                XX  - kept
                ID  - hattie2007
                ER  -
                """)
        #expect(read.failure == nil)
        #expect(read.text("type") == "article-journal")
        #expect(read.text("title") == "The Power of Feedback")
        #expect(read.text("container-title") == "Review of Educational Research")
        #expect(read.text("container-title-short") == "Rev. Educ. Res.")
        #expect(read.names() == ["|Hattie|John|", "|Timperley|Helen|Dr."])
        #expect(read["issued"] == ["date-parts": [[2007, 3, 1]]])
        #expect(read.text("page") == "81-112")
        #expect(read.text("DOI") == "10.3102/003465430298487")
        #expect(read.text("ISSN") == "0034-6543")
        #expect(read.text("keyword") == "feedback; learning")
        #expect(read.text("abstract") == "First line second line\nthird paragraph")
        #expect(read.entries.first?.unknown == ["XX": ["kept"]])
        #expect(read.entries.first?.key == "hattie2007")
        #expect(read.diagnostics.isEmpty)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func readsAnyLineEnding(_ ending: String) {
        let lines = ["\u{FEFF}TY  - BOOK", "TI  - One", "ER  - ", "", "TY  - CHAP", "TI  - Two", "ER  - "]
        let read = Reading(ris: lines.joined(separator: ending))
        #expect(read.entries.map { $0.csl["title"]?.string } == ["One", "Two"])
        #expect(read.entries.map(\.place) == ["line 1", "line 5"])
    }

    @Test func toleratesSpacingAndCase() {
        let read = Reading(
            ris:
                "TY - JOUR\nTI- tight\nAU  -Doe\npy  - 1999\nAB  - US-based co-author\nUS-based text goes on\n  ER  -\nTY  - BOOK\nTI  - next\ner  - \n"
        )
        #expect(read.entries.count == 2)
        #expect(read.text("title") == "tight")
        #expect(read["issued"] == ["date-parts": [[1999]]])
        #expect(read.text("abstract") == "US-based co-author US-based text goes on")
        #expect(read.diagnostics.isEmpty)
    }

    @Test func endsARecordAtTheNext() {
        let read = Reading(ris: "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  -\nTI  - No type\nER  - \n")
        #expect(read.entries.map { $0.csl["title"]?.string } == ["One", "Two", "No type"])
        #expect(read.codes == ["record-unclosed", "record-no-type"])
    }

    @Test func tellsOfEmptyRecords() {
        let read = Reading(ris: "TY  - JOUR\nER  -\nTY  - JOUR\nTI  - x\nER  -\n")
        #expect(read.entries.count == 1)
        #expect(read.errors.map(\.code) == ["record-empty"])
    }

    @Test(arguments: [
        ("Hattie, John", "|Hattie|John|"), ("Catarina Barata", "|Barata|Catarina|"), ("Plato", "|Plato||"),
        ("Scottish Government,", "=Scottish Government"),
        ("Education Endowment Foundation", "=Education Endowment Foundation"),
        ("de la Cruz, Ana", "de la|Cruz|Ana|"), ("Ludwig van Beethoven", "van|Beethoven|Ludwig|"),
        ("King, Martin Luther, Jr.", "|King|Martin Luther|Jr."), ("King, Jr., Martin", "|King|Martin|Jr."),
        ("Shi,Yu ", "|Shi|Yu|"),
    ])
    func readsNames(name: String, expected: String) {
        #expect(Reading(ris: "TY  - JOUR\nTI  - x\nAU  - \(name)\nER  -").names() == [expected])
    }

    @Test(arguments: [
        ("PY  - 2001///", "[[2001]]"), ("PY  - 2001/09/01/", "[[2001,9,1]]"), ("Y1  - 2015/october", "[[2015,10]]"),
        ("PY  - 2018-4-25", "[[2018,4,25]]"), ("PY  - 2001/00/00/", "[[2001]]"), ("PY  - 2016/12//", "[[2016,12]]"),
        ("PY  - May 2004", "[[2004,5]]"), ("Y1  - 2016/10/19\nPY  - 2016", "[[2016,10,19]]"),
        ("PY  - 2015\nY1  - 2015/09/10", "[[2015,9,10]]"),
    ])
    func readsDates(lines: String, expected: String) {
        #expect(Reading(ris: "TY  - JOUR\nTI  - x\n\(lines)\nER  -")["issued"]?["date-parts"]?.compact == expected)
    }

    @Test func tellsIssnFromIsbn() {
        #expect(Reading(ris: "TY  - CHAP\nTI  - x\nSN  - 978-1-4822-5326-9\nER  -").text("ISBN") == "978-1-4822-5326-9")
        #expect(Reading(ris: "TY  - JOUR\nTI  - x\nSN  - 2050084X\nER  -").text("ISSN") == "2050084X")
    }

    @Test func keepsWhatHasNoPlace() {
        let read = Reading(
            ris:
                "TY  - BOOK\nTI  - x\nU1  - a\nU1  - b\nL1  - file:///etc/passwd\nUR  - http://a.org\nUR  - http://b.org\nER  -"
        )
        #expect(read.text("URL") == "http://a.org")
        #expect(
            read.entries.first?.unknown == ["U1": ["a", "b"], "L1": ["file:///etc/passwd"], "URL": ["http://b.org"]])
    }
}
