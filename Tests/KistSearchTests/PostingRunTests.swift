import Testing

@testable import KistSearch

/// However postings come together, a writer gets them by ascending documents, each with its own positions.
@Suite struct PostingRunTests {
    private struct Posting: Equatable {
        var document: UInt32
        var positions: [UInt32]
    }

    /// As many ascending parts as sources: one builder, two, and more where postings were written aside.
    @Test(arguments: [1, 2, 3, 7])
    func ordersPostingsOfSeveralSources(parts: Int) {
        var random = SeededGenerator(seed: UInt64(parts))
        let run = PostingRun()
        for round in 0..<200 {
            let limit = 1 + Int(random.next() % 5000)
            // Few documents are sorted, many are marked in a bitmap.
            let share = [2, 20, 400][round % 3]
            var sources = [[Posting]](repeating: [], count: parts)
            for document in 0..<limit where random.next() % UInt64(share) == 0 {
                let count = 1 + random.next() % 3
                let positions = (0..<count).map { UInt32($0) * 7 + UInt32(document) }
                sources[Int(random.next() % UInt64(parts))].append(
                    Posting(document: UInt32(document), positions: positions))
            }
            run.removeAll()
            for posting in sources.joined() {
                run.reserve(documents: 1, positions: posting.positions.count)
                run.end.begin(posting.document)
                for position in posting.positions { run.end.occur(position, true) }
            }
            #expect(Self.read(run.list(below: limit)) == sources.joined().sorted { $0.document < $1.document })
        }
    }

    @Test func keepsNoPositionsWhereThereAreNone() {
        let run = PostingRun()
        run.reserve(documents: 3, positions: 0)
        for document: UInt32 in [5, 2, 9] {
            run.end.begin(document)
            run.end.occur(Int(document))
        }
        let list = run.list(below: 10)
        #expect(Array(list.documents) == [2, 5, 9])
        #expect(Array(list.frequencies) == [2, 5, 9])
        #expect(list.positions.isEmpty)
    }

    private static func read(_ list: PostingList) -> [Posting] {
        list.documents.indices.map { index in
            let start = Int(list.starts[index])
            return Posting(
                document: list.documents[index],
                positions: Array(list.positions[start..<start + Int(list.frequencies[index])]))
        }
    }
}
