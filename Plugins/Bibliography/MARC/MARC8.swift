/// Reads MARC-8: ANSEL with combining marks before their letters, Greek, Cyrillic, Hebrew, basic Arabic, super- and
/// subscripts. The East Asian set and extended Arabic are not read; each of their characters becomes U+FFFD.
struct MARC8 {
    struct Findings: OptionSet {
        let rawValue: Int
        /// A set that is not read.
        static let unsupportedSet = Findings(rawValue: 1)
        /// A byte or an escape without a meaning.
        static let damaged = Findings(rawValue: 2)
    }

    private(set) var findings: Findings = []
    private var g0 = MARC8Set.ascii
    private var g1 = MARC8Set.ansel
    private var marks: [Unicode.Scalar] = []

    /// Appends the text as UTF-8, letters and marks composed where there is one character for both. The sets that escapes
    /// choose hold to the end of a field, so one value is made for each.
    static func decode(_ bytes: ArraySlice<UInt8>, to out: inout [UInt8]) -> Findings {
        // Nearly all fields are ASCII.
        if !bytes.contains(where: { $0 >= 0x80 || $0 == 0x1B }) {
            out.append(contentsOf: bytes)
            return []
        }
        var decoder = MARC8()
        decoder.run(bytes, &out)
        return decoder.findings
    }

    private mutating func run(_ bytes: ArraySlice<UInt8>, _ out: inout [UInt8]) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == 0x1B {
                index = escape(bytes, index + 1)
                continue
            }
            if byte < 0x21 || byte == 0x7F {
                // A subfield's mark begins a new stretch; sets stay, marks without a letter go.
                if byte == 0x1F || byte == 0x1E { flush(&out) }
                put(Unicode.Scalar(byte), &out)
                index += 1
                continue
            }
            let set = byte < 0x80 ? g0 : g1
            if set == .eastAsian {
                findings.insert(.unsupportedSet)
                put("\u{FFFD}", &out)
                index = min(index + 3, bytes.endIndex)
                continue
            }
            // Control characters of the upper half: joiners, and the signs that hide an article from sorting.
            if byte >= 0x80, byte < 0xA1 {
                switch byte {
                case 0x8D: put("\u{200D}", &out)
                case 0x8E: put("\u{200C}", &out)
                case 0x88, 0x89, 0xA0: break
                default: unknown(&out)
                }
                index += 1
                continue
            }
            index += 1
            switch set.character(byte) {
            case .letter(let scalar): put(scalar, &out)
            case .mark(let scalar): if marks.count < 16 { marks.append(scalar) }
            case .nothing: break
            case .unsupported:
                findings.insert(.unsupportedSet)
                put("\u{FFFD}", &out)
            case nil: unknown(&out)
            }
        }
        flush(&out)
    }

    private mutating func unknown(_ out: inout [UInt8]) {
        findings.insert(.damaged)
        put("\u{FFFD}", &out)
    }

    /// An escape sequence after its ESC; returns where reading goes on.
    private mutating func escape(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int {
        func at(_ index: Int) -> UInt8? { index < bytes.endIndex ? bytes[index] : nil }
        guard let first = at(start) else {
            findings.insert(.damaged)
            return start
        }
        switch first {
        case UInt8(ascii: "g"), UInt8(ascii: "b"), UInt8(ascii: "p"), UInt8(ascii: "s"):
            g0 = MARC8Set(final: first) ?? .ascii
            return start + 1
        case UInt8(ascii: "("), UInt8(ascii: ","), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "$"):
            var index = start + 1
            var isUpper = first == UInt8(ascii: ")") || first == UInt8(ascii: "-")
            if first == UInt8(ascii: "$"), let next = at(index), ",)-".utf8.contains(next) {
                isUpper = next != UInt8(ascii: ",")
                index += 1
            }
            if at(index) == UInt8(ascii: "!") { index += 1 }
            guard let final = at(index), let set = MARC8Set(final: final) else {
                findings.insert(.damaged)
                return start
            }
            if isUpper { g1 = set } else { g0 = set }
            return index + 1
        default:
            findings.insert(.damaged)
            return start
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar, _ out: inout [UInt8]) {
        guard !marks.isEmpty else { return out.append(scalar) }
        var base = scalar
        var rest: [Unicode.Scalar] = []
        for mark in marks {
            if rest.isEmpty, let whole = TeXAccents.compose(base, mark) { base = whole } else { rest.append(mark) }
        }
        marks.removeAll()
        out.append(base)
        for mark in rest { out.append(mark) }
    }

    private mutating func flush(_ out: inout [UInt8]) {
        for mark in marks { out.append(mark) }
        marks.removeAll()
    }
}
