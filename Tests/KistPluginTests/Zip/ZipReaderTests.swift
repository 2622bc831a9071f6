import CZip
import KistPlugin
import Testing

private func archive(_ fill: (inout ZipBuilder) -> Void) -> [UInt8] {
    var builder = ZipBuilder()
    fill(&builder)
    return builder.build().bytes
}

private func read(
    _ bytes: [UInt8], limits: JobLimits = JobLimits()
) throws -> (entries: [ZipEntry], texts: [String], outcomes: [ZipOutcome], reader: ZipReader) {
    let reader = try ZipReader(MemoryInput(bytes), limits: limits)
    var entries: [ZipEntry] = []
    var texts: [String] = []
    var outcomes: [ZipOutcome] = []
    while let entry = try reader.next() {
        entries.append(entry)
        let (content, outcome) = try reader.bytes(limit: 1 << 30)
        texts.append(String(decoding: content, as: UTF8.self))
        outcomes.append(outcome)
    }
    return (entries, texts, outcomes, reader)
}

@Suite struct ZipReaderTests {
    @Test func readsWhatTheWriterWrote() throws {
        let long = String(repeating: "The same words again. ", count: 20_000)
        let bytes = archive {
            $0.add("mimetype", "application/x", stored: true)
            $0.add("a/ünï.txt", long)
            $0.add("empty", "")
        }
        let result = try read(bytes)
        #expect(result.entries.map(\.name) == ["mimetype", "a/ünï.txt", "empty"])
        #expect(result.texts == ["application/x", long, ""])
        #expect(result.outcomes == [.intact, .intact, .intact])
        #expect(result.entries.map(\.size) == [13, Int64(long.utf8.count), 0])
        #expect(!result.reader.isSalvaging && !result.reader.isDamaged && result.reader.stoppedBy == nil)
        // The first entry has no extra field: OpenDocument's rule.
        #expect(Array(bytes[30..<51]) == Array("mimetypeapplication/x".utf8))
    }

    @Test func writesTheSameBytesAgain() {
        let fill: (inout ZipBuilder) -> Void = { builder in
            for n in 0..<100 { builder.add("part/\(n).txt", String(repeating: "\(n) ", count: n * 50)) }
        }
        #expect(archive(fill) == archive(fill))
    }

    @Test(arguments: ["", "/absolute", "a/../b", "..", "a//b", "folder/"]) func writerRefusesNames(name: String) {
        var builder = ZipBuilder()
        builder.add(name, "x")
        #expect(builder.build().status == CZIP_ERROR_NAME)
    }

    @Test func writesMoreEntriesThanTheOldFormatHolds() throws {
        let bytes = archive { builder in
            for n in 0..<70_000 { builder.add("\(n)", "", stored: true) }
        }
        var limits = JobLimits()
        limits.entries = 100_000
        #expect(try read(bytes, limits: limits).entries.count == 70_000)
    }

    @Test func stopsAtTheNumberOfEntries() throws {
        var limits = JobLimits()
        limits.entries = 5
        let result = try read(archive { builder in for n in 0..<9 { builder.add("\(n)", "x") } }, limits: limits)
        #expect(result.entries.count == 5)
        #expect(result.reader.stoppedBy == .entries)
    }

    @Test func tellsWrongChecksums() throws {
        var bytes = archive {
            $0.add("first", "sound", stored: true)
            $0.add("second", "changed", stored: true)
            $0.add("third", "sound", stored: true)
        }
        let at = try #require(bytes.indices.first { Array(bytes[$0...].prefix(7)) == Array("changed".utf8) })
        bytes[at] ^= 1
        let result = try read(bytes)
        #expect(result.outcomes == [.intact, .badChecksum, .intact])
        let diagnostic = try #require(result.outcomes[1].diagnostic(for: result.entries[1]))
        #expect(diagnostic.code == "zip-entry-crc" && diagnostic.place == "entry 2")
    }

    @Test func tellsDuplicates() throws {
        let result = try read(
            archive {
                $0.add("same", "one")
                $0.add("other", "two")
                $0.add("same", "three")
            })
        #expect(result.entries.map(\.isDuplicate) == [false, false, true])
    }

    @Test func keepsWhatIsInATruncatedArchive() throws {
        let words = (0..<20_000).map { String($0 &* 7_919 % 10_007) }.joined(separator: " ")
        let bytes = archive {
            $0.add("first", "sound")
            $0.add("second", words)
        }
        let result = try read(Array(bytes.prefix(bytes.count / 2)))
        #expect(result.reader.isSalvaging)
        #expect(result.texts.first == "sound")
        #expect(result.outcomes.last == .damaged)
        #expect(result.texts.count == 2 && words.hasPrefix(result.texts[1]) && result.texts[1].utf8.count > 1_000)
    }

    @Test func findsTheDirectoryBehindALongEnd() throws {
        let bytes = archive { $0.add("only", "text") } + [UInt8](repeating: 32, count: 100_000)
        #expect(try read(bytes).texts == ["text"])
    }

    @Test func stopsAtRatioPartAndTotal() throws {
        let big = [UInt8](repeating: 97, count: 3 << 20)
        let bytes = archive {
            $0.add("a", bytes: big)
            $0.add("b", bytes: big)
        }
        var limits = JobLimits()
        limits.ratioFloor = 1 << 20
        var result = try read(bytes, limits: limits)
        #expect(result.outcomes == [.limit(.ratio)] && result.reader.stoppedBy == .ratio)
        limits = JobLimits()
        limits.partBytes = 1 << 20
        result = try read(bytes, limits: limits)
        #expect(result.outcomes == [.limit(.part), .limit(.part)] && result.reader.stoppedBy == nil)
        limits = JobLimits()
        limits.inflatedBytes = 4 << 20
        result = try read(bytes, limits: limits)
        #expect(result.outcomes == [.intact, .limit(.inflated)] && result.reader.stoppedBy == .inflated)
    }

    @Test func countsTwoReadersOfOneJobTogether() throws {
        let bytes = archive { $0.add("a", bytes: [UInt8](repeating: 97, count: 1 << 20)) }
        var limits = JobLimits()
        limits.inflatedBytes = 3 << 19
        let budget = ZipBudget(limits: limits, packedBytes: Int64(bytes.count))
        var outcomes: [ZipOutcome] = []
        for _ in 0..<2 {
            let reader = try ZipReader(MemoryInput(bytes), budget: budget)
            _ = try reader.next()
            outcomes.append(try reader.bytes(limit: 1 << 30).outcome)
        }
        #expect(outcomes == [.intact, .limit(.inflated)])
    }

    @Test func anEntryThatIsNotReadCostsNothing() throws {
        let reader = try ZipReader(
            MemoryInput(
                archive {
                    $0.add("a", bytes: [UInt8](repeating: 97, count: 1 << 20))
                    $0.add("b", "text")
                }), limits: JobLimits())
        #expect(try reader.next()?.name == "a")
        #expect(try reader.next()?.name == "b")
        #expect(try reader.bytes(limit: 100).bytes == Array("text".utf8))
        #expect(try reader.next() == nil)
        #expect(reader.budget.inflatedBytes == 4)
    }

    @Test func refusesWhatIsNoZip() {
        for (bytes, code) in [
            ([], PluginError.Code.empty), (Array("%PDF-1.4 hello".utf8), .notThisFormat),
            ([UInt8](repeating: 0, count: 70_000), .notThisFormat),
        ] as [([UInt8], PluginError.Code)] {
            let error = #expect(throws: PluginError.self) { try ZipReader(MemoryInput(bytes), limits: JobLimits()) }
            #expect(error?.code == code)
        }
    }

    @Test func anySingleChangedByteIsSurvived() throws {
        let bytes = archive {
            $0.add("[Content_Types].xml", String(repeating: "<a/>", count: 100))
            $0.add("word/document.xml", String(repeating: "text ", count: 300))
        }
        for at in bytes.indices {
            for change in [UInt8(0xFF), 0x01, 0x80] {
                var changed = bytes
                changed[at] ^= change
                do {
                    _ = try read(changed)
                } catch let error as PluginError {
                    #expect(error.code == .notThisFormat, "byte \(at)")
                }
            }
        }
    }

    @Test func passesOnTheInputsErrors() {
        final class Failing: JobInput {
            let size: Int64 = 1_000
            func read(at offset: Int64, count: Int) throws(PluginError) -> [UInt8] {
                throw PluginError(.damaged, "The file ends early.")
            }
        }
        let error = #expect(throws: PluginError.self) { try ZipReader(Failing(), limits: JobLimits()) }
        #expect(error?.code == .damaged)
    }
}
