/// The upper half of the code page that western European Windows gives to names in zip files.
enum CodePage850 {
    private static let scalars = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
            + "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}").unicodeScalars)

    /// A name that is not UTF-8. Code page 437 and this one agree in most letters; where they differ, 437 has lines and
    /// mathematics, which names do not hold.
    static func prefers(_ raw: [UInt8]) -> Bool {
        var differs = false
        for byte in raw where byte >= 0x80 {
            switch byte {
            case 0x9B, 0x9D, 0xB5...0xB7, 0xC6, 0xC7, 0xD0...0xD8, 0xDE, 0xE0, 0xE2...0xE5, 0xE7...0xED: differs = true
            default: break
            }
        }
        return differs
    }

    static func decode(_ raw: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for byte in raw { text.append(byte < 0x80 ? Unicode.Scalar(byte) : scalars[Int(byte) - 0x80]) }
        return String(text)
    }
}
