import KistProtocol
import Testing

@testable import KistImport

/// Where the bytes of sources and items are until they have been delivered: small ones in memory, others on disk.
@Suite struct ContentTests {
    private let folder = TestFolder()

    private func bytes(_ count: Int, from start: Int = 0) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 + start) &* 31) }
    }

    @Test func aSmallFileIsReadOnceAndHeld() throws {
        let path = FilePath(folder.file("small.bin", bytes: bytes(1_000)))
        let held = try FileReader(path, holding: 1_000), plain = try FileReader(path, holding: 999)
        #expect(held.held == bytes(1_000) && plain.held == nil)
        for reader in [held, plain] {
            #expect(reader.size == 1_000 && reader.isUnchanged)
            #expect(try reader.read(at: 0, count: 1_000) == bytes(1_000))
            #expect(try reader.read(at: 990, count: 1_000) == bytes(10, from: 990))
            #expect(try reader.read(at: 1_000, count: 1).isEmpty)
            #expect(try reader.read(at: -1, count: 1).isEmpty)
        }
        folder.file("small.bin", bytes: bytes(7))
        #expect(!held.isUnchanged && !plain.isUnchanged)
        #expect(try held.read(at: 0, count: 2_000) == bytes(1_000))
    }

    @Test(arguments: [0, 1, 999, 1_000, 1_001, 2_500_000])
    func aFileIsMadeForWhatIsNotSmall(count: Int) throws {
        let all = bytes(count)
        do {
            let spool = try SpoolFolder(in: folder.path + "/spool")
            let writer = spool.newFile(holding: 1_000)
            for start in stride(from: 0, to: count, by: 300_000) {
                try writer.append(Array(all[start..<min(start + 300_000, count)]))
            }
            let content = writer.finish()
            #expect((content.held != nil) == (count <= 1_000))
            #expect(content.size == Int64(count))
            var hash = ContentHash()
            hash.update(all)
            #expect(content.sha256 == hash.finish())
            let next = try content.pieces()
            var pieces: [[UInt8]] = []
            while case let piece = try next(), !piece.isEmpty { pieces.append(piece) }
            #expect(pieces.flatMap { $0 } == all)
            #expect(pieces.allSatisfy { $0.count <= 1 << 20 })
            #expect(try content.read(at: 5, count: 3) == Array(all.dropFirst(5).prefix(3)))
        }
        #expect(folder.contents(of: "spool").isEmpty)
    }

    /// However many items a file has: only so many bytes of them are held.
    @Test func whatTheItemsOfAFileHoldIsBounded() throws {
        var collector = ResultCollector(
            spool: try SpoolFolder(in: folder.path + "/spool"), limits: JobLimits(fileSize: 1), textBytes: 1_000)
        for number in 0..<10 {
            try collector.receive(.item(NestedItem(path: "\(number)", role: .member)), [])
            try collector.receive(.itemData(bytes(200_000, from: number)), [])
            try collector.receive(.itemEnd(ItemEnd(intact: true)), [])
        }
        let held = collector.items.compactMap(\.content.held)
        #expect(held.count == 2)
        for (number, item) in collector.items.enumerated() {
            #expect(try item.content.read(count: 300_000) == bytes(200_000, from: number))
        }
    }
}
