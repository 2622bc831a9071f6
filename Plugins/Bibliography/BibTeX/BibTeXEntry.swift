/// The fields of one BibTeX entry. All text stands in `bytes`, which is valid UTF-8; fields name ranges of it.
struct BibTeXEntry {
    struct Field {
        /// Lower case.
        var name: String
        /// The value as TeX, without its outer braces or quotes, constants put in.
        var value: Range<Int>
        /// Whether the value is a bare constant or number, so that `{…}` did not protect it.
        var isBare: Bool
    }

    /// Lower case, for example `inproceedings`.
    var type: String
    var key: String
    var line: Int
    var offset: Int64
    var bytes: [UInt8]
    var fields: [Field] = []
    /// Fields that occur again in the entry: only the first counts, the rest is kept aside.
    var repeated: [Field] = []
    var notes: [BibTeXNote] = []
    /// Bytes that joining values with `#` has added.
    var joined = 0

    func range(_ name: String) -> Range<Int>? {
        let length = name.utf8.count
        for field in fields where field.name.utf8.count == length && field.name == name { return field.value }
        return nil
    }

    /// The value as it stands, without TeX being read.
    func raw(_ name: String) -> String? { range(name).map { ASCII.text(bytes, $0) } }

    /// Adds a field with a text from elsewhere.
    mutating func append(_ name: String, _ value: some Collection<UInt8>, isBare: Bool = false) {
        let start = bytes.count
        bytes.append(contentsOf: value)
        fields.append(Field(name: name, value: start..<bytes.count, isBare: isBare))
    }
}

/// Something odd in an entry that was read all the same.
struct BibTeXNote: Hashable {
    enum Code: String {
        case missingComma = "bibtex-missing-comma"
        case undefinedConstant = "bibtex-undefined-constant"
        case repeatedField = "bibtex-repeated-field"
        case tooLong = "limit-field"
    }

    var code: Code
    var message: String
}
