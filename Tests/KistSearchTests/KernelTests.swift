import CPostings
import Testing

@testable import KistSearch

/// The kernels against loops that anyone can read, and with AVX2 against without.
@Suite(.serialized) struct KernelTests {
    private static let windowSize = 4096

    private func ascending(_ count: Int, below limit: Int, _ random: inout SeededGenerator) -> [UInt32] {
        var chosen = Set<UInt32>()
        while chosen.count < count { chosen.insert(UInt32(random.below(limit))) }
        return chosen.sorted()
    }

    /// Runs a body with and without AVX2, where there is any.
    private func both(_ body: (Bool) -> Void) {
        body(true)
        kp_use_wide(false)
        body(false)
        kp_use_wide(true)
    }

    @Test func gapsComeBackAscending() {
        var random = SeededGenerator(seed: 11)
        for width in 0...32 {
            let mask = width == 32 ? UInt32.max : (1 << UInt32(width)) - 1
            let gaps = (0..<128).map { _ in UInt32(truncatingIfNeeded: random.next()) & mask }
            var packed = [UInt8](repeating: 0, count: width * 16 + 16)
            kp_pack(gaps, UInt32(width), &packed)
            var values = [UInt32](repeating: 0, count: 128)
            kp_unpack_ascending(packed, UInt32(width), 7, &values)
            var last: UInt32 = 7
            for index in 0..<128 {
                last = last &+ gaps[index] &+ 1
                #expect(values[index] == last)
            }
        }
    }

    @Test func scoresAreTheSameEverywhere() {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<200 {
            let count = 1 + random.below(128)
            let documents = ascending(count, below: 5000, &random)
            let frequencies = (0..<count).map { _ in UInt32(1 + random.below(random.chance(5) ? 20_000_000 : 9)) }
            let lengths = (0..<5008).map { _ in UInt8(random.below(256)) }
            let inverses = BM25.inverses(averageLength: Double(1 + random.below(400)))
            let weight = BM25.scaled(Double(1 + random.below(100)) / 7)
            both { _ in
                var scores = [Int32](repeating: 0, count: 136)
                kp_score(documents, frequencies, count, lengths, inverses, weight, &scores)
                for index in 0..<count {
                    let inverse = inverses[Int(lengths[Int(documents[index])])]
                    #expect(Int64(scores[index]) == BM25.score(weight, frequencies[index], inverse))
                }
            }
        }
    }

    @Test func matchesAreFound() {
        var random = SeededGenerator(seed: 13)
        for _ in 0..<400 {
            let limit = 200 + random.below(3000)
            let documents = ascending(random.chance(70) ? 128 : 1 + random.below(127), below: limit, &random)
            let wanted = ascending(random.chance(20) ? 128 : 1 + random.below(180), below: limit, &random)
            let expected = wanted.filter { documents.contains($0) }
            both { _ in
                var wantedAt = [UInt32](repeating: 0, count: 200)
                var foundAt = [UInt32](repeating: 0, count: 200)
                let found = kp_match(wanted, wanted.count, documents, documents.count, &wantedAt, &foundAt)
                #expect((0..<found).map { wanted[Int(wantedAt[$0])] } == expected)
                #expect((0..<found).map { documents[Int(foundAt[$0])] } == expected)

                let base = documents[0] & ~63
                var words = [UInt64](repeating: 0, count: limit / 64 + 2)
                for document in documents { words[Int((document - base) / 64)] |= 1 << UInt64((document - base) % 64) }
                let later = wanted.filter { $0 >= base }
                let inBits = kp_match_bits(later, later.count, words, words.count, base, &wantedAt, &foundAt)
                #expect((0..<inBits).map { later[Int(wantedAt[$0])] } == expected)
                #expect((0..<inBits).map { documents[Int(foundAt[$0])] } == expected)

                var places = [UInt32](repeating: 0, count: 200)
                #expect(kp_places(words, words.count, base, &places, 128) == documents.count)
                #expect(Array(places.prefix(documents.count)) == documents)
                #expect(kp_count(words, words.count) == documents.count)
            }
        }
    }

    @Test func windowsAreCollectedAndCleared() {
        var random = SeededGenerator(seed: 14)
        for _ in 0..<100 {
            let start = UInt32(random.below(10) * Self.windowSize)
            let documents = ascending(1 + random.below(2000), below: Self.windowSize, &random).map { $0 + start }
            let scores = documents.map { _ in Int32(1 + random.below(1000)) }
            let floor = Int32(random.below(1200))
            both { _ in
                var sums = [Int32](repeating: 0, count: Self.windowSize)
                let touched = kp_add(documents, scores, documents.count, start, &sums)
                var found = [UInt32](repeating: 0, count: Self.windowSize + 136)
                var values = [Int32](repeating: 0, count: Self.windowSize + 136)
                let count = kp_collect(&sums, touched, start, floor, &found, &values)
                let kept = documents.indices.filter { scores[$0] > floor }
                #expect(Array(found.prefix(count)) == kept.map { documents[$0] })
                #expect(Array(values.prefix(count)) == kept.map { scores[$0] })
                #expect(sums.allSatisfy { $0 == 0 })

                var some = documents
                var theirs = scores
                #expect(kp_keep_above(&some, &theirs, some.count, floor) == kept.count)
                #expect(Array(some.prefix(kept.count)) == kept.map { documents[$0] })

                var slots = [UInt64](repeating: 0, count: 8192)
                kp_table_add(&slots, 8191, documents, scores, documents.count)
                kp_table_add(&slots, 8191, documents, scores, documents.count)
                found = [UInt32](repeating: 0, count: 8200)
                values = [Int32](repeating: 0, count: 8200)
                let doubled = kp_table_collect(slots, slots.count, 0, &found, &values)
                #expect(doubled == documents.count)
                let pairs = Dictionary(uniqueKeysWithValues: zip(found.prefix(doubled), values.prefix(doubled)))
                #expect(pairs == Dictionary(uniqueKeysWithValues: zip(documents, scores.map { $0 * 2 })))
            }
        }
    }

    @Test func phrasesAreCounted() {
        var random = SeededGenerator(seed: 15)
        for _ in 0..<600 {
            let width = 6 + random.below(5)
            let terms = 2 + random.below(3)
            let places = (0..<UInt32(terms)).map { $0 }.sorted { _, _ in random.chance(50) }
            let positions = (0..<terms).map { _ in ascending(1 + random.below(12), below: 40, &random) }
            let buffer = ByteBuffer()
            var starts: [Int] = []
            var run = PackedRun(buffer)
            var bit = 0
            for list in positions {
                starts.append(bit)
                for position in list { run.append(position, width: width) }
                bit += list.count * width
            }
            run.finish()
            _ = buffer.appendZeros(16)
            let base = buffer.start.assumingMemoryBound(to: UInt8.self)
            let runs = positions.indices.map {
                kp_positions(
                    base: UnsafePointer(base) + starts[$0] / 8, bit: UInt32(starts[$0] % 8),
                    count: UInt32(positions[$0].count), width: UInt32(width))
            }
            let expected = (UInt32(0)..<40).count { start in
                (0..<terms).allSatisfy { positions[$0].contains(start + places[$0]) }
            }
            both { _ in
                #expect(kp_phrase(runs, places, terms, .max) == UInt32(expected))
                #expect((kp_phrase(runs, places, terms, 1) > 0) == (expected > 0))
            }
        }
    }

    @Test func positionBitsAddUp() {
        var random = SeededGenerator(seed: 16)
        for _ in 0..<200 {
            let count = random.chance(60) ? 128 : 1 + random.below(127)
            let documents = ascending(count, below: 900, &random)
            let isHuge = random.chance(10)
            let frequencies = (0..<count).map { _ in UInt32(1 + random.below(isHuge ? 1 << 30 : 70)) }
            let widths = (0..<908).map { _ in UInt8(random.below(33)) }
            var expected: [Int] = [0]
            for index in 0..<count {
                expected.append(expected[index] + Int(frequencies[index]) * Int(widths[Int(documents[index])]))
            }
            both { _ in
                var sums = [UInt32](repeating: 0, count: 129)
                let fits = kp_position_bits(documents, frequencies, count, widths, &sums)
                #expect(fits == (expected[count] <= Int(UInt32.max)))
                if fits { #expect(sums.prefix(count + 1).map(Int.init) == expected) }
            }
        }
    }
}
