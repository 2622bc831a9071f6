import KistPlugin
import Testing

@testable import OfficeDocumentImporter

private typealias Build = TestPackage

/// What is refused and why, and what is kept of files that are damaged or go too far.
@Suite struct RefusalTests {
    private func refusal(_ bytes: [UInt8]) -> PluginError? {
        #expect(throws: PluginError.self) { try read(bytes) }
    }

    @Test func encryptedDamagedUnsupportedAndForeign() {
        let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        let name = Array("EncryptedPackage".utf16).flatMap { [UInt8($0), 0] as [UInt8] }
        let padding = [UInt8](repeating: 0, count: 300_000)
        #expect(refusal(ole + padding + name + padding)?.code == .encrypted)
        #expect(refusal(ole + padding)?.code == .unsupported)
        #expect(refusal([])?.code == .empty)
        #expect(refusal(Array("%PDF-1.4".utf8))?.code == .notThisFormat)
        #expect(refusal(Array("<html><body>hello</body></html>".utf8))?.code == .notThisFormat)
        #expect(refusal([0x50, 0x4B, 3, 4] + padding)?.code == .damaged)
        var plain = TestPackage()
        plain.add("readme.txt", "hello")
        #expect(refusal(plain.bytes)?.code == .notThisFormat)
    }

    @Test func encryptedOpenDocument() {
        let manifest =
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
        var package = TestPackage()
        package.add("mimetype", "application/vnd.oasis.opendocument.text", stored: true)
        package.add("content.xml", bytes: (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 7_919) })
        package.add("META-INF/manifest.xml", manifest)
        #expect(refusal(package.bytes)?.code == .encrypted)
    }

    @Test func otherKindsOfOfficeFiles() {
        var sheet = TestPackage()
        sheet.add("_rels/.rels", Build.rels([("r", "officeDocument", "xl/workbook.xml", false)]))
        sheet.add("xl/workbook.xml", "<workbook/>")
        #expect(refusal(sheet.bytes)?.code == .unsupported)
        var calc = TestPackage()
        calc.add("mimetype", "application/vnd.oasis.opendocument.spreadsheet", stored: true)
        calc.add(
            "content.xml",
            "<office:document-content \(Build.odfNamespaces)><office:body><office:spreadsheet/></office:body></office:document-content>"
        )
        #expect(refusal(calc.bytes)?.code == .unsupported)
    }

    @Test func missingParts() throws {
        var package = TestPackage()
        package.add(
            "word/document.xml",
            "<w:document \(Build.namespaces)><w:body>\(Build.p("still read"))</w:body></w:document>")
        let result = try read(package)
        #expect(result.texts() == ["still read"] && result.codes == ["main-part-guessed"])
        var empty = TestPackage()
        empty.add("mimetype", "application/vnd.oasis.opendocument.text", stored: true)
        #expect(refusal(empty.bytes)?.code == .damaged)
        let dangling = try read(
            Build.docx(Build.p("x") + "<w:p><w:r><w:footnoteReference w:id='5'/><a:blip r:embed='m0'/></w:r></w:p>"))
        // Where a note stood that is gone stands its mark.
        #expect(dangling.texts() == ["x", ""] && dangling.blocks.last?.links == [.note(1, isEndnote: false, at: 0)])
    }

    @Test func brokenXMLKeepsWhatCameBefore() throws {
        let result = try read(Build.docx(Build.p("sound") + "<w:p><w:r><w:t>last words</x>"))
        #expect(result.texts() == ["sound", "last words"] && result.codes == ["xml-malformed"])
        #expect(result.status("word/document.xml") == .failed && result.coverage.share == 0)
        let open = try read(Build.odt("<text:p>sound</text:p><text:p>last</unclosed>"))
        #expect(open.texts() == ["sound", "last"] && open.codes == ["xml-malformed"])
        var package = TestPackage()
        package.add("_rels/.rels", Build.rels([("r", "officeDocument", "word/document.xml", false)]))
        package.add(
            "word/document.xml",
            "<!DOCTYPE x [<!ENTITY a 'b'>]><w:document \(Build.namespaces)><w:body>\(Build.p("&a;"))</w:body></w:document>"
        )
        #expect(refusal(package.bytes)?.code == .damaged)
    }

    @Test func truncatedArchiveIsSalvaged() throws {
        let body = (0..<4_000).map { Build.p("Paragraph \($0 &* 7_919 % 10_007)") }.joined()
        let bytes = Build.docx(body).bytes
        let result = try read(Array(bytes.prefix(bytes.count * 3 / 5)))
        #expect(result.texts().first == "Paragraph 0" && result.texts().count > 100)
        #expect(result.codes.contains("damaged"))
    }

    @Test func aLongEndIsNoDamage() throws {
        let bytes = Build.docx(Build.p("whole")).bytes + [UInt8](repeating: 32, count: 70_000)
        let result = try read(bytes)
        #expect(result.texts() == ["whole"] && result.output.diagnostics.map(\.severity) == [.info])
    }

    @Test func duplicatePartsAreSaid() throws {
        var package = Build.docx(Build.p("first"))
        package.add(
            "WORD/document.xml", "<w:document \(Build.namespaces)><w:body>\(Build.p("second"))</w:body></w:document>")
        let result = try read(package)
        #expect(result.texts() == ["first"] && result.codes == ["zip-entry-duplicate"])
    }

    // MARK: - Limits

    @Test func depthIsLimited() throws {
        let result = try read(
            Build.docx(Build.p("sound") + String(repeating: "<w:tbl><w:tr><w:tc>", count: 2_000) + Build.p("core")))
        #expect(result.texts().first == "sound" && result.codes == ["limit-depth"])
        let lists = try read(
            Build.odt("<text:p>sound</text:p>" + String(repeating: "<text:list><text:list-item>", count: 2_000)))
        #expect(lists.texts() == ["sound"] && lists.codes == ["limit-depth"])
        let fits = try read(
            Build.odt(
                String(repeating: "<text:list><text:list-item>", count: 60) + "<text:p>deep</text:p>"
                    + String(repeating: "</text:list-item></text:list>", count: 60)))
        #expect(fits.texts() == ["deep"] && fits.blocks[0].level == 9)
    }

    @Test func inflatedBytesAreLimited() throws {
        var limits = JobLimits()
        limits.inflatedBytes = 300_000
        let body = String(repeating: Build.p("some words"), count: 20_000)
        let result = try read(Build.docx(body), limits: limits)
        #expect(result.texts().count > 100 && result.texts().count < 20_000)
        #expect(result.codes.contains("limit-inflated"))
        #expect(result.status("word/document.xml") == .failed)
    }

    @Test func ratioIsLimited() throws {
        var limits = JobLimits()
        limits.ratioFloor = 1 << 20
        let result = try read(
            Build.docx(Build.p("x") + Build.p(String(repeating: "lorem ", count: 2_000_000))), limits: limits)
        #expect(result.codes.contains("limit-ratio") && result.texts().first == "x")
    }

    @Test func entriesAreLimited() throws {
        var package = Build.docx(Build.p("x"))
        for n in 0..<50 { package.add("junk/\(n)", "") }
        var limits = JobLimits()
        limits.entries = 20
        let result = try read(package, limits: limits)
        #expect(result.texts() == ["x"] && result.codes == ["limit-entries"])
    }

    @Test func cellsSpacesAndRepeatsAreLimited() throws {
        var limits = JobLimits()
        limits.cells = 10
        let cells = try read(
            Build.docx(
                "<w:tbl><w:tr>" + String(repeating: "<w:tc>\(Build.p("c"))</w:tc>", count: 30) + "</w:tr></w:tbl>"),
            limits: limits)
        #expect(cells.codes == ["limit-cells"])
        #expect(cells.blocks.flatMap { $0.rows.flatMap { $0 } }.count { $0.text == "c" } == 10)
        let spaces = try read(Build.odt("<text:p>a<text:s text:c='2147483647'/>b</text:p>"))
        #expect(spaces.codes == ["limit-spaces"] && spaces.texts()[0].utf8.count < 1_000)
        let repeats = try read(
            Build.odt(
                "<table:table><table:table-row table:number-rows-repeated='1000000000'><table:table-cell table:number-columns-repeated='1000000000'><text:p>cell</text:p></table:table-cell></table:table-row></table:table>"
            ))
        #expect(repeats.codes == ["limit-repeats"] && repeats.coverage.textRead < 1 << 20)
        let spans = try read(
            Build.docx(
                "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1000000000'/></w:trPr>"
                    + ["2147483647", "-5", "abc", "99999999999999999999"].map {
                        "<w:tc><w:tcPr><w:gridSpan w:val='\($0)'/></w:tcPr>\(Build.p("x"))</w:tc>"
                    }.joined()
                    + "</w:tr></w:tbl>"))
        #expect(spans.texts() == ["|x|x|x|x"])
    }

    @Test func pictureSizeIsLimited() throws {
        var limits = JobLimits()
        limits.imageBytes = 10
        let result = try read(
            Build.docx(
                "<w:p><w:r><a:blip r:embed='m0'/></w:r></w:p>" + Build.p("x"),
                more: [("media/i.png", "image", "longer than ten")]), limits: limits)
        #expect(result.output.items.isEmpty && result.codes == ["limit-item"])
    }

    @Test func longParagraphsAndTablesGoOutInPieces() throws {
        let words = (0..<100_000).map { "word\($0)" }.joined(separator: " ")
        let result = try read(Build.docx(Build.p(words) + Build.p("end")))
        let pieces = result.blocks.dropLast()
        #expect(pieces.count > 1)
        #expect(pieces.map(\.continues) == [false] + Array(repeating: true, count: pieces.count - 1))
        #expect(pieces.map(\.text).joined() == words && result.blocks.last?.text == "end")
        let row = "<w:tr>" + (0..<20).map { "<w:tc>\(Build.p("cell \($0)"))</w:tc>" }.joined() + "</w:tr>"
        let table = try read(Build.docx("<w:tbl>" + String(repeating: row, count: 2_000) + "</w:tbl>"))
        #expect(table.blocks.count > 1 && table.blocks.reduce(0) { $0 + $1.rows.count } == 2_000)
        #expect(table.blocks.map(\.continues) == [false] + Array(repeating: true, count: table.blocks.count - 1))
        let cell = try read(
            Build.docx("<w:tbl><w:tr><w:tc>\(Build.p(words))</w:tc><w:tc>\(Build.p("two"))</w:tc></w:tr></w:tbl>"))
        #expect(cell.blocks.flatMap { $0.rows.flatMap { $0.map(\.text) } }.joined() == words + "two")
    }

    @Test func cyclesAndChainsOfStylesEnd() throws {
        func style(_ id: String, _ base: String) -> String {
            "<w:style w:type='paragraph' w:styleId='\(id)'><w:basedOn w:val='\(base)'/></w:style>"
        }
        let cycle =
            "<w:styles \(Build.namespaces)>" + style("A", "B") + style("B", "A") + style("D", "D") + "</w:styles>"
        let result = try read(
            Build.docx(
                Build.p("a", "<w:pStyle w:val='A'/>") + Build.p("d", "<w:pStyle w:val='D'/>"),
                more: [("styles.xml", "styles", cycle)]))
        #expect(result.texts() == ["a", "d"])
        let numbering =
            "<w:numbering \(Build.namespaces)><w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='L'/></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
        let linked =
            "<w:styles \(Build.namespaces)><w:style w:type='numbering' w:styleId='L'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style></w:styles>"
        let list = try read(
            Build.docx(
                Build.p("x", "<w:numPr><w:ilvl w:val='99'/><w:numId w:val='1'/></w:numPr>"),
                more: [("numbering.xml", "numbering", numbering), ("styles.xml", "styles", linked)]))
        #expect(list.blocks[0].level == 9)
    }

    @Test func vocabulariesAreInOrder() {
        for (index, name) in WordName.allCases.enumerated() {
            #expect(name.number == index + 1 && WordName(number: index + 1) == name)
        }
        for (index, name) in ODFName.allCases.enumerated() {
            #expect(name.number == index + 1 && ODFName(number: index + 1) == name)
        }
        #expect(WordName(number: 0) == nil && WordName(number: WordName.allCases.count + 1) == nil)
        #expect(WordName.allCases.count <= 255 && ODFName.allCases.count <= 255)
        #expect(Set(WordName.words).count == WordName.words.count && Set(ODFName.words).count == ODFName.words.count)
    }

    @Test func anyDamageIsSurvived() throws {
        let package = Build.docx(
            Build.p("some text")
                + "<w:tbl><w:tr><w:tc>\(Build.p("cell"))</w:tc></w:tr></w:tbl><w:p><w:r><m:oMath><m:d><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d></m:oMath></w:r></w:p>"
        )
        let open = Build.odt(
            "<text:p>a<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p><table:table><table:table-row><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>"
        )
        var state: UInt64 = 7
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for source in [package, open] {
            for _ in 0..<400 {
                var changed = source
                let part = random(changed.parts.count)
                // Cut, double or overwrite a stretch of one part: tags get lost, repeated and crossed.
                var bytes = changed.parts[part].bytes
                let from = random(bytes.count)
                let to = min(bytes.count, from + 1 + random(40))
                switch random(3) {
                case 0: bytes.removeSubrange(from..<to)
                case 1: bytes.insert(contentsOf: bytes[from..<to], at: random(bytes.count))
                default: bytes[from] = UInt8(random(256))
                }
                changed.parts[part].bytes = bytes
                do throws(PluginError) {
                    _ = try read(changed)
                } catch {
                    #expect(error.code != .internal, "\(error.message)")
                }
            }
        }
    }
}
