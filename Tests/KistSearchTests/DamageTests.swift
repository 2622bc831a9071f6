import Foundation
import Testing

@testable import KistSearch

/// A damaged index gives an error with its place or the right answer; never a crash, never a wrong answer.
@Suite struct DamageTests {
    private static let requests: [SearchRequest] = [
        SearchRequest(
            query: .words("running teacher", fields: nil), facets: [FacetRequest(field: "type")],
            snippet: SnippetRequest(fields: ["text", "title"]), partial: PartialMatches()),
        SearchRequest(query: .phrase("self assessment", fields: nil), sort: .field("year", ascending: true)),
        SearchRequest(query: .prefix("ca", fields: nil), filters: [.range(field: "year", from: 2011, to: 2020)]),
        SearchRequest(query: .or([.words("feedback", fields: nil), .words("maths", fields: nil)]), countsTotal: false),
        SearchRequest(query: .keyword(field: "stage", value: "early"), sort: .newest),
    ]

    /// Everything that the answers say, as text.
    private func answers(_ searcher: Searcher) throws -> String {
        var text = "\(searcher.documentCount) "
        for request in Self.requests {
            let response = try searcher.search(request)
            text += "\(response.total) \(response.partial) \(response.hits.map { "\($0.key) \($0.score)" })"
            text += "\(response.facets["type"]?.map { "\($0.value) \($0.count)" } ?? [])"
            text += "\(response.hits.map { $0.snippet?.text ?? "" })"
        }
        return text + (try searcher.keys().joined(separator: " "))
    }

    private func makeIndex(_ folder: TemporaryFolder, documents: Int) throws -> SearchIndex {
        var collection = RandomCollection(random: SeededGenerator(seed: 99))
        let index = try SearchIndex.create(at: folder.url, schema: RandomCollection.schema)
        let writer = try index.writer()
        for number in 0..<documents { try writer.add(collection.document(number)) }
        try writer.commit(stamp: [:])
        for number in stride(from: 0, to: documents, by: 11) { try writer.delete(key: "doc\(number)") }
        try writer.commit(stamp: [:])
        return index
    }

    private func segment(_ bytes: [UInt8]) throws -> SegmentReader {
        let mapped = bytes.withUnsafeBytes { MappedFile(copying: $0) }
        let file = try SegmentFile(name: "test", path: nil, mapped: mapped)
        return try SegmentReader(file: file, schema: RandomCollection.schema)
    }

    private func searcher(_ bytes: [UInt8]) throws -> Searcher {
        let reader = try segment(bytes)
        let live = LiveSegment(reader: reader, deletions: Deletions(segment: reader))
        return Searcher(schema: RandomCollection.schema, stamp: [:], segments: [live])
    }

    private func segmentBytes(documents: Int) throws -> [UInt8] {
        let folder = TemporaryFolder()
        _ = try makeIndex(folder, documents: documents)
        let name = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).first { $0.hasSuffix(".kss") }
        return try [UInt8](Data(contentsOf: folder.url.appendingPathComponent(try #require(name))))
    }

    @Test func flippedBits() throws {
        let bytes = try segmentBytes(documents: 400)
        let expected = try answers(searcher(bytes))
        var random = SeededGenerator(seed: 1)
        var errors = 0
        for _ in 0..<1500 {
            var damaged = bytes
            damaged[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
            do {
                #expect(try answers(searcher(damaged)) == expected)
            } catch let error as SearchError {
                #expect([.corrupt, .foreign, .tooNew].contains(error.code))
                errors += 1
            }
        }
        #expect(errors > 1000)
    }

    @Test func truncation() throws {
        let bytes = try segmentBytes(documents: 100)
        var random = SeededGenerator(seed: 2)
        for number in 0..<1000 {
            let count = number < 100 ? number : random.below(bytes.count)
            #expect(throws: SearchError.self) { try searcher(Array(bytes[0..<count])) }
        }
    }

    /// Wrong bytes under right checksums: whatever happens, nothing is read outside the file.
    @Test func forgedChecksums() throws {
        let bytes = try segmentBytes(documents: 300)
        let file = try SegmentFile(name: "x", path: nil, mapped: bytes.withUnsafeBytes { MappedFile(copying: $0) })
        var random = SeededGenerator(seed: 3)
        let bodyEnd = bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: 16, as: UInt64.self)) }
        _ = file
        for _ in 0..<1500 {
            var forged = bytes
            for _ in 0..<(1 + random.below(3)) {
                forged[64 + random.below(bodyEnd - 64)] = UInt8(truncatingIfNeeded: random.next())
            }
            reseal(&forged, bodyEnd: bodyEnd)
            do {
                _ = try answers(searcher(forged))
            } catch is SearchError {
                continue
            }
        }
    }

    private func reseal(_ bytes: inout [UInt8], bodyEnd: Int) {
        bytes.withUnsafeMutableBytes { raw in
            let bytes = UnsafeRawBufferPointer(raw)
            for (page, start) in stride(from: 64, to: bodyEnd, by: 65536).enumerated() {
                let sum = Checksum.xxh64(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 65536, bodyEnd)]))
                raw.storeBytes(of: sum, toByteOffset: bodyEnd + page * 8, as: UInt64.self)
            }
            let tables = Checksum.xxh64(UnsafeRawBufferPointer(rebasing: bytes[bodyEnd...]))
            raw.storeBytes(of: tables, toByteOffset: 40, as: UInt64.self)
            let header = Checksum.xxh64(UnsafeRawBufferPointer(rebasing: bytes[0..<56]))
            raw.storeBytes(of: header, toByteOffset: 56, as: UInt64.self)
        }
    }

    @Test(arguments: ["manifest", ".deletions", ".kss"]) func damagedFiles(suffix: String) throws {
        let folder = TemporaryFolder()
        let index = try makeIndex(folder, documents: 60)
        let expected = try answers(index.searcher())
        let name = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).first { $0.hasSuffix(suffix) }
        let url = folder.url.appendingPathComponent(try #require(name))
        let content = try Data(contentsOf: url)
        var random = SeededGenerator(seed: 4)
        for _ in 0..<150 {
            var damaged = content
            if random.chance(30) {
                damaged = damaged.prefix(random.below(content.count))
            } else {
                damaged[random.below(content.count)] ^= 1 << UInt8(random.below(8))
            }
            try damaged.write(to: url)
            do {
                let opened = try SearchIndex.open(at: folder.url)
                #expect(try answers(opened.searcher()) == expected)
            } catch let error as SearchError {
                #expect(error.path != nil)
            }
        }
        try content.write(to: url)
        try SearchIndex.open(at: folder.url).verify()
        var damaged = content
        damaged[content.count / 2] ^= 4
        try damaged.write(to: url)
        #expect(throws: SearchError.self) { try SearchIndex.open(at: folder.url).verify() }
    }

    @Test func otherFilesAreTold() throws {
        let folder = TemporaryFolder()
        #expect(throws: SearchError.self) { try SearchIndex.open(at: folder.url) }
        let bytes = try segmentBytes(documents: 10)
        var newer = bytes
        newer[8] = 9
        newer.withUnsafeMutableBytes { raw in
            let sum = Checksum.xxh64(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(raw)[0..<56]))
            raw.storeBytes(of: sum, toByteOffset: 56, as: UInt64.self)
        }
        do {
            _ = try searcher(newer)
            Issue.record("a newer version was opened")
        } catch let error as SearchError {
            #expect(error.code == .tooNew)
        }
        var foreign = bytes
        foreign.replaceSubrange(0..<8, with: Array("PK345678".utf8))
        do {
            _ = try searcher(foreign)
            Issue.record("a foreign file was opened")
        } catch let error as SearchError {
            #expect(error.code == .foreign)
        }
    }
}
