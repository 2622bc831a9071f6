/// TeX's accent commands and the letters that they make.
enum TeXAccents {
    /// The combining mark of an accent command, by its name (a character or a word).
    static func mark(_ name: UInt8) -> Unicode.Scalar? {
        switch name {
        case UInt8(ascii: "`"): "\u{300}"
        case UInt8(ascii: "'"): "\u{301}"
        case UInt8(ascii: "^"): "\u{302}"
        case UInt8(ascii: "~"): "\u{303}"
        case UInt8(ascii: "\""): "\u{308}"
        case UInt8(ascii: "="): "\u{304}"
        case UInt8(ascii: "."): "\u{307}"
        default: nil
        }
    }

    /// Accent commands that are letters.
    static let marks: [String: Unicode.Scalar] = [
        "u": "\u{306}", "v": "\u{30C}", "H": "\u{30B}", "c": "\u{327}", "k": "\u{328}", "d": "\u{323}",
        "b": "\u{331}", "r": "\u{30A}", "t": "\u{361}", "G": "\u{30F}", "f": "\u{311}", "U": "\u{30D}",
        "grave": "\u{300}", "acute": "\u{301}", "hat": "\u{302}", "tilde": "\u{303}", "bar": "\u{304}",
        "dot": "\u{307}", "ddot": "\u{308}", "check": "\u{30C}", "breve": "\u{306}", "mathring": "\u{30A}",
        "textcommabelow": "\u{326}", "capitalacute": "\u{301}",
    ]

    /// What an accent without a letter prints.
    static let spacing: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{300}": "`", "\u{301}": "´", "\u{302}": "^", "\u{303}": "~", "\u{308}": "¨", "\u{304}": "¯",
        "\u{307}": "˙", "\u{306}": "˘", "\u{30C}": "ˇ", "\u{30B}": "˝", "\u{327}": "¸", "\u{328}": "˛", "\u{30A}": "˚",
    ]

    /// Letter and mark as one character, where there is one.
    static func compose(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
        composed[UInt64(base.value) << 32 | UInt64(mark.value)]
    }

    private static let composed: [UInt64: Unicode.Scalar] = {
        // Letters and their accented forms, in pairs.
        let table: [(Unicode.Scalar, String)] = [
            ("\u{300}", "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹWẀwẁYỲyỳ"),
            ("\u{301}", "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźGǴgǵKḰkḱMḾmḿPṔpṕWẂwẃÆǼæǽØǾøǿ"),
            ("\u{302}", "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑ"),
            ("\u{303}", "AÃNÑOÕaãnñoõIĨiĩUŨuũEẼeẽYỸyỹVṼvṽ"),
            ("\u{308}", "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸHḦhḧWẄwẅXẌxẍtẗ"),
            ("\u{304}", "AĀaāEĒeēIĪiīOŌoōUŪuūYȲyȳGḠgḡÆǢæǣ"),
            ("\u{307}", "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡTṪtṫWẆwẇXẊxẋYẎyẏ"),
            ("\u{306}", "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭ"),
            ("\u{30C}", "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔGǦgǧKǨkǩjǰLĽlľHȞhȟ"),
            ("\u{30B}", "OŐoőUŰuű"),
            ("\u{327}", "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
            ("\u{328}", "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
            ("\u{30A}", "AÅaåUŮuůwẘyẙ"),
            ("\u{323}", "AẠaạBḄbḅDḌdḍEẸeẹHḤhḥIỊiịKḲkḳLḶlḷMṂmṃNṆnṇOỌoọRṚrṛSṢsṣTṬtṭUỤuụVṾvṿWẈwẉYỴyỵZẒzẓ"),
            ("\u{331}", "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
            ("\u{30F}", "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕ"),
            ("\u{311}", "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
            ("\u{326}", "SȘsșTȚtț"),
        ]
        var result: [UInt64: Unicode.Scalar] = [:]
        for (mark, letters) in table {
            let scalars = Array(letters.unicodeScalars)
            for index in stride(from: 0, to: scalars.count - 1, by: 2) {
                result[UInt64(scalars[index].value) << 32 | UInt64(mark.value)] = scalars[index + 1]
            }
        }
        return result
    }()
}
