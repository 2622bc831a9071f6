import Foundation
import KistExport
import KistModel
import Testing

@Suite struct PackVerifierTests {
    private static let good: [String: [UInt8]] = {
        do {
            let folder = try Fixture.temporaryFolder()
            let zip = folder.appending(path: "pack.zip")
            _ = try PackWriter(source: SampleRecords.source(in: folder)).write(to: zip)
            return try ZipContents.read(zip)
        } catch { preconditionFailure("\(error)") }
    }()
    private static let root = good.keys.first.map { String($0.prefix { $0 != "/" }) } ?? ""

    /// The pack with a change made to its files, checked.
    private func verify(_ change: (inout [String: [UInt8]]) -> Void) -> [PackProblem] {
        var files = Self.good
        change(&files)
        return PackVerifier().verify(PackReaderTests.items(files)).problems
    }

    private func path(_ path: String) -> String { "\(Self.root)/\(path)" }

    /// With the manifests written anew, so that only what was changed can be noticed.
    private func resealed(_ change: (inout [String: [UInt8]]) -> Void) -> [PackProblem] {
        verify { files in
            change(&files)
            for (name, isPayload) in [("manifest-sha256.txt", true), ("tagmanifest-sha256.txt", false)] {
                let paths = files.keys.map { String($0.dropFirst(Self.root.count + 1)) }.filter {
                    $0.hasPrefix("data/") == isPayload && !$0.hasPrefix("tagmanifest")
                }.sorted()
                files[path(name)] = Array(
                    paths.map { "\(VersionDigestForTests.hex(files[path($0)] ?? []))  \($0)\n" }.joined().utf8)
            }
        }
    }

    @Test func `a whole pack has no problems`() {
        #expect(verify { _ in }.isEmpty)
    }

    @Test func `every byte is covered`() {
        for name in Self.good.keys.sorted() {
            let problems = verify { files in files[name]?.append(0x20) }
            #expect(!problems.isEmpty, "\(name) could be changed unnoticed")
        }
        for name in Self.good.keys.sorted() {
            #expect(!verify { files in files[name] = nil }.isEmpty, "\(name) could be taken away unnoticed")
        }
    }

    @Test func `files beside the lists`() {
        #expect(verify { $0[path("data/extra.txt")] = [1] }.contains { $0.code == .extra })
        #expect(verify { $0[path("note.txt")] = [1] }.contains { $0.code == .extra })
        #expect(verify { $0["elsewhere.txt"] = [1] }.contains { $0.code == .extra })
        #expect(verify { $0[path("fetch.txt")] = [1] }.contains { $0.code == .unsupported })
    }

    @Test(arguments: ["../x", "/etc/passwd", "~/x", "C:/x", "data/../../x", "data\\x", "data//x", "./data/x"])
    func `paths that lead elsewhere`(bad: String) {
        #expect(verify { $0["\(Self.root)/\(bad)"] = [1] }.contains { $0.code == .unsafePath })
        let line = Array("\(String(repeating: "0", count: 64))  \(bad)\n".utf8)
        #expect(verify { $0[path("manifest-sha256.txt")]? += line }.contains { $0.code == .unsafePath })
    }

    @Test func `the declaration is exact`() {
        for (text, code) in [
            ("\u{FEFF}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", PackProblem.Code.badDeclaration),
            ("BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n", .badDeclaration),
            ("BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n", .unsupported),
            ("BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n", .unsupported),
            ("BagIt-Version: 1.0\n\nTag-File-Character-Encoding: UTF-8\n", .badDeclaration),
            ("BagIt-Version: 1.0\nTag-File-Character-Encoding: ISO-8859-1\n", .unsupported),
            ("BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", .unsupported),
        ] {
            #expect(
                resealed { $0[path("bagit.txt")] = Array(text.utf8) }.contains { $0.code == code },
                "\(text.debugDescription)")
        }
        #expect(
            resealed {
                $0[path("bagit.txt")] = Array("BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n".utf8)
            }.isEmpty)
    }

    @Test func `names twice, in two cases, listed twice`() {
        var items = PackReaderTests.items(Self.good)
        items.append(items[0])
        #expect(PackVerifier().verify(items).problems.contains { $0.code == .duplicate })
        #expect(verify { $0[path("BAGIT.txt")] = [1] }.contains { $0.code == .duplicate })
        #expect(
            verify { files in files[path("manifest-sha256.txt")].map { files[path("manifest-sha256.txt")] = $0 + $0 } }
                .contains { $0.code == .duplicate })
    }

    @Test func `information that the profile asks for`() {
        let info = Self.good[path("bag-info.txt")] ?? []
        let lines = String(decoding: info, as: UTF8.self).split(separator: "\n")
        for line in lines {
            let rest = lines.filter { $0 != line }.joined(separator: "\n") + "\n"
            #expect(
                resealed { $0[path("bag-info.txt")] = Array(rest.utf8) }.contains { $0.code == .badInfo }, "\(line)")
        }
        #expect(
            resealed {
                $0[path("bag-info.txt")] = Array(
                    String(decoding: info, as: UTF8.self).replacing("Payload-Oxum: ", with: "Payload-Oxum: 9").utf8)
            }.contains { $0.code == .changed })
    }

    @Test func `a record that was changed and sealed again is found by its version's name`() {
        let name = path("data/records/\(Fixture.id(1).text).json")
        let problems = resealed { files in
            files[name] = Array(
                String(decoding: files[name] ?? [], as: UTF8.self).replacing("in the moment", with: "in the moments")
                    .utf8)
        }
        #expect(problems.contains { $0.code == .wrongVersion })
    }

    @Test func `records that are none`() {
        let name = path("data/records/\(Fixture.id(1).text).json")
        for bad in [
            "", "{", "[]", #"{"format":2}"#, #"{"format":1,"id":"x"}"#, String(repeating: "[", count: 100_000), "\u{0}",
            #"{"a":1,"a":2}"#,
        ] {
            let problems = resealed { $0[name] = Array(bad.utf8) }
            #expect(problems.contains { $0.code == .badRecord || $0.code == .unsupported }, "\(bad.prefix(20))")
        }
    }

    @Test func `nothing at all, or no pack`() {
        #expect(!PackVerifier.recognises([]))
        #expect(PackVerifier().verify([]).problems.map(\.code) == [.notAPack])
        #expect(!PackVerifier.recognises(PackReaderTests.items(["a/b.txt": [1], "bagit.txt": [2]])))
    }

    @Test func `seeded damage never goes unnoticed and never crashes`() {
        var state: UInt64 = 20_260_512
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, limit)
        }
        let names = Self.good.keys.sorted()
        for _ in 0..<150 {
            let name = names[next(names.count)]
            let problems = verify { files in
                guard var bytes = files[name], !bytes.isEmpty else { return }
                bytes[next(bytes.count)] ^= UInt8(1 + next(255))
                files[name] = bytes
            }
            #expect(!problems.isEmpty, "\(name)")
        }
    }
}
