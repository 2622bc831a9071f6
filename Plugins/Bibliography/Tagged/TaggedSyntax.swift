/// How a tagged format writes its lines, and where its records begin and end.
enum TaggedSyntax: Sendable {
    /// `AU  - Black, Paul`; from `TY` to `ER`.
    case ris
    /// `%A Black, Paul`; from `%0`, or to the next blank line.
    case refer
    /// `AU Black, P`, further lines indented; from `PT` to `ER`.
    case isi
    /// `FAU - Black, Paul`, further lines indented; from `PMID`, or to the next blank line.
    case medline
    /// A line `Author`, its value on indented lines below; from a line `<1>`.
    case ovid

    enum Mark {
        /// A line that begins a record, whatever came before.
        case begins
        /// A line that begins a record after a blank one.
        case beginsAfterBlank
        case ends
        /// A line of the file's own, between the records.
        case outside
        case field
    }

    /// The tag that a line begins with, and where its value starts.
    func read(_ bytes: [UInt8], _ line: Range<Int>) -> (tag: FieldTag, value: Int)? {
        switch self {
        case .ris: RISLine.read(bytes, line)
        case .refer: Self.refer(bytes, line)
        case .isi: Self.isi(bytes, line)
        case .medline: Self.medline(bytes, line)
        case .ovid: OvidLine.read(bytes, line)
        }
    }

    func mark(_ tag: FieldTag) -> Mark {
        switch self {
        case .ris: tag == RISLine.type ? .begins : tag == RISLine.end ? .ends : .field
        case .refer: tag == Self.referType ? .begins : .beginsAfterBlank
        case .isi:
            switch tag {
            case Self.isiType: .begins
            case RISLine.end: .ends
            case Self.isiFile, Self.isiVersion, Self.isiEndOfFile: .outside
            default: .field
            }
        case .medline: tag == Self.medlineNumber ? .begins : .beginsAfterBlank
        case .ovid: tag == OvidLine.number ? .begins : .field
        }
    }

    /// Whether a line that begins with this byte may be one at which a record begins or ends: a quick look before the
    /// full one. Records that end at blank lines need the full look at all.
    @inline(__always)
    func mayDivide(_ byte: UInt8) -> Bool {
        switch self {
        case .ris:
            byte | 0x20 == UInt8(ascii: "t") || byte | 0x20 == UInt8(ascii: "e") || byte == 0x20 || byte == 0x09
        case .isi: byte == UInt8(ascii: "P") || byte == UInt8(ascii: "E") || byte == UInt8(ascii: "F")
        case .ovid: byte == UInt8(ascii: "<")
        case .refer: byte == UInt8(ascii: "%")
        case .medline: true
        }
    }

    /// What stands between the lines of one field.
    func joint(afterBlank: Bool) -> UInt8 {
        switch self {
        case .ris: afterBlank ? 0x0A : 0x20
        case .refer, .ovid: 0x0A
        case .isi, .medline: 0x20
        }
    }

    static let medlineNumber = FieldTag("PMID")
    private static let referType = FieldTag("%0")
    private static let isiType = FieldTag("PT")
    private static let isiFile = FieldTag("FN")
    private static let isiVersion = FieldTag("VR")
    private static let isiEndOfFile = FieldTag("EF")

    // MARK: - Lines

    private static func refer(_ bytes: [UInt8], _ line: Range<Int>) -> (tag: FieldTag, value: Int)? {
        let start = line.lowerBound
        guard line.count >= 2, bytes[start] == UInt8(ascii: "%"), bytes[start + 1] > 0x20, bytes[start + 1] < 0x7F,
            line.count == 2 || bytes[start + 2] == 0x20 || bytes[start + 2] == 0x09
        else { return nil }
        return (FieldTag(bytes, start..<start + 2), start + 2)
    }

    private static func isi(_ bytes: [UInt8], _ line: Range<Int>) -> (tag: FieldTag, value: Int)? {
        let start = line.lowerBound
        guard line.count >= 2, bytes[start] &- 0x41 < 26,
            bytes[start + 1] &- 0x41 < 26 || ASCII.isDigit(bytes[start + 1]),
            line.count == 2 || bytes[start + 2] == 0x20 || bytes[start + 2] == 0x09
        else { return nil }
        return (FieldTag(bytes, start..<start + 2), start + 2)
    }

    /// A word of two to four capitals, padded to four, and a hyphen.
    private static func medline(_ bytes: [UInt8], _ line: Range<Int>) -> (tag: FieldTag, value: Int)? {
        let start = line.lowerBound
        guard line.count >= 3 else { return nil }
        var index = start
        while index < line.upperBound, index - start < 4, bytes[index] &- 0x41 < 26 || ASCII.isDigit(bytes[index]) {
            index += 1
        }
        let end = index
        guard end - start >= 2, bytes[start] &- 0x41 < 26 else { return nil }
        while index < line.upperBound, index - start < 6, bytes[index] == 0x20 { index += 1 }
        guard index < line.upperBound, bytes[index] == UInt8(ascii: "-"), index - start <= 5,
            index + 1 == line.upperBound || bytes[index + 1] == 0x20
        else { return nil }
        return (FieldTag(bytes, start..<end), index + 1)
    }
}
