/// One MARC record, however it came: ISO 2709, MARCXML or JSON. Values are stretches of `bytes`, valid UTF-8.
struct MARCRecord {
    struct Subfield {
        var code: UInt8
        var value: Range<Int>
    }

    struct Field {
        /// Three digits; 0 for one that is something else.
        var tag: Int
        var indicators: (UInt8, UInt8)
        /// A control field's text.
        var value: Range<Int>
        /// Its places among the record's subfields.
        var subfields: Range<Int>
    }

    static let maximumFields = 10_000

    private(set) var bytes: [UInt8] = []
    private(set) var leader: Range<Int> = 0..<0
    private(set) var fields: [Field] = []
    private(set) var subfields: [Subfield] = []

    /// A record of bytes that are text already, in places that `addField` and `addSubfield` name.
    init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        fields.reserveCapacity(24)
        subfields.reserveCapacity(48)
    }

    // MARK: - Building

    mutating func setLeader(_ range: Range<Int>) { leader = range }

    mutating func addField(_ tag: Int, value: Range<Int>) {
        guard fields.count < Self.maximumFields else { return }
        fields.append(
            Field(tag: tag, indicators: (0x20, 0x20), value: value, subfields: subfields.count..<subfields.count))
    }

    mutating func addField(_ tag: Int, _ first: UInt8, _ second: UInt8) {
        guard fields.count < Self.maximumFields else { return }
        fields.append(
            Field(tag: tag, indicators: (first, second), value: 0..<0, subfields: subfields.count..<subfields.count))
    }

    /// Adds a subfield to the last field.
    mutating func addSubfield(_ code: UInt8, _ value: Range<Int>) {
        guard let last = fields.indices.last, subfields.count < Self.maximumFields * 4 else { return }
        subfields.append(Subfield(code: code, value: value))
        fields[last].subfields = fields[last].subfields.lowerBound..<subfields.count
    }

    /// Puts a text into the record.
    mutating func add(_ text: some Collection<UInt8>) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: text)
        return start..<bytes.count
    }

    /// Control characters other than the format's own become spaces.
    mutating func clean() {
        var found = false
        for byte in bytes where byte < 0x1D { found = true }
        guard found else { return }
        for index in bytes.indices where bytes[index] < 0x1D { bytes[index] = 0x20 }
    }

    // MARK: - Reading

    func text(_ range: Range<Int>) -> String { ASCII.text(bytes, range) }

    /// The first subfield with this code, white space and cataloguers' closing punctuation off.
    func first(_ field: Field, _ code: Character) -> Range<Int>? {
        guard let code = code.asciiValue else { return nil }
        for subfield in subfields[field.subfields] where subfield.code == code {
            let value = trimmed(subfield.value)
            if !value.isEmpty { return value }
        }
        return nil
    }

    func all(_ field: Field, _ codes: String) -> [Range<Int>] {
        subfields[field.subfields].filter { codes.utf8.contains($0.code) }.map { trimmed($0.value) }.filter {
            !$0.isEmpty
        }
    }

    /// Without white space at its ends, nor the ` / : ; =` or comma that leads to the next subfield in printed form. All
    /// but the comma stand after a space there.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var range = ASCII.trimmed(bytes, range)
        while let last = range.last {
            let isAfterSpace = last > range.lowerBound && bytes[last - 1] == 0x20
            guard bytes[last] == UInt8(ascii: ",") || isAfterSpace && "/:;=".utf8.contains(bytes[last]) else { break }
            range = ASCII.trimmed(bytes, range.lowerBound..<last)
        }
        return range
    }

    /// Also without a full stop, unless it ends an initial or an abbreviation of up to three letters.
    func withoutStop(_ range: Range<Int>) -> Range<Int> {
        let range = trimmed(range)
        guard let last = range.last, bytes[last] == UInt8(ascii: "."), range.count > 4 else { return range }
        var start = last
        while start > range.lowerBound, bytes[start - 1] != 0x20, bytes[start - 1] != UInt8(ascii: ".") { start -= 1 }
        return last - start > 3 ? range.lowerBound..<last : range
    }

    func has(_ tag: Int) -> Bool { fields.contains { $0.tag == tag } }

    /// A field in the form in which cataloguers write it: `$a Title $b rest`.
    func written(_ field: Field) -> String {
        if field.subfields.isEmpty { return text(ASCII.trimmed(bytes, field.value)) }
        return subfields[field.subfields].map {
            "$\(Character(Unicode.Scalar($0.code))) \(text(ASCII.trimmed(bytes, $0.value)))"
        }.joined(separator: " ")
    }
}
