import KistModel

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
        if union >= 0x80, !UTF8Check.isValid(bytes) {
            findings.insert(.recoded)
            var decoded: [UInt8] = []
            decoded.reserveCapacity(bytes.count + bytes.count / 4)
            fallback.appendDecoded(bytes, to: &decoded)
            bytes = decoded
        }
        return findings
    }
}
