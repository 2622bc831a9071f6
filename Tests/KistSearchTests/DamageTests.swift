import Foundation
import Testing

@testable import KistSearch

/// A damaged index gives an error with its place or the right answer; never a crash, never a wrong answer.
///
/// `.ci/damage` runs these with far more rounds, from the environment.
@Suite struct DamageTests {
    private static func setting(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    private static let flips = setting("KIST_DAMAGE_FLIPS", 60)
    private static let cuts = setting("KIST_DAMAGE_CUTS", 30)
    private static let lies = setting("KIST_DAMAGE_LIES", 40)
    private static let seed = UInt64(setting("KIST_DAMAGE_SEED", 1))

    /// Three segments with deletions in two of them, and every kind of field.
    private static func makeIndex(_ folder: TemporaryFolder, documents: Int) throws {
        var collection = RandomCollection(random: SeededGenerator(seed: 99))
        let index = try SearchIndex.create(at: folder.url, schema: RandomCollection.schema)
        let writer = try index.writer()
        for part in 0..<3 {
            for number in (part * documents / 3)..<((part + 1) * documents / 3) {
                try writer.add(collection.document(number, largestText: 20))
            }
            try writer.commit(stamp: [:])
        }
        for number in stride(from: 0, to: documents * 2 / 3, by: 11) { try writer.delete(key: "doc\(number)") }
        try writer.commit(stamp: ["note": "café"])
    }

    private static func files(_ folder: TemporaryFolder) throws -> [(url: URL, content: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted().filter { $0 != "lock" }.map {
            let url = folder.url.appendingPathComponent($0)
            return (url, [UInt8](try Data(contentsOf: url)))
        }
    }

    /// One file, the larger ones more often, but none of them seldom.
    private static func pick(
        _ files: [(url: URL, content: [UInt8])], _ random: inout SeededGenerator
    ) -> (url: URL, content: [UInt8]) {
        if random.chance(30) { return random.pick(files) }
        var at = random.below(files.reduce(0) { $0 + $1.content.count })
        for file in files {
            if at < file.content.count { return file }
            at -= file.content.count
        }
        return files[0]
    }

    private static func write(_ content: [UInt8], _ file: (url: URL, content: [UInt8])) throws {
        // A new file each time: the old one may still be mapped.
        try FileManager.default.removeItem(at: file.url)
        try Data(content).write(to: file.url)
    }

    // MARK: - Damage

    /// Asks everything of a folder of which one file is damaged; returns whether the damage was noticed.
    private func isNoticed(
        _ folder: TemporaryFolder, _ questions: [Exercise.Question], _ expected: [Exercise.Answer], _ what: String
    ) throws -> Bool {
        var noticed = false
        do {
            let answers = try Exercise.answers(SearchIndex.open(at: folder.url).searcher(), questions)
            for (index, answer) in answers.enumerated() {
                if case .damage(let error) = answer {
                    noticed = true
                    #expect(error.path != nil && error.place != nil, "\(what), \(questions[index].name): \(error)")
                } else {
                    #expect(answer == expected[index], "\(what), \(questions[index].name)")
                }
            }
        } catch let error as SearchError {
            noticed = true
            #expect([.corrupt, .foreign, .tooNew, .missing].contains(error.code), "\(what): \(error)")
            #expect(error.path != nil && (error.place != nil || error.code == .missing), "\(what): \(error)")
        }
        return noticed
    }

    @Test func flippedBits() throws {
        let folder = TemporaryFolder()
        try Self.makeIndex(folder, documents: 450)
        let files = try Self.files(folder)
        let questions = Exercise.questions(more: 10)
        let expected = try Exercise.answers(SearchIndex.open(at: folder.url).searcher(), questions)
        #expect(expected.allSatisfy { if case .text = $0 { true } else { false } })
        var random = SeededGenerator(seed: Self.seed)
        var errors = 0
        for _ in 0..<Self.flips {
            let file = Self.pick(files, &random)
            var damaged = file.content
            let bit = random.below(damaged.count * 8)
            damaged[bit / 8] ^= 1 << UInt8(bit & 7)
            try Self.write(damaged, file)
            let what = "bit \(bit & 7) of byte \(bit / 8) of \(file.url.lastPathComponent)"
            if try isNoticed(folder, questions, expected, what) {
                errors += 1
                #expect(throws: SearchError.self, "\(what)") { try SearchIndex.open(at: folder.url).verify() }
            }
            try Self.write(file.content, file)
        }
        #expect(errors > Self.flips * 9 / 10)
        try SearchIndex.open(at: folder.url).verify()
    }

    @Test func truncation() throws {
        let folder = TemporaryFolder()
        try Self.makeIndex(folder, documents: 200)
        let files = try Self.files(folder)
        let questions = Exercise.questions()
        let expected = try Exercise.answers(SearchIndex.open(at: folder.url).searcher(), questions)
        var random = SeededGenerator(seed: Self.seed)
        for number in 0..<Self.cuts {
            let file = Self.pick(files, &random)
            let count = number % 10 == 0 ? min(number / 10, file.content.count - 1) : random.below(file.content.count)
            try Self.write(Array(file.content[0..<count]), file)
            let what = "\(file.url.lastPathComponent) cut at \(count)"
            #expect(try isNoticed(folder, questions, expected, what), "\(what)")
            try Self.write(file.content, file)
        }
    }

    /// What lacks a file says so.
    @Test func lostFiles() throws {
        let folder = TemporaryFolder()
        try Self.makeIndex(folder, documents: 60)
        for file in try Self.files(folder) {
            try FileManager.default.removeItem(at: file.url)
            #expect(throws: SearchError.self) { try SearchIndex.open(at: folder.url).searcher() }
            try Data(file.content).write(to: file.url)
        }
        _ = try SearchIndex.open(at: folder.url).searcher()
    }

    /// A writer notices as well as a searcher: what it merges is right or refused.
    @Test func damageUnderAWriter() throws {
        let folder = TemporaryFolder()
        try Self.makeIndex(folder, documents: 120)
        let files = try Self.files(folder)
        let questions = Exercise.questions()
        var random = SeededGenerator(seed: Self.seed)
        func rewritten() throws -> [Exercise.Answer] {
            let index = try SearchIndex.open(at: folder.url)
            let writer = try index.writer()
            try writer.add(
                SearchDocument(key: "doc50", order: 9, values: ["title": .text([TextPassage(text: "running café")])]))
            try writer.delete(key: "doc51")
            try writer.mergeAll()
            try writer.commit(stamp: [:])
            writer.close()
            return try Exercise.answers(index.searcher(), questions)
        }
        func restore() throws {
            for file in try Self.files(folder) { try FileManager.default.removeItem(at: file.url) }
            for file in files { try Data(file.content).write(to: file.url) }
        }
        let expected = try rewritten()
        for _ in 0..<(Self.flips / 5) {
            try restore()
            let file = Self.pick(files, &random)
            var damaged = file.content
            damaged[random.below(damaged.count)] ^= 1 << UInt8(random.below(8))
            try Self.write(damaged, file)
            do {
                #expect(try rewritten() == expected)
            } catch let error as SearchError {
                #expect([.corrupt, .foreign, .tooNew, .missing].contains(error.code))
            }
        }
    }

    // MARK: - Lies

    private func segment(_ bytes: [UInt8]) throws -> SegmentReader {
        let mapped = bytes.withUnsafeBytes { MappedFile(copying: $0) }
        let file = try SegmentFile(name: "test", path: nil, mapped: mapped)
        return try SegmentReader(file: file, schema: RandomCollection.schema)
    }

    /// Wrong bytes under right checksums: whatever happens, nothing is read outside the file.
    @Test func lyingSegments() throws {
        let folder = TemporaryFolder()
        try Self.makeIndex(folder, documents: 500)
        let files = try Self.files(folder).filter { $0.url.pathExtension == "kss" }
        let sound = try segment(files[1].content)
        let questions = Exercise.questions(more: 10)
        var forgery = Forgery(random: SeededGenerator(seed: Self.seed))
        for _ in 0..<Self.lies {
            let bytes = forgery.segment(files[0].content)
            do {
                let lying = try segment(bytes)
                let live = [lying, sound].map { LiveSegment(reader: $0, deletions: Deletions(segment: $0)) }
                let searcher = Searcher(schema: RandomCollection.schema, stamp: [:], segments: live)
                _ = try Exercise.answers(searcher, questions)
                let sources = live.map { (segment: $0.reader, deletions: $0.deletions) }
                _ = try SegmentMerger(schema: RandomCollection.schema, sources: sources).write(to: nil)
            } catch let error as SearchError {
                #expect([.corrupt, .missing].contains(error.code))
            }
        }
    }

    @Test(arguments: ["manifest", "deletions"]) func lyingFiles(kind: String) throws {
        let folder = TemporaryFolder()
        try Self.makeIndex(folder, documents: 100)
        let files = try Self.files(folder)
        let file = try #require(files.first { $0.url.lastPathComponent.hasSuffix(kind) })
        let questions = Exercise.questions()
        var forgery = Forgery(random: SeededGenerator(seed: Self.seed))
        for _ in 0..<Self.lies {
            try Self.write(
                kind == "manifest" ? forgery.manifest(file.content) : forgery.deletions(file.content), file)
            do {
                let index = try SearchIndex.open(at: folder.url)
                _ = try Exercise.answers(index.searcher(), questions)
                let writer = try index.writer()
                try writer.add(SearchDocument(key: "new", order: 0, values: [:]))
                try writer.delete(key: "doc1")
                try writer.mergeAll()
                try writer.commit(stamp: [:])
                writer.close()
            } catch let error as SearchError {
                #expect(error.code != .io && error.code != .locked, "\(error)")
            }
            for left in try Self.files(folder) { try FileManager.default.removeItem(at: left.url) }
            for file in files { try Data(file.content).write(to: file.url) }
        }
    }

    @Test func otherFilesAreTold() throws {
        let folder = TemporaryFolder()
        #expect(throws: SearchError.self) { try SearchIndex.open(at: folder.url) }
        try Self.makeIndex(folder, documents: 9)
        let file = try #require(try Self.files(folder).first { $0.url.pathExtension == "kss" })
        func code(_ change: (inout [UInt8]) -> Void) throws -> SearchError.Code? {
            var bytes = file.content
            change(&bytes)
            do {
                _ = try segment(bytes)
                return nil
            } catch let error as SearchError {
                return error.code
            }
        }
        #expect(try code { _ in } == nil)
        let newer = try code { bytes in
            bytes[8] += 1
            bytes.withUnsafeMutableBytes { raw in
                let sum = Checksum.xxh64(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(raw)[0..<56]))
                raw.storeBytes(of: sum, toByteOffset: 56, as: UInt64.self)
            }
        }
        #expect(newer == .tooNew)
        #expect(try code { $0.replaceSubrange(0..<8, with: Array("PK345678".utf8)) } == .foreign)
    }
}
