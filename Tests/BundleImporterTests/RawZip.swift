/// Writes zip archives byte by byte, so that anything in them can be wrong.
struct RawZip {
    struct Entry {
        var name: [UInt8]
        var bytes: [UInt8]
        /// Unix mode, in the upper half of the external attributes; 0 where there is none.
        var mode: UInt32 = 0o100644
        var flags: UInt16 = 0
        var method: UInt16 = 0
        var crcError: UInt32 = 0
    }

    var entries: [Entry] = []

    mutating func add(_ name: String, _ text: String = "hello") {
        entries.append(Entry(name: Array(name.utf8), bytes: Array(text.utf8), flags: 0x800))
    }

    /// The archive; without its directory when `isCut`.
    func bytes(isCut: Bool = false, announced: Int? = nil) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = UInt32(out.count)
            let crc = Self.crc(entry.bytes) ^ entry.crcError
            func common(_ out: inout [UInt8]) {
                put(20, 2, &out)
                put(UInt32(entry.flags), 2, &out)
                put(UInt32(entry.method), 2, &out)
                put(0x5821_0000, 4, &out)
                put(crc, 4, &out)
                put(UInt32(entry.bytes.count), 4, &out)
                put(UInt32(entry.bytes.count), 4, &out)
                put(UInt32(entry.name.count), 2, &out)
                put(0, 2, &out)
            }
            put(0x0403_4B50, 4, &out)
            common(&out)
            out += entry.name + entry.bytes
            put(0x0201_4B50, 4, &directory)
            put(entry.mode == 0 ? 20 : 0x0314, 2, &directory)
            common(&directory)
            put(0, 2, &directory)
            put(0, 2, &directory)
            put(0, 2, &directory)
            put(entry.mode << 16, 4, &directory)
            put(offset, 4, &directory)
            directory += entry.name
        }
        if isCut { return out }
        let start = UInt32(out.count)
        out += directory
        put(0x0605_4B50, 4, &out)
        put(0, 4, &out)
        put(UInt32(announced ?? entries.count), 2, &out)
        put(UInt32(announced ?? entries.count), 2, &out)
        put(UInt32(directory.count), 4, &out)
        put(start, 4, &out)
        put(0, 2, &out)
        return out
    }

    private func put(_ value: UInt32, _ count: Int, _ out: inout [UInt8]) {
        for index in 0..<count { out.append(UInt8(truncatingIfNeeded: value >> (8 * UInt32(index)))) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
        }
        return ~crc
    }
}
