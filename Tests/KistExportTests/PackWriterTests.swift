import Foundation
import KistExport
import KistModel
import Testing

@Suite struct PackWriterTests {
    /// Writes the sample pack; gives it with its summary and what unzip makes of it.
    private func pack(includeHeld: String? = nil) throws -> (summary: PackSummary, files: [String: [UInt8]], zip: URL) {
        let folder = try Fixture.temporaryFolder()
        let zip = folder.appending(path: "pack.zip")
        let summary = try PackWriter(source: SampleRecords.source(in: folder, includeHeld: includeHeld)).write(to: zip)
        return (summary, try ZipContents.read(zip), zip)
    }

    private func text(_ files: [String: [UInt8]], _ path: String) -> String {
        String(decoding: files[path] ?? [], as: UTF8.self)
    }

    @Test func `a bag in one folder`() throws {
        let (summary, files, zip) = try pack()
        #expect(summary.records == 12)
        #expect(summary.links == 6)
        #expect(summary.tombstones == 2)
        #expect(Set(files.keys.map { $0.split(separator: "/").first ?? "" }).count == 1)
        let bag = Dictionary(files.map { (String($0.key.drop { $0 != "/" }.dropFirst()), $0.value) }) { first, _ in
            first
        }
        #expect(text(bag, "bagit.txt") == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        #expect(text(bag, "bag-info.txt").contains("Bagging-Date: 2026-05-12\n"))
        for path in bag.keys {
            #expect(path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && path.count <= 110, "\(path)")
        }
        for (manifest, isPayload) in [("manifest-sha256.txt", true), ("tagmanifest-sha256.txt", false)] {
            let lines = text(bag, manifest).split(separator: "\n").map { $0.split(separator: "  ").map(String.init) }
            #expect(
                Set(lines.map { $0[1] })
                    == Set(bag.keys.filter { $0.hasPrefix("data/") == isPayload && $0 != "tagmanifest-sha256.txt" }))
            for line in lines { #expect(VersionDigestForTests.hex(bag[line[1]] ?? []) == line[0], "\(line[1])") }
        }
        #expect(VersionDigestForTests.hex(bag["tagmanifest-sha256.txt"] ?? []) == summary.identity)
        #expect(summary.bytes == Int64((try Data(contentsOf: zip)).count))
        if let target = ProcessInfo.processInfo.environment["KIST_EXPORT_SAMPLES"] {
            try Data(contentsOf: zip).write(to: URL(filePath: target).appending(path: "pack.zip"))
        }
    }

    @Test func `same records, same bytes, in any order`() throws {
        let folder = try Fixture.temporaryFolder()
        var source = try SampleRecords.source(in: folder)
        let first = folder.appending(path: "a.zip"), second = folder.appending(path: "b.zip")
        _ = try PackWriter(source: source).write(to: first)
        source.records.reverse()
        _ = try PackWriter(source: source).write(to: second)
        #expect(try Data(contentsOf: first) == Data(contentsOf: second))
    }

    @Test func `what must stay stays, with the command that frees it`() throws {
        let (summary, files, _) = try pack()
        func commands(_ number: Int) -> [String] {
            summary.held.filter { $0.id == Fixture.id(number) }.compactMap(\.command)
        }
        func id(_ number: Int) -> String { Fixture.id(number).text }
        #expect(commands(20) == ["kist edit \(id(20)) --set licence=CC-BY-4.0"])
        #expect(commands(21) == ["kist edit \(id(21)) --set licence=CC-BY-4.0"])
        #expect(commands(22) == ["kist edit \(id(22)) --set embargo="])
        #expect(commands(23) == ["kist edit \(id(23)) --set sensitivity=none"])
        #expect(commands(24) == ["kist edit \(id(24)) --set access=network"])
        #expect(commands(25) == ["kist reinstate \(id(25))"])
        #expect(commands(27) == ["kist edit \(id(27)) --set licence=CC-BY-4.0"])
        #expect(Set(summary.held.map(\.id)).count == 7)
        for (path, bytes) in files {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("Secret pupil name"), "\(path)")
            #expect(!text.contains("Taken back words"), "\(path)")
        }
        let tombstone = try #require(files.first { $0.key.hasSuffix("/records/\(id(25)).json") })
        #expect(try JSONParser.parse(tombstone.value)["reason"]?.string == "an error in the figures")
        #expect(files.keys.contains { $0.hasSuffix("/records/\(id(26)).json") })
        #expect(
            !files.keys.contains { $0.hasSuffix("/records/\(id(46)).json") || $0.hasSuffix("/records/\(id(47)).json") })
    }

    @Test func `a stated reason lets held records go and is recorded`() throws {
        let (summary, files, _) = try pack(includeHeld: "asked for by the authority")
        #expect(summary.held.map(\.id) == [Fixture.id(25)])
        #expect(summary.records == 18)
        #expect(
            files.contains {
                $0.key.hasSuffix("bag-info.txt")
                    && String(decoding: $0.value, as: UTF8.self).contains("asked for by the authority")
            })
        #expect(!files.values.contains { String(decoding: $0, as: UTF8.self).contains("Taken back words") })
    }

    @Test func `pages escape what records say`() throws {
        let (_, files, _) = try pack()
        for (path, bytes) in files where path.hasSuffix(".html") || path.hasSuffix("index.js") {
            #expect(!String(decoding: bytes, as: UTF8.self).contains("<script>alert"), "\(path)")
        }
        let page = try #require(files.first { $0.key.hasSuffix("/records/\(Fixture.id(1).text).html") })
        let html = String(decoding: page.value, as: UTF8.self)
        #expect(html.contains("Evidence for (2)"))
        #expect(html.contains("Evidence against, or setting limits (2)"))
        #expect(html.contains("No clear difference"))
        #expect(html.contains("Made things worse"))
        #expect(html.contains("record 99 <span class=\"note\">(not in this pack)</span>"))
    }

    @Test func `page parts keep within their budgets`() throws {
        let (_, files, _) = try pack()
        #expect((files.first { $0.key.hasSuffix("/app.js") }?.value.count ?? .max) <= 20 * 1024)
        #expect((files.first { $0.key.hasSuffix("/style.css") }?.value.count ?? .max) <= 15 * 1024)
    }

    @Test func `a missing or changed file stops the export and leaves nothing`() throws {
        let folder = try Fixture.temporaryFolder()
        var source = try SampleRecords.source(in: folder)
        let target = folder.appending(path: "pack.zip")
        let index = try #require(source.records.firstIndex { !$0.files.isEmpty })
        try Data("what we did!".utf8).write(to: source.records[index].files[0].path)
        #expect(throws: ExportError.self) { try PackWriter(source: source).write(to: target) }
        source.records[index].files[0].path = folder.appending(path: "nowhere")
        #expect(throws: ExportError.self) { try PackWriter(source: source).write(to: target) }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("pack.zip") })
    }

    @Test func `nothing to export is said, not written`() throws {
        let folder = try Fixture.temporaryFolder()
        var source = try SampleRecords.source(in: folder)
        source.records = source.records.filter { $0.id == Fixture.id(20) }
        let error = #expect(throws: ExportError.self) {
            try PackWriter(source: source).write(to: folder.appending(path: "x.zip"))
        }
        #expect(error?.code == .nothingToExport)
        #expect(error?.hint?.contains("--set licence=CC-BY-4.0") == true)
    }

    @Test func `a person who has not agreed is not named outside`() throws {
        let rule = ExportRule(schemas: Fixture.schemas, vocabularies: Fixture.vocabularies, today: "2026-06-01")
        let open = #""licence":"licence:CC0-1.0","access":"access:public""#
        let silent = Fixture.export(try Fixture.record(1, "person", #"{"title":{"en":"Isla MacLeod"},\#(open)}"#))
        let agreed = Fixture.export(
            try Fixture.record(2, "person", #"{"title":{"en":"Ewan Ross"},"consent":{"export":true},\#(open)}"#))
        #expect(rule.reasons(against: silent).count == 1)
        #expect(rule.reasons(against: agreed).isEmpty)
    }

    @Test func `the index of many records stays small`() throws {
        let folder = try Fixture.temporaryFolder()
        var source = try SampleRecords.source(in: folder)
        var state: UInt64 = 7
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let stems = StemGoldens.text.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
        // Few words are common and many are rare, as in any text: the square of a chance does that.
        func text(_ count: Int) -> String {
            (0..<count).map { _ in stems[next(stems.count) * next(stems.count) / stems.count] }.joined(separator: " ")
        }
        source.records = try (1...200).map { number in
            let record = try Fixture.record(
                number, "resource",
                #"""
                {"title":{"en":"\#(text(6))"},"licence":"licence:CC0-1.0","text":[{"kind":"paragraph","text":"\#(text(300))"}]}
                """#)
            return Fixture.export(record)
        }
        let zip = folder.appending(path: "many.zip")
        let summary = try PackWriter(source: source).write(to: zip)
        let index = try #require(try ZipContents.read(zip).first { $0.key.hasSuffix("/index.js") }?.value)
        #expect(index.count < 200 * 630, "three mebibytes for five thousand records of 300 words; here \(index.count)")
        #expect(summary.records == 200)
    }
}
