import CZip
import Testing

@testable import KistPlugin

/// Entries that are unpacked whole, against the same entries read in pieces.
@Suite struct WholeEntryTests {
    private struct Entry: Equatable {
        var name: String
        var bytes: [UInt8]
        var outcome: ZipOutcome
    }

    /// The entries until the end or the first error, and how many pieces the longest came in.
    private func read(_ bytes: [UInt8], whole: Bool, limits: JobLimits = JobLimits()) -> ([Entry], pieces: Int) {
        var entries: [Entry] = []
        var most = 0
        do {
            let reader = try ZipReader(MemoryInput(bytes), limits: limits)
            reader.readsWhole = whole
            while let entry = try reader.next() {
                var content: [UInt8] = []
                var pieces = 0
                let outcome = try reader.forEachChunk { (chunk) throws(PluginError) in
                    content += chunk
                    pieces += 1
                    return true
                }
                entries.append(Entry(name: entry.name, bytes: content, outcome: outcome))
                most = max(most, pieces)
            }
        } catch {
            entries.append(Entry(name: "\(error)", bytes: [], outcome: .damaged))
        }
        return (entries, most)
    }

    private func archive() -> [UInt8] {
        var builder = ZipBuilder()
        builder.add("mimetype", "application/x", stored: true)
        builder.add("folder/text.xml", String(repeating: "The same words. ", count: 25_000))
        builder.add("empty", "")
        builder.add("ünï", String(repeating: "other ", count: 20))
        return builder.build().bytes
    }

    @Test func areTheSame() {
        let (entries, pieces) = read(archive(), whole: true)
        #expect(entries == read(archive(), whole: false).0)
        #expect(entries.map(\.bytes.count) == [13, 400_000, 0, 120])
        #expect(pieces == 2)
    }

    /// Who has seen enough of an entry is given no more of it, and the next entry comes.
    @Test(arguments: [true, false]) func endWhereTheirReaderSaysSo(whole: Bool) throws {
        let reader = try ZipReader(MemoryInput(archive()), limits: JobLimits())
        reader.readsWhole = whole
        while let entry = try reader.next(), entry.name != "folder/text.xml" {}
        var given = 0
        let outcome = try reader.forEachChunk { (chunk) throws(PluginError) in
            given += chunk.count
            return false
        }
        #expect(outcome == .stopped && given > 0 && given < 400_000)
        #expect(try reader.next()?.name == "empty" && reader.budget.inflatedBytes == given)
    }

    /// Whatever one byte does to an archive, it does the same on both ways.
    @Test func agreeOnEveryChangedByte() {
        var builder = ZipBuilder()
        builder.add("[Content_Types].xml", String(repeating: "<a/>", count: 30))
        builder.add("picture", String(repeating: "stored", count: 5), stored: true)
        builder.add("word/document.xml", String(repeating: "text ", count: 60))
        let bytes = builder.build().bytes
        for at in bytes.indices {
            for change in [UInt8(0xFF), 0x01, 0x08, 0x80] {
                var changed = bytes
                changed[at] ^= change
                #expect(read(changed, whole: true).0 == read(changed, whole: false).0, "byte \(at) with \(change)")
            }
        }
    }

    @Test(arguments: [1, 21, 22, 23, 100, 300]) func agreeOnAnArchiveThatIsCutOrLonger(count: Int) {
        let bytes = archive()
        for changed in [
            Array(bytes.dropLast(count)), Array(bytes.dropFirst(count)), bytes + [UInt8](repeating: 0, count: count),
            [UInt8](repeating: 0x50, count: count) + bytes,
        ] { #expect(read(changed, whole: true).0 == read(changed, whole: false).0) }
    }

    @Test(arguments: [
        "", "copy", "PK\u{5}\u{6}", String(repeating: "c", count: 1_002), String(repeating: "c", count: 1_003),
    ])
    func agreeOnACommentAtTheEnd(comment: String) {
        var bytes = archive()
        for length in [comment.utf8.count, comment.utf8.count + 1] {
            bytes[bytes.count - 2] = UInt8(length & 255)
            bytes[bytes.count - 1] = UInt8(length >> 8)
            let commented = bytes + comment.utf8
            #expect(read(commented, whole: true).0 == read(commented, whole: false).0)
        }
    }

    /// Two names for the same data, which is how archives grow out of nothing.
    @Test func entriesAtOnePlaceAreNotRead() throws {
        var builder = ZipBuilder()
        builder.add("a", String(repeating: "first ", count: 50))
        builder.add("b", String(repeating: "other ", count: 50))
        var bytes = builder.build().bytes
        let signature: [UInt8] = [0x50, 0x4B, 1, 2]
        let places = bytes.indices.dropLast(3).filter { Array(bytes[$0..<$0 + 4]) == signature }
        try #require(places.count == 2)
        // The second entry of the directory is made to lead to the first one's data.
        for index in 42..<46 { bytes[places[1] + index] = bytes[places[0] + index] }
        #expect(read(bytes, whole: true).0 == read(bytes, whole: false).0)
    }

    /// Two headers at one place, of which libarchive passes over one, before two entries that have one name at their data.
    @Test(arguments: [0, 99_000_000]) func entriesThatAreCountedOtherwiseAreNotMistaken(place: Int) throws {
        var builder = ZipBuilder()
        for (name, word) in [("a", "first "), ("b", "other "), ("c", "third "), ("d", "three ")] {
            builder.add(name, String(repeating: word, count: 50))
        }
        var bytes = builder.build().bytes
        let signature: [UInt8] = [0x50, 0x4B, 1, 2]
        let places = bytes.indices.dropLast(3).filter { Array(bytes[$0..<$0 + 4]) == signature }
        try #require(places.count == 4)
        for index in 0..<4 { bytes[places[1] + 42 + index] = UInt8(truncatingIfNeeded: place >> (8 * index)) }
        let data = (0..<4).reduce(0) { $0 | Int(bytes[places[3] + 42 + $1]) << (8 * $1) }
        bytes[data + 30] = UInt8(ascii: "c")
        #expect(read(bytes, whole: true).0 == read(bytes, whole: false).0)
    }

    /// An entry may say that it has as many bytes as a number can tell, behind one that has been read.
    @Test func sizesBeyondAllBoundsAreNotAllowed() {
        let budget = ZipBudget(limits: JobLimits(), packedBytes: 100)
        #expect(budget.spend(10, part: 10) == nil)
        #expect(budget.allows(10))
        for size in [Int64.max, Int64.max - 10, Int64.max / 2] { #expect(!budget.allows(size)) }
    }

    /// Where an entry goes beyond a limit, as much is read as before it.
    @Test func limitsHoldForBothAlike() {
        for limit in [Int64(1), 13, 14, 100_000, 400_012, 400_013, 400_014, 400_133] {
            var limits = JobLimits()
            limits.inflatedBytes = limit
            #expect(read(archive(), whole: true, limits: limits).0 == read(archive(), whole: false, limits: limits).0)
            limits = JobLimits()
            limits.partBytes = limit
            #expect(read(archive(), whole: true, limits: limits).0 == read(archive(), whole: false, limits: limits).0)
            limits = JobLimits()
            (limits.ratioFloor, limits.ratio) = (limit, 3)
            #expect(read(archive(), whole: true, limits: limits).0 == read(archive(), whole: false, limits: limits).0)
        }
    }
}
