/// Cleans the bytes of one entry: afterwards they are valid UTF-8 without control characters.
enum EntryBytes {
    struct Findings: OptionSet {
        let rawValue: Int
        /// The bytes were not UTF-8 and have been read in the fallback encoding.
        static let recoded = Findings(rawValue: 1)
        /// Control characters have become spaces.
        static let controls = Findings(rawValue: 2)
    }

    static func clean(_ bytes: inout [UInt8], fallback: TextEncoding) -> Findings {
        var union: UInt8 = 0
        var controls = false
        for byte in bytes {
            union |= byte
            if byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 { controls = true }
        }
        var findings: Findings = []
        if controls {
            findings.insert(.controls)
            for index in bytes.indices where bytes[index] < 0x20 {
                switch bytes[index] {
                case 0x0A, 0x0D, 0x09: continue
                default: bytes[index] = 0x20
                }
            }
        }
        if union >= 0x80, !isUTF8(bytes) {
            findings.insert(.recoded)
            var decoded: [UInt8] = []
            decoded.reserveCapacity(bytes.count + bytes.count / 4)
            fallback.appendDecoded(bytes, to: &decoded)
            bytes = decoded
        }
        return findings
    }

    static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var index = 0
        let count = bytes.count
        while index < count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let length: Int
            var low: UInt8 = 0x80
            var high: UInt8 = 0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, low) = (3, 0xA0)
            case 0xED: (length, high) = (3, 0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, low) = (4, 0x90)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, high) = (4, 0x8F)
            default: return false
            }
            guard index + length <= count, bytes[index + 1] >= low, bytes[index + 1] <= high else { return false }
            for next in stride(from: index + 2, to: index + length, by: 1) where bytes[next] & 0xC0 != 0x80 {
                return false
            }
            index += length
        }
        return true
    }
}
