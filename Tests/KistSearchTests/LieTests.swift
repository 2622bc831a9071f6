import Testing

@testable import KistSearch

/// Lies that once led astray, each told on purpose: right checksums over lists that contradict themselves.
@Suite struct LieTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "text", kind: .text, analyser: .standard, keepsForms: false),
        SearchField(name: "type", kind: .keyword),
    ])

    /// Documents keep the order of their texts.
    private func bytes(_ texts: [String]) throws -> [UInt8] {
        let builder = SegmentBuilder(schema: Self.schema)
        for (number, text) in texts.enumerated() {
            let values: [String: SearchValue] = [
                "text": .text([TextPassage(text: text)]), "type": .keywords([number == 4200 ? "one" : "other"]),
            ]
            try builder.add(SearchDocument(key: "\(number)", order: Int64(-number), values: values))
        }
        let memory = try #require(try builder.write(to: nil))
        return withExtendedLifetime(memory) { Array(memory.bytes) }
    }

    private func reader(_ bytes: [UInt8]) throws -> SegmentReader {
        let mapped = bytes.withUnsafeBytes { MappedFile(copying: $0) }
        return try SegmentReader(file: SegmentFile(name: "test", path: nil, mapped: mapped), schema: Self.schema)
    }

    private func searcher(_ files: [[UInt8]]) throws -> Searcher {
        let segments = try files.map { bytes in
            let reader = try reader(bytes)
            return LiveSegment(reader: reader, deletions: Deletions(segment: reader))
        }
        return Searcher(schema: Self.schema, stamp: [:], segments: segments)
    }

    /// Where the list of a word begins in a file, and the number of its blocks.
    private func list(_ word: String, _ bytes: [UInt8]) throws -> (start: Int, blocks: Int) {
        let reader = try reader(bytes)
        let info = try #require(
            try reader.dictionary.find([0, SegmentLayout.Space.primary.rawValue] + Array(word.utf8)))
        return (reader.postings.offset + info.postingsOffset, (info.documentCount + 127) / 128)
    }

    private func put(_ value: some FixedWidthInteger, at offset: Int, _ bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }

    private func isRefused(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch let error as SearchError {
            return error.code == .corrupt
        } catch {
            return false
        }
    }

    /// The last documents of blocks go back: no window may be asked about places before its beginning.
    @Test func blocksThatGoBack() throws {
        var bytes = try bytes((0..<9000).map { "common word\($0 % 50)" })
        let (start, _) = try list("common", bytes)
        put(UInt32(5), at: start + SegmentLayout.listHeadSize + 4 * 41, &bytes)
        #expect(Forgery.reseal(&bytes))
        let lying = try searcher([bytes])
        // Through matchers with one document before the place, and flat.
        let filtered = SearchRequest(
            query: .words("common", fields: nil), filters: [.keyword(field: "type", value: "one")])
        #expect(isRefused { _ = try lying.search(filtered) })
        #expect(isRefused { _ = try lying.search(SearchRequest(query: .words("common word7", fields: nil))) })
    }

    /// Every other block says that it begins anew, with bounds that leave out those between: more documents than a window
    /// has.
    @Test func blocksThatBeginAnew() throws {
        // The first documents are short and score well; one word is in a late window only.
        let long = String(repeating: " filler", count: 30)
        var bytes = try bytes(
            (0..<12_000).map { $0 < 200 ? "common" : $0 == 9000 ? "common rare\(long)" : "common\(long)" })
        let (start, blocks) = try list("common", bytes)
        let lasts = start + SegmentLayout.listHeadSize
        let head = SegmentLayout.listHeadSize + blocks * SegmentLayout.blockEntrySize(.primary)
        for block in 1..<62 {
            put(UInt32(block % 2 == 0 ? 129 : 1), at: lasts + 4 * block, &bytes)
            let data = Int(bytes[lasts + 4 * (blocks + block)]) | Int(bytes[lasts + 4 * (blocks + block) + 1]) << 8
            // All gaps are none.
            if block % 2 == 0 { bytes[start + head + data] = 0 }
            put(UInt16(block % 2 == 0 ? 65535 : 0), at: lasts + 12 * blocks + 2 * block, &bytes)
        }
        put(UInt16(0), at: lasts + 12 * blocks + 2 * 62, &bytes)
        #expect(Forgery.reseal(&bytes))
        let lying = try searcher([bytes])
        let request = SearchRequest(
            query: .or([.words("common", fields: nil), .words("rare", fields: nil)]), limit: 2, countsTotal: false)
        #expect(isRefused { _ = try lying.search(request) })
    }

    /// A word that stands many times at the only place of a document.
    @Test func manyPositionsInNoBits() throws {
        var bytes = try bytes((0..<100).map { $0 < 5 ? "alone" : "zebra" })
        let (start, _) = try list("alone", bytes)
        bytes.replaceSubrange(start..<(start + 6), with: [0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
        #expect(Forgery.reseal(&bytes))
        let lying = try searcher([bytes])
        #expect(
            isRefused {
                let cursor = try #require(try lying.segments[0].reader.cursor([0, 1] + Array("alone".utf8)))
                var positions: [UInt32] = []
                for block in 0..<cursor.blockCount {
                    try cursor.load(block)
                    for index in 0..<cursor.count { try cursor.appendPositions(index, to: &positions) }
                }
            })
        #expect(isRefused { _ = try lying.search(SearchRequest(query: .phrase("alone alone", fields: nil))) })
    }

    /// Sums of words that no documents have: averages beyond measure must not leave the numbers that bounds are counted
    /// in.
    @Test func statisticsBeyondMeasure() throws {
        let sound = try bytes((0..<300).map { "common word\($0 % 3) word\($0 % 5)" })
        let part = try reader(sound).file.part(.statistics)
        let lies: [(UInt64, UInt64)] = [
            (300, 1), (1, 1 << 48), (300, 1 << 48), (0, 1 << 48), (300, 0), (1, .max), (301, 900),
        ]
        let files = lies.map { documents, words in
            var bytes = sound
            put(documents, at: part.offset, &bytes)
            put(words, at: part.offset + 8, &bytes)
            #expect(Forgery.reseal(&bytes))
            return bytes
        }
        for first in files {
            for second in files + [sound] {
                do {
                    let lying = try searcher([first, second])
                    for query in [Query.words("common", fields: nil), .words("common word1", fields: nil)] {
                        _ = try lying.search(SearchRequest(query: query, limit: 3, countsTotal: false))
                        _ = try lying.search(SearchRequest(query: .or([query, .all]), limit: 3))
                    }
                } catch let error as SearchError {
                    #expect(error.code == .corrupt)
                }
            }
        }
    }

    /// Widths of positions that no number has are not carried into another segment.
    @Test func positionsWiderThanNumbers() throws {
        var bytes = try bytes((0..<200).map { "common word\($0 % 3)" })
        let part = try reader(bytes).file.part(.positionWidths, field: 0)
        bytes[part.offset + 3] = 33
        #expect(Forgery.reseal(&bytes))
        let lying = try reader(bytes)
        let merger = SegmentMerger(schema: Self.schema, sources: [(lying, Deletions(segment: lying))])
        #expect(isRefused { _ = try merger.write(to: nil) })
    }

    /// A number of ten bytes at each place of the dictionary, for whoever takes it for a length.
    @Test func numbersBeyondMeasureInTheDictionary() throws {
        let sound = try bytes((0..<60).map { "common word\($0) wörd\($0 % 7)" })
        let part = try reader(sound).file.part(.terms)
        let queries: [Query] = [
            .words("common", fields: nil), .prefix("wor", fields: nil), .wildcard("w?rd*", fields: nil),
            .fuzzy("word12", fields: nil), .keyword(field: "type", value: "other"),
        ]
        // What follows reads as a term.
        let lie = [UInt8](repeating: 0xFF, count: 9) + [1, 4, 1, 1, 1, 1]
        for at in part.offset..<(part.offset + part.length - lie.count) {
            var bytes = sound
            bytes.replaceSubrange(at..<(at + lie.count), with: lie)
            #expect(Forgery.reseal(&bytes))
            let lying = try searcher([bytes])
            for query in queries {
                do {
                    _ = try lying.search(SearchRequest(query: query))
                } catch let error as SearchError {
                    #expect(error.code == .corrupt)
                }
            }
            do {
                _ = try lying.suggestions(for: "wurd3")
            } catch let error as SearchError {
                #expect(error.code == .corrupt)
            }
        }
    }
}
