import KistModel
import Testing

/// `kist search --explain`: why a record stands where it does, in words that anybody can read.
@Suite struct ExplainTests {
    @Test func saysWhereEachWordStandsAndWhatItIsWorth() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        _ = try kist.run("init")
        let text = "Feedback is studied in pairs. Feedback is then written down."
        _ = try kist.run(
            "add", "strategy", "--title", "Studying with feedback", "--set", "stages=P5", "--set", "definition=\(text)")
        _ = try kist.run("add", "strategy", "--title", "Talk", "--set", "stages=P5", "--set", "definition=Feedback.")
        let answer = try kist.json("search", "feedback", "studying", "P5", "--explain", "--no-expand")
        let hit = try #require(answer["hits"]?.items.first)
        #expect(hit["title"]?.string == "Studying with feedback")
        let lines = hit["explanation"]?.items.compactMap(\.string) ?? []
        let word = try #require(lines.first { $0.hasPrefix("“feedback”") })
        #expect(word.contains("once in the title") && word.contains("twice in the summary"), "\(word)")
        #expect(lines.contains { $0.hasPrefix("“studying”") }, "the word as it stands there, not its stem: \(lines)")
        let shares = lines.compactMap { line in
            line.split(separator: ":").last.flatMap { Int($0.split(separator: " ").first ?? "") }
        }
        #expect(shares.count == lines.count)
        #expect((97...103).contains(shares.reduce(0, +)), "shares of one score: \(lines)")
        #expect(shares == shares.sorted(by: >))
        #expect((hit["parts"]?.items.count ?? 0) > lines.count, "all numbers for those who want them")

        // What was read from a word of the question is said by its label.
        let read = try kist.run("search", "feedback", "P5", "--explain").output
        #expect(read.contains("“Primary 5” in the field “stage"), "\(read)")
    }

    @Test func saysNothingUnlessAsked() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        _ = try kist.run("init")
        _ = try kist.run("add", "strategy", "--title", "Talk", "--set", "stages=P5", "--set", "definition=Feedback.")
        let hit = try kist.json("search", "feedback")["hits"]?.items.first
        #expect(hit?["explanation"] == nil && hit?["parts"] == nil)
        #expect(hit?["title"]?.string == "Talk")
    }
}
