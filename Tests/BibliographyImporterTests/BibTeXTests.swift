import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct BibTeXTests {
    @Test func mapsAnArticle() {
        let read = Reading(
            bibtex: """
                @Article{black1998,
                  author = {Black, Paul and Wiliam, Dylan},
                  title = "Assessment and {Classroom} Learning",
                  journal = {Assessment in Education},
                  year = 1998, month = mar,
                  volume = {5}, number = {1}, pages = {7--74},
                  doi = {https://doi.org/10.1080/0969595980050102},
                  issn = {0969-594X}, language = {english}, keywords = {feedback, assessment},
                  mytag = {kept}
                }
                """)
        #expect(read.failure == nil)
        #expect(read.text("type") == "article-journal")
        #expect(read.text("title") == "Assessment and Classroom Learning")
        #expect(read.text("container-title") == "Assessment in Education")
        #expect(read.names() == ["|Black|Paul|", "|Wiliam|Dylan|"])
        #expect(read["issued"] == ["date-parts": [[1998, 3]]])
        #expect(read.text("DOI") == "10.1080/0969595980050102")
        #expect(read.text("page") == "7-74")
        #expect(read.text("volume") == "5")
        #expect(read.text("issue") == "1")
        #expect(read.text("language") == "en")
        #expect(read.entries.first?.unknown == ["mytag": ["kept"]])
        #expect(read.entries.first?.key == "black1998")
        #expect(read.entries.first?.entryType == "article")
        #expect(read.entries.first?.place == "line 1")
    }

    @Test func joinsConstants() {
        let read = Reading(
            bibtex: """
                @string{ press = "Open University" # { Press} }
                @STRING(place = {Maidenhead})
                @preamble{ "\\newcommand{\\x}{y}" # press }
                @book{b, title = "A " # {B } # press # 2#0, publisher = press, address = place, year = 20 # 21, month = "10~" # oct}
                """)
        #expect(read.text("title") == "A B Open University Press20")
        #expect(read.text("publisher") == "Open University Press")
        #expect(read.text("publisher-place") == "Maidenhead")
        #expect(read["issued"] == ["date-parts": [[2021, 10, 10]]])
    }

    @Test func keepsTheNameOfAnUndefinedConstant() {
        let read = Reading(bibtex: "@misc{m, title = nosuch # { and text}}")
        #expect(read.text("title") == "nosuch and text")
        #expect(read.codes.contains("bibtex-undefined-constant"))
    }

    @Test func passesCommentsOfAllKinds() {
        let read = Reading(
            bibtex: """
                % @book{hidden1, title={no}}
                free text with an e-mail a@b.org and an @ sign
                @comment{ @article{hidden2, title={no}}
                @article{hidden3, title={no}} }
                @Comment a line without braces @misc
                @article{shown, title={50% of #1 teachers & others @ home}}
                """)
        #expect(read.entries.map(\.key) == ["shown"])
        #expect(read.text("title") == "50% of #1 teachers & others @ home")
        #expect(read.errors.isEmpty)
    }

    @Test(arguments: [
        (#"{\"U}ber {\ss} \'{e}t\'e \v{S}\'{\i} \c{c} \c c \H{o} {\aa} \L{}\'od\'z"#, "Über ß été Ší ç ç ő å Łódź"),
        (#"Fran{\c c}ois \~nandu \={a} \.z \u{g} \k{a} \r{u} \d{s} \b{k}"#, "François ñandu ā ż ğ ą ů ṣ ḵ"),
        (##"``quoted'' -- and --- \& \% \$5 \# \_ \{x\} \ldots"##, "“quoted” – and — & % $5 # _ {x} …"),
        (
            #"\textbf{bold} \emph{em} {\it it} \url{http://x.org/~me} H\textsubscript{2}O"#,
            "bold em it http://x.org/ me H₂O"
        ),
        (#"$E=mc^2$ and $\alpha$-helix, $5 and $10"#, "E=mc² and α-helix, $5 and $10"),
        (#"\input{/etc/passwd} stays"#, #"\input{/etc/passwd} stays"#),
        (#"\href{http://x.org}{the text}"#, "the text"),
        ("a{ }b~c\n   d", "a b c d"),
        (#"\'{} \^{}"#, "´ ^"),
        (#"na\"{\i}ve \t{oo} \'{\ae}"#, "naïve o\u{361}o ǽ"),
    ])
    func readsTeX(tex: String, plain: String) {
        let bytes = Array(tex.utf8)
        #expect(TeXText.plain(bytes, 0..<bytes.count) == plain)
    }

    @Test(arguments: [
        ("Doe, Jane", ["|Doe|Jane|"]),
        ("Jane Doe and Richard M. Roe", ["|Doe|Jane|", "|Roe|Richard M.|"]),
        ("Ludwig van Beethoven", ["van|Beethoven|Ludwig|"]),
        ("de la Cruz, Ana María", ["de la|Cruz|Ana María|"]),
        ("von Berlichingen zu Hornberg, Johann Gottfried", ["von|Berlichingen zu Hornberg|Johann Gottfried|"]),
        ("King, Jr., Martin Luther", ["|King|Martin Luther|Jr."]),
        ("{Education Scotland} and {Barnes and Noble}", ["=Education Scotland", "=Barnes and Noble"]),
        ("World Health Organization", ["=World Health Organization"]),
        ("family=Cruz, given=Ana, prefix=de la", ["de la|Cruz|Ana|"]),
        (#"{\O}rsted, H. C."#, ["|Ørsted|H. C.|"]),
        ("Plato", ["|Plato||"]),
        ("Jean-Paul Sartre", ["|Sartre|Jean-Paul|"]),
        ("{van der Berg}, Jan", ["|van der Berg|Jan|"]),
        ("Andersson, A.\n    and Landry, B.", ["|Andersson|A.|", "|Landry|B.|"]),
    ])
    func readsNames(list: String, expected: [String]) {
        #expect(Reading(bibtex: "@misc{m, title={x}, author={\(list)}}").names() == expected)
    }

    @Test func notesThatThereAreOthers() {
        let read = Reading(bibtex: "@misc{m, title={x}, author={Doe, Jane and others}}")
        #expect(read.names() == ["|Doe|Jane|"])
        #expect(read.entries.first?.unknown["and others"] == ["author"])
    }

    @Test(arguments: [
        ("date={2004-06-11/2005}", #"{"date-parts":[[2004,6,11],[2005]]}"#),
        ("date={2004-06-11/..}", #"{"date-parts":[[2004,6,11]]}"#),
        ("date={2010-24}", #"{"date-parts":[[2010]],"season":4}"#),
        ("date={1954?}", #"{"date-parts":[[1954]],"circa":true}"#),
        ("date={-0044}", #"{"date-parts":[[-44]]}"#),
        ("year={2020}, month={jun}, day={3}", #"{"date-parts":[[2020,6,3]]}"#),
        ("year={2020}, month={13}", #"{"date-parts":[[2020]]}"#),
        ("year={2020}, month={Oktober}", #"{"date-parts":[[2020,10]]}"#),
        ("year={in press}", #"{"literal":"in press"}"#),
        ("year={c1998a}", #"{"date-parts":[[1998]]}"#),
    ])
    func readsDates(fields: String, expected: String) {
        #expect(Reading(bibtex: "@misc{m, title={x}, \(fields)}")["issued"]?.compact == expected)
    }

    @Test func inheritsFromWhatComesLater() {
        let read = Reading(
            bibtex: """
                @inproceedings{child, crossref = {Parent}, title = {The paper}, author = {Doe, Jane}}
                @misc{between, title = {Between}}
                @proceedings{parent, title = {The conference}, editor = {Roe, R.}, year = 2019, doi = {10.1000/parent}, xdata = {pub}}
                @xdata{pub, publisher = {Some Press}}
                """)
        #expect(read.entries.map(\.key) == ["between", "child", "parent"])
        let child = read.entries[1].csl
        #expect(child["title"] == "The paper")
        #expect(child["container-title"] == "The conference")
        #expect(child["publisher"] == "Some Press")
        #expect(child["issued"] == ["date-parts": [[2019]]])
        #expect(child["DOI"] == nil)
        #expect(read.coverage?.parts.contains { $0.name == "sets and shared data" && $0.count == 1 } == true)
    }

    @Test func refusesCyclesOfReferences() {
        let read = Reading(
            bibtex: """
                @inbook{a, crossref = {b}, title={A}}
                @book{b, crossref = {a}, title={B}}
                @book{s, crossref={s}, title={S}}
                @misc{n, crossref={nosuch}, title={N}}
                """)
        #expect(read.entries.count == 4)
        #expect(read.codes == ["bibtex-crossref-cycle", "bibtex-crossref-missing"])
    }

    @Test func letsABrokenEntryFailAlone() {
        let read = Reading(
            bibtex: """
                @misc{ok1, title = {Before}}

                @book{bad,
                  title = {An {unbalanced title,
                  year = 2001
                }

                @misc{ok2, title = {After}}
                @misc{worse title}
                @misc{ok3, title = {Last}}
                @misc{cut, title = {Never clo
                """)
        #expect(read.entries.map(\.key) == ["ok1", "ok2", "ok3"])
        #expect(read.errors.map(\.place) == ["line 3", "line 9", "line 11"])
        #expect(read.coverage?.share == 0.5)
    }

    @Test func understandsMissingCommasAndOddQuotes() {
        let read = Reading(
            bibtex: """
                @article{k1
                  title = {No comma after key},
                  note = "the "best" of it"
                }
                @article{k2, title = {Missing comma} year = 2001}
                @article(p1, title = "A {quoted ""} title", year = 1999)
                @article{ , title = {No key}}
                """)
        #expect(
            read.entries.map { $0.csl["title"]?.string } == [
                "No comma after key", "Missing comma", "A quoted \"\" title", "No key",
            ])
        #expect(read.entries.map(\.key) == ["k1", "k2", "p1", nil])
        #expect(read.entries.first?.csl["note"] == #"the "best" of it"#)
        #expect(read.errors.isEmpty)
    }

    @Test func keepsRepeatedFieldsAndKeys() {
        let read = Reading(bibtex: "@misc{m, note={first}, note={second}, title={x}}\n@misc{M, title={y}}")
        #expect(read.text("note") == "first")
        #expect(read.entries.first?.unknown["note"] == ["second"])
        #expect(read.entries.count == 2)
        #expect(read.codes == ["bibtex-repeated-field", "bibtex-repeated-key"])
    }

    @Test func readsBibLaTeXFields() {
        let read = Reading(
            bibtex: #"""
                @incollection{m, title={Main}, subtitle={Sub}, booktitle={Book}, series={Series}, number={4}, location={London and Paris},
                  publisher={A and B}, eprint={2101.00001}, eprinttype={arxiv}, urldate={2020-01-02}, langid={ngerman},
                  url={https://x.org/a\_b~c}, editor={Roe, R.}, translator={Poe, P.}, pages={1–9}, edition={2}}
                """#)
        #expect(read.text("title") == "Main: Sub")
        #expect(read.text("container-title") == "Book")
        #expect(read.text("collection-number") == "4")
        #expect(read.text("publisher-place") == "London; Paris")
        #expect(read.text("URL") == "https://x.org/a_b~c")
        #expect(read["accessed"] == ["date-parts": [[2020, 1, 2]]])
        #expect(read.text("archive") == "arxiv")
        #expect(read.text("language") == "de")
        #expect(read.names("editor") == ["|Roe|R.|"])
        #expect(read.names("translator") == ["|Poe|P.|"])
        #expect(read.text("page") == "1-9")
    }
}
