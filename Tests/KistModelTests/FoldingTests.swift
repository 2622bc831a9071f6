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
        #expect(EditDistance.between("fèin", "fein") == 1)
    }

    @Test func distanceUpToALimit() {
        let words = [
            "", "cost", "costs", "coast", "còst", "e\u{301}cole", "ecole", "a\r\nb", "ab", "stage", "sàr-obair",
        ]
        for a in words {
            for b in words {
                let distance = EditDistance.between(a, b)
                #expect(distance == EditDistance.between(b, a))
                for limit in 0...6 {
                    #expect(
                        EditDistance.between(a, b, atMost: limit) == (distance <= limit ? distance : nil), "\(a) \(b)")
                }
            }
        }
    }
}
