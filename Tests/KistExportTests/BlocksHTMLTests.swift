import KistModel
import Testing

@testable import KistExport

@Suite struct BlocksHTMLTests {
    private func html(_ json: String) throws -> String {
        BlocksHTML.html(try JSONParser.parse(json), language: "en", heading: 2)
    }

    @Test func `notes are led to from where they stand`() throws {
        let page = try html(
            """
            [{"kind": "paragraph", "text": "leòr a facal & so",
              "links": [[12, 12, "#endnote-1"], [5, 5, "#note-1"], [0, 2, "#note-1"], [99, 99, "#note-1"], [1, 1, "#note-7"]],
              "runs": [[0, 13, "gd"]]},
             {"kind": "table", "rows": [[{"text": "a", "links": [[1, 1, "#note-2"]]}, "b"]]},
             {"kind": "paragraph", "text": "", "links": [[0, 0, "#note-3"]]}, {"kind": "paragraph", "text": ""},
             {"kind": "paragraph", "part": "footnote", "text": "first", "place": "note 1"},
             {"kind": "paragraph", "part": "footnote", "text": "more of it", "place": "note 1, page 2"},
             {"kind": "paragraph", "part": "footnote", "text": "second", "place": "note 2"},
             {"kind": "table", "part": "footnote", "rows": [["cell"]], "place": "note 3, table 1"},
             {"kind": "paragraph", "part": "endnote", "text": "last", "place": "endnote 1"},
             {"kind": "paragraph", "part": "footnote", "text": "of a page", "place": "line 9"},
             {"kind": "paragraph", "part": "hidden", "text": "not to be seen"}]
            """)
        #expect(
            page == """
                <p><span lang="gd">l<sup>[7]</sup>eòr<sup><a href="#note-1">[1]</a></sup> a faca<sup><a href="#endnote-1">[i]</a></sup>l</span> &amp; so</p>
                <div class="wide" tabindex="0" role="group" aria-label="Table"><table>
                <tr><td>a<sup><a href="#note-2">[2]</a></sup></td><td>b</td></tr>
                </table></div>
                <p><sup><a href="#note-3">[3]</a></sup></p>
                <h3>Notes</h3>
                <p class="note" id="note-1">[1]</p>
                <p>first</p>
                <p>more of it</p>
                <p class="note" id="note-2">[2]</p>
                <p>second</p>
                <p class="note" id="note-3">[3]</p>
                <div class="wide" tabindex="0" role="group" aria-label="Table"><table>
                <tr><td>cell</td></tr>
                </table></div>
                <p class="note" id="endnote-1">[i]</p>
                <p>last</p>
                <p>of a page</p>

                """)
    }

    /// What a page does not show its search does not find.
    @Test func `hidden text is not searched`() throws {
        let record = try Fixture.record(
            1, "strategy",
            """
            {"title": {"en": "Wall"}, "text": [{"kind": "paragraph", "text": "chalk"},
              {"kind": "paragraph", "part": "footnote", "text": "slate", "place": "note 1"},
              {"kind": "paragraph", "part": "hidden", "text": "kaleidoscope"}]}
            """)
        let text = IndexText(
            Fixture.export(record), facts: RecordFacts(schemas: Fixture.schemas, vocabularies: Fixture.vocabularies))
        #expect(text.words[.text] == ["chalk", "slate"])
    }
}
