/// The fields of UNIMARC as those of MARC 21, where they have a counterpart.
enum UNIMARC {
    private static let tags: [Int: Int] = [
        10: 20, 11: 22, 101: 41, 200: 245, 205: 250, 210: 260, 214: 264, 215: 300, 225: 490, 300: 500, 328: 502,
        330: 520, 461: 773, 463: 773, 606: 650, 610: 653, 700: 100, 701: 700, 702: 700, 710: 110, 711: 710, 712: 710,
        856: 856, 1: 1,
    ]

    static func translate(_ record: inout MARCRecord) {
        let old = record
        var new = MARCRecord(old.bytes)
        new.setLeader(old.leader)
        for field in old.fields {
            let tag = tags[field.tag] ?? (field.tag < 10 ? field.tag : 900)
            if field.subfields.isEmpty {
                new.addField(tag, value: field.value)
                continue
            }
            new.addField(tag, UInt8(ascii: "1"), field.indicators.1)
            let isName = tag == 100 || tag == 700
            let given = isName ? old.first(field, "b") : nil
            for subfield in old.subfields[field.subfields] {
                var (code, value) = (subfield.code, subfield.value)
                switch (tag, code) {
                case (245, UInt8(ascii: "e")): code = UInt8(ascii: "b")
                case (245, UInt8(ascii: "f")): code = UInt8(ascii: "c")
                case (260, UInt8(ascii: "c")): code = UInt8(ascii: "b")
                case (260, UInt8(ascii: "d")): code = UInt8(ascii: "c")
                case (100, UInt8(ascii: "a")), (700, UInt8(ascii: "a")):
                    if let given { value = new.add("\(old.text(old.trimmed(value))), \(old.text(given))".utf8) }
                case (100, UInt8(ascii: "4")), (700, UInt8(ascii: "4")): continue
                default: break
                }
                new.addSubfield(code, value)
            }
        }
        record = new
    }
}
