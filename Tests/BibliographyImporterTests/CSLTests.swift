import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct CSLTests {
    private let item =
        #"{"id":"a","type":"book","title":"One","issued":{"date-parts":[[2020,5]]},"custom":{"x":[1.50e0,null]}}"#

    @Test func keepsAnItemWhole() {
        let read = Reading(csl: "[\(item)]")
        #expect(read.entries.first.map { JSONValue.object($0.csl).compact } == item)
        #expect(read.entries.first?.key == "a")
    }

    @Test(arguments: [
        "[ITEM]", "ITEM", #"{"items": [ITEM]}"#, #"{"style":"x","references":[ITEM]}"#, "\u{FEFF}[ITEM]", "ITEM\nITEM2",
    ])
    func findsTheItems(_ form: String) {
        let second = item.replacing("One", with: "Two")
        let read = Reading(csl: form.replacing("ITEM2", with: second).replacing("ITEM", with: item))
        #expect(read.failure == nil)
        #expect(read.text("title") == "One")
        #expect(read.diagnostics.isEmpty)
        #expect(read.entries.count == (form.contains("ITEM2") ? 2 : 1))
    }

    @Test func bringsTheDOIIntoNormalForm() {
        let read = Reading(csl: #"[{"type":"book","title":"x","DOI":"https://doi.org/10.1000/ABC%28x%29"}]"#)
        #expect(read.text("DOI") == "10.1000/abc(x)")
    }

    @Test func letsAFaultyItemFailAlone() {
        let read = Reading(
            csl:
                "[{\"type\":\"book\",\"title\":NaN},\n\(item),\n{\"id\":\"a\",\"id\":\"b\"},\n{\"type\":\"book\",\"title\":\"\\ud800\"}, 7]"
        )
        #expect(read.entries.count == 1)
        #expect(read.errors.map(\.place) == ["line 1", "line 3", "line 4", "line 4"])
    }

    @Test func setsMembersOfTheWrongKindAside() {
        let read = Reading(csl: #"[{"id":null,"type":7,"title":["x","y"],"author":"Doe","issued":[]}, "# + item + "]")
        #expect(read.entries.count == 2)
        #expect(read.text("title") == "x")
        #expect(read.entries.first?.unknown.names == ["author", "issued", "type"])
        #expect(read["author"] == nil)
    }

    @Test func keepsWhatComesBeforeACut() {
        let read = Reading(csl: "[\(item),{\"id\":\"b\",\"title\":\"cu")
        #expect(read.entries.count == 1)
        #expect(read.errors.map(\.code) == ["json-cut"])
    }

    @Test func refusesOtherVocabularies() {
        let read = Reading(
            csl: #"{"$schema":"http://json.schemastore.org/package","name":"x","type":"book","title":"y"}"#)
        #expect(read.failure?.code == .notThisFormat)
    }

    @Test func survivesDepth() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let read = Reading(csl: "[\(deep), {\"type\":\"book\",\"title\":\"x\",\"a\":\(deep)}, \(item)]")
        #expect(read.entries.count == 1)
        #expect(read.errors.count == 2)
    }
}
