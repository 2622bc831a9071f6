import KistModel
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        (#"{"b":1.50,"a":[true,null,"x"]}"#, #"{"a":[true,null,"x"],"b":1.50}"#),
        (#" { "é" : "\u00e9\n\ud83d\ude00\/" } "#, "{\"é\":\"é\\n😀/\"}"),
        ("-0.0e+7", "-0.0e+7"),
        (#"{"z":{},"y":[]}"#, #"{"y":[],"z":{}}"#),
    ])
    func canonicalFormSortsNamesAndKeepsNumbers(text: String, canonical: String) throws {
        #expect(String(decoding: try JSONParser.parse(text).canonical, as: UTF8.self) == canonical)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "1e", "\"a", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"", "tru", "[1] x",
        "\"\t\"",
        "{\"a\":1,\"a\":2}", "{a:1}", "nul", "+1", "--1",
    ])
    func whatIsNotJSONIsRefusedWithItsPlace(text: String) {
        #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    }

    @Test func textThatIsNotUTF8IsRefused() {
        #expect(throws: JSONError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    }

    @Test func nestingIsLimited() throws {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect { try JSONParser.parse(deep) } throws: { ($0 as? JSONError)?.code == .tooDeep }
        _ = try JSONParser.parse(deep, maximumDepth: 200)
    }

    @Test func membersKeepTheirOrderAndComeBack() throws {
        let text = #"{"z":1,"a":{"y":"\u0001","b":[1,2,{"c":null}]}}"#
        let value = try JSONParser.parse(text)
        #expect(value.compact == text)
        #expect(try JSONParser.parse(value.pretty) == value)
        #expect(value["a"]?["b"]?.array?.count == 3)
    }
}
