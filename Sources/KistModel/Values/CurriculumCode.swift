/// A code of Scotland's experiences and outcomes, for example `LIT 2-02a`: prefix, level, line and statement.
public struct CurriculumCode: Hashable, Sendable {
    public var prefix: String
    /// 0 early to 4 fourth.
    public var level: Int
    public var line: String
    /// The letter of the statement; empty for a whole line.
    public var statement: String

    public static let prefixes: Set<String> = [
        "LIT", "ENG", "GAI", "LGL", "MLAN", "LCS", "MNU", "MTH", "HWB", "EXA", "RME", "RERC", "SCN", "SOC", "TCH",
    ]

    /// Reads `LIT 2-02a`, `lit2-02A`, `mnu1-03` and forms with other dashes.
    public init?(_ text: String) {
        let bytes = text.unicodeScalars.compactMap { scalar -> UInt8? in
            if (0x2010...0x2015).contains(scalar.value) || scalar.value == 0x2212 { return UInt8(ascii: "-") }
            if scalar.value == 0xA0 { return UInt8(ascii: " ") }
            return scalar.isASCII ? UInt8(scalar.value) : 0
        }
        guard bytes.count <= 16 else { return nil }
        var rest = bytes[...]
        let letters = rest.prefix { ($0 | 0x20) &- 0x61 < 26 }
        rest = rest.dropFirst(letters.count).drop { $0 == UInt8(ascii: " ") }
        let prefix = String(decoding: letters.map { $0 & 0xDF }, as: UTF8.self)
        guard Self.prefixes.contains(prefix), let level = rest.popFirst(), level &- 0x30 < 5 else { return nil }
        guard rest.popFirst() == UInt8(ascii: "-") else { return nil }
        let line = rest.prefix(2)
        guard line.count == 2, line.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        rest = rest.dropFirst(2)
        let statement = rest.prefix(1).filter { ($0 | 0x20) &- 0x61 < 26 }
        guard rest.count == statement.count else { return nil }
        self.prefix = prefix
        self.level = Int(level - 0x30)
        self.line = String(decoding: line, as: UTF8.self)
        self.statement = String(decoding: statement.map { $0 | 0x20 }, as: UTF8.self)
    }

    public var text: String { "\(prefix) \(level)-\(line)\(statement)" }

    /// All forms under which it should be found: with and without statement, line and space.
    public var searchForms: [String] {
        var forms = [
            text, "\(prefix)\(level)-\(line)\(statement)", "\(prefix) \(level)-\(line)", "\(prefix)\(level)-\(line)",
            "\(prefix) \(level)",
        ]
        if statement.isEmpty { forms.removeFirst(2) }
        return forms.map { $0.lowercased() }
    }
}
