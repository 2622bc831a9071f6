import KistModel
import Testing

@Suite struct FoldingTests {
    @Test(arguments: [
        ("Pupil’s  self-assessment:", "pupils self assessment"), ("  Fèin-mheasadh ", "fein mheasadh"),
        ("ÇA — ØL", "ca ol"),
        ("e\u{301}cole", "ecole"), ("", ""), ("—", ""), ("P5", "p5"), ("Straße", "strasse"), ("日本 語", "日本 語"),
    ])
    func keysCompareAsPeopleDo(text: String, key: String) { #expect(Folding.key(text) == key) }

    @Test func distanceCountsEdits() {
        #expect(EditDistance.between("feedbak", "feedback") == 1)
        #expect(EditDistance.between("", "abc") == 3)
        #expect(EditDistance.between("kitten", "sitting") == 3)
    }
}
