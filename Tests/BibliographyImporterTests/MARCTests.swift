import KistPlugin
import Testing

@testable import BibliographyImporter

@Suite struct MARCTests {
    /// A record in ISO 2709 of these fields (tag, content with `$` for the subfield mark).
    static func record(_ fields: [(String, [UInt8])], leader9: Character = "a") -> [UInt8] {
        var directory: [UInt8] = [], data: [UInt8] = []
        func padded(_ number: Int, _ width: Int) -> [UInt8] {
            let digits = String(number)
            return Array((String(repeating: "0", count: width - digits.count) + digits).utf8)
        }
        for (tag, content) in fields {
            var bytes = content + [0x1E]
            for index in bytes.indices
            where bytes[index] == UInt8(ascii: "$") && (index == 0 || bytes[index - 1] != 0x1B) {
                bytes[index] = 0x1F
            }
            directory += Array(tag.utf8) + padded(bytes.count, 4) + padded(data.count, 5)
            data += bytes
        }
        directory.append(0x1E)
        let base = 24 + directory.count
        let length = base + data.count + 1
        return padded(length, 5) + Array("nam \(leader9)22".utf8) + padded(base, 5) + Array(" a 4500".utf8) + directory
            + data + [0x1D]
    }

    static let plain: [(String, [UInt8])] = [
        ("001", Array("k1".utf8)), ("008", Array("240101s1960    xx            000 0 eng d".utf8)),
        ("020", Array("  $a0306406152 (pbk.)".utf8)), ("100", Array("1 $aBlack, Paul,$d1930-".utf8)),
        ("245", Array("10$aInside the black box :$braising standards /$cPaul Black.".utf8)),
        ("260", Array("  $aLondon :$bKing’s College,$cc1960.".utf8)), ("300", Array("  $a24 p. ;$c30 cm".utf8)),
        ("650", Array(" 0$aSchools$zScotland.".utf8)), ("700", Array("1 $aWiliam, Dylan.$4edt".utf8)),
        ("773", Array("0 $tA journal$gVol. 33, no. 2, p. 842-857$x1234-5678".utf8)),
        ("856", Array("40$uhttps://doi.org/10.1000/Abc".utf8)), ("999", Array("  $axyz".utf8)),
    ]

    private func check(_ read: Reading) {
        #expect(read.text("title") == "Inside the black box: raising standards")
        #expect(read.names() == ["|Black|Paul|"])
        #expect(read.names("editor") == ["|Wiliam|Dylan|"])
        #expect(read.text("publisher-place") == "London")
        #expect(read.text("publisher") == "King’s College")
        #expect(read["issued"] == ["date-parts": [[1960]]])
        #expect(read.text("ISBN") == "0306406152")
        #expect(read.text("container-title") == "A journal")
        #expect(read.text("volume") == "33")
        #expect(read.text("issue") == "2")
        #expect(read.text("page") == "842-857")
        #expect(read.text("keyword") == "Schools -- Scotland")
        #expect(read.text("DOI") == "10.1000/abc")
        #expect(read.entries.first?.key == "k1")
        #expect(read.entries.first?.unknown["999"] == ["$a xyz"])
    }

    @Test func readsISO2709() {
        let read = Reading(Self.record(Self.plain), format: "marc21")
        check(read)
        #expect(read.entries.first?.place == "record 1")
        #expect(read.codes == ["encoding"])
    }

    @Test func readsTheSameFromXMLAndJSON() {
        var xml =
            "<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record><leader>00000nam a2200000 a 4500</leader>"
        var json = "[{\"leader\": \"00000nam a2200000 a 4500\", \"fields\": ["
        for (index, (tag, content)) in Self.plain.enumerated() {
            let text = String(decoding: content, as: UTF8.self)
            if index > 0 { json += "," }
            if tag < "010" {
                xml += "<controlfield tag=\"\(tag)\">\(text)</controlfield>"
                json += "{\"\(tag)\": \"\(text)\"}"
                continue
            }
            let parts = text.split(separator: "$", omittingEmptySubsequences: false)
            let (first, second) = (parts[0].prefix(1), parts[0].suffix(1))
            xml += "<datafield tag=\"\(tag)\" ind1=\"\(first)\" ind2=\"\(second)\">"
            xml += parts.dropFirst().map { "<subfield code=\"\($0.prefix(1))\">\($0.dropFirst())</subfield>" }.joined()
            xml += "</datafield>"
            let subfields = parts.dropFirst().map { "{\"\($0.prefix(1))\": \"\($0.dropFirst())\"}" }.joined(
                separator: ",")
            json += "{\"\(tag)\": {\"ind1\": \"\(first)\", \"ind2\": \"\(second)\", \"subfields\": [\(subfields)]}}"
        }
        check(Reading(Array((xml + "</record></collection>").utf8), format: "marcxml"))
        check(Reading(Array((json + "]}]").utf8), format: "csl-json"))
    }

    /// Bytes of MARC-8 and what they say.
    static let marc8: [(bytes: [UInt8], text: String)] = [
        // Marks stand before their letters.
        (Array("Caf".utf8) + [0xE2] + Array("e M".utf8) + [0xE8] + Array("uller".utf8), "Café Müller"),
        ([0xE8, 0xF0, 0x75], "ü\u{327}"), ([0xB2, 0xA5, 0xC7, 0xB1], "øÆßł"),
        ([0xEB, 0x69, 0xEC, 0x61], "i\u{361}a"),
        ([0x1B, 0x28, 0x4E, 0x6D, 0x4F, 0x53, 0x4B, 0x57, 0x41, 0x1B, 0x28, 0x42] + Array(" ok".utf8), "Москва ok"),
        ([0x1B, 0x28, 0x53, 0x61, 0x62, 0x64, 0x1B, 0x28, 0x42], "αβγ"),
        ([0x1B, 0x28, 0x32, 0x79, 0x6C, 0x65, 0x6D, 0x1B, 0x28, 0x42], "שלום"),
        ([0x1B, 0x28, 0x33, 0x47, 0x64, 0x1B, 0x28, 0x42], "ال"),
        ([0x48, 0x1B, 0x62, 0x32, 0x1B, 0x73, 0x4F], "H₂O"), ([0x78, 0x1B, 0x70, 0x32, 0x1B, 0x73], "x²"),
    ]

    @Test(arguments: marc8)
    func readsMARC8(_ bytes: [UInt8], _ text: String) {
        let field = Array("10$a".utf8) + bytes
        let read = Reading(
            Self.record(
                [("008", Array("240101s1960    xx            000 0 eng d".utf8)), ("245", field)], leader9: " "),
            format: "marc21")
        #expect(read.text("title") == text)
    }

    @Test func refusesTheEastAsianSetLoudly() {
        let field = Array("10$aA ".utf8) + [0x1B, 0x24, 0x31, 0x21, 0x30, 0x21, 0x1B, 0x28, 0x42] + Array(" b".utf8)
        let read = Reading(Self.record([("245", field)], leader9: " "), format: "marc21")
        #expect(read.text("title") == "A \u{FFFD} b")
        #expect(read.codes.contains("marc8-set"))
    }

    @Test func letsABrokenRecordFailAlone() {
        let good = Self.record(Self.plain)
        var wrongLength = good
        wrongLength.replaceSubrange(0..<5, with: Array("00099".utf8))
        var broken = good
        for index in 24..<200 where broken[index] == 0x1E { broken[index] = 0x20 }
        broken = broken.map { $0 == 0x1E ? 0x20 : $0 }
        let read = Reading(good + wrongLength + broken + [0x0A] + good + good.prefix(100), format: "marc21")
        #expect(read.entries.count == 3)
        #expect(read.codes.isSuperset(of: ["marc-length", "marc-directory", "marc-cut"]), "\(read.codes)")
        #expect(read.errors.compactMap(\.place) == ["record 3", "record 5"])
    }

    @Test func saysWhichEncodingItChose() {
        let utf8 = Self.record([("245", Array("10$aGröße".utf8))], leader9: " ")
        let read = Reading(utf8, format: "marc21")
        #expect(read.text("title") == "Größe")
        let latin = Self.record([("245", Array("10$aGr".utf8) + [0xF6, 0xDF] + Array("e".utf8))])
        #expect(Reading(latin, format: "marc21").codes.contains("encoding-guessed"))
        #expect(Reading(latin, format: "marc21").text("title") == "Größe")
    }

    @Test func neverStumblesOverDamage() {
        var random = Seeded(77)
        let seed = Self.record(Self.plain) + Self.record(Self.plain, leader9: " ")
        for _ in 0..<1_500 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...10, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                } else {
                    bytes.remove(at: place)
                }
            }
            #expect(Reading(bytes, format: "marc21").failure?.code != .internal)
        }
    }
}
