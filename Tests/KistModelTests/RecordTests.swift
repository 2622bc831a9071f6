import KistModel
import Testing

@Suite struct RecordTests {
    @Test func anIdIsSixteenCrockfordDigits() {
        #expect(RecordID(bytes: Array(repeating: UInt8(0), count: 10)).text == "0000000000000000")
        #expect(RecordID(bytes: Array(repeating: UInt8(255), count: 32)).text == "zzzzzzzzzzzzzzzz")
        #expect(
            RecordID(bytes: [0x08, 0x42, 0x10, 0x84, 0x21, 0x08, 0x42, 0x10, 0x84, 0x21]).text == "1111111111111111")
        #expect(RecordID("0123456789abcdef")?.text == "0123456789abcdef")
        for bad in ["", "0123", "0123456789ABCDEF", "0123456789abcdel", "0123456789abcdefg"] {
            #expect(RecordID(bad) == nil)
        }
    }

    @Test func aRecordComesBackFromItsJSON() throws {
        let id = try #require(RecordID("0123456789abcdef"))
        let record = KistRecord(id: id, type: "strategy", fields: ["title": ["en": "Feedback"], "x-own": [1, "two"]])
        #expect(KistRecord(json: record.json) == record)
        #expect(KistRecord(json: ["id": "nope", "type": "strategy", "fields": [:]]) == nil)
    }

    @Test func aReferenceKeepsTheWordsItWasMadeOf() throws {
        let id = try #require(RecordID("0123456789abcdef"))
        let reference = RecordReference(id: id, words: "Black and Wiliam 1998", rest: ["note": "p. 7"])
        #expect(RecordReference(reference.json) == reference)
        #expect(RecordReference("doi:10.1/x") == RecordReference(words: "doi:10.1/x"))
        #expect(RecordReference(["note": "x"]) == nil)
    }
}
