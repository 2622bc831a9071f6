import Testing

@testable import KistRepository

/// What is found sixteen bytes at a time is what is found one by one, wherever it stands.
@Suite struct ByteLanesTests {
    @Test func findsASignAtEveryPlace() {
        for count in 0...50 {
            var bytes = [UInt8](repeating: 0x61, count: count)
            #expect(!ByteLanes.contains(bytes.span) { $0.has(0x3A) })
            for place in 0..<count {
                bytes[place] = 0x3A
                #expect(ByteLanes.contains(bytes.span) { $0.has(0x3A) }, "\(place) of \(count)")
                #expect(ByteLanes.contains(bytes.span) { $0.hasAny(from: 0x30, to: 0x3A) })
                #expect(!ByteLanes.contains(bytes.span) { $0.hasAny(from: 0x30, to: 0x39) })
                bytes[place] = 0x61
            }
        }
    }

    @Test func findsAPairAtEveryPlace() {
        for count in 0...50 {
            for place in 0..<max(0, count - 4) {
                var bytes = [UInt8](repeating: 0x61, count: count)
                bytes[place] = 0x6C
                func hasPair() -> Bool {
                    ByteLanes.containsPair(bytes.span, apart: 4) { ($0 .== 0x6C) .& ($1 .== 0x6D) }
                }
                #expect(!hasPair())
                bytes[place + 4] = 0x6D
                #expect(hasPair(), "\(place) of \(count)")
            }
        }
    }

    @Test(arguments: [
        ("Lorem ipsum dolor", "lorem ipsum"), ("so LOREM IPSUM", "lorem ipsum"), ("all more small room", nil),
        ("Dear {{name}},", "{{…}}"), ("Dear %s,", "%s"), ("100%sure", nil), ("", nil),
    ]) func findsPlaceholders(text: String, found: String?) {
        #expect(Placeholders.find(in: text) == found)
        let long = String(repeating: "word after word ", count: 9)
        #expect(Placeholders.find(in: long + text + " " + long) == found)
    }

    @Test(arguments: [
        ("Tha na clann a' dol dhan sgoil agus tha iad toilichte", true),
        ("Chan eil fhios agam ciamar a bha seo air a dhèanamh", true),
        ("The pupils went to the school and they were glad", false), ("Tha na", false), ("", false),
    ]) func tellsGaelic(text: String, isGaelic: Bool) {
        #expect(LanguageGuess.isGaelic(text) == isGaelic)
        // Only whole words count where a long text is cut: this one is cut inside a word.
        let long = String(repeating: text + " ", count: max(1, 4_003 / max(1, text.utf8.count + 1)))
        if text.utf8.count > 20 { #expect(LanguageGuess.isGaelic(long) == isGaelic) }
    }
}
