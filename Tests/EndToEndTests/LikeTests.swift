import KistModel
import Testing

/// `kist search --like`: more like a record that somebody has before them.
@Suite struct LikeTests {
    @Test func findsWhatSharesTellingWordsAndNotTheRecordItself() throws {
        let kist = try KistProcess()
        defer { kist.remove() }
        let texts = [
            ("The feedback wall", "Pupils post questions on a feedback wall and the class answers them on Fridays."),
            ("Feedback in maths", "Feedback slips on a wall help pupils see which questions they can answer."),
            ("Sounds and letters", "Letters are sorted by sound, and the class reads them aloud on Fridays."),
            ("Gardening club", "We grow kale and potatoes behind the gym."),
        ]
        for (index, (title, text)) in texts.enumerated() {
            try kist.write("in/\(index).fodt", FlatDocument(title: title, lines: [text]).text)
        }
        #expect(try kist.json("import", "in")["added"]?.int == 4)
        func titles(_ arguments: String...) throws -> [String] {
            try kist.run(["search"] + arguments + ["--json"]).json()["hits"]?.items.compactMap { $0["title"]?.string }
                ?? []
        }
        let like = try titles("--like", "The feedback wall")
        #expect(like.first == "Feedback in maths")
        #expect(!like.contains("The feedback wall"), "itself")
        #expect(!like.contains("Gardening club"), "what shares but the words that most have")

        // The number of a hit in the last search will do, and words narrow.
        #expect(try titles("feedback", "wall").contains("The feedback wall"))
        let number = try titles("feedback wall").firstIndex(of: "The feedback wall").map { "\($0 + 1)" } ?? ""
        #expect(try titles("aloud", "--like", number) == ["Sounds and letters"])

        #expect(try kist.run("search", "--like", "The feedback wall", "--save", "near").status == 0)
        let saved = try kist.run("export", "json", "--saved", "near", "--to", "-")
        #expect(saved.status == 0, "\(saved.notes)")
        #expect(saved.output.contains("Feedback in maths") && !saved.output.contains("Gardening club"))
        #expect(try kist.run("search", "--like", "no such record").status != 0)
    }
}
