@testable import KistSearch

/// Wrong bytes under right checksums: files that lie.
struct Forgery {
    var random: SeededGenerator

    // MARK: - Segments

    /// Makes the sums of a segment agree with its bytes; where header and length of the file do not fit each other, the
    /// header is bent to fit. False for what is too short to be a segment.
    static func reseal(_ bytes: inout [UInt8], fingerprint: UInt64? = nil) -> Bool {
        let count = bytes.count
        guard count >= SegmentLayout.headerSize else { return false }
        return bytes.withUnsafeMutableBytes { raw in
            let sections = Int(raw.loadUnaligned(fromByteOffset: 32, as: UInt32.self) & 0xFF)
            // As many pages as the rest of the file can have: each takes its sum too.
            let rest = count - SegmentLayout.headerSize - sections * SegmentLayout.sectionEntrySize
            guard rest >= 0 else { return false }
            let pages = (rest + SegmentLayout.pageSize + 7) / (SegmentLayout.pageSize + 8)
            let bodyEnd = SegmentLayout.headerSize + rest - pages * 8
            guard bodyEnd >= SegmentLayout.headerSize else { return false }
            raw.storeBytes(of: SegmentLayout.magic, toByteOffset: 0, as: UInt64.self)
            raw.storeBytes(of: SegmentLayout.version, toByteOffset: 8, as: UInt32.self)
            raw.storeBytes(of: UInt64(bodyEnd), toByteOffset: 16, as: UInt64.self)
            raw.storeBytes(of: UInt64(count), toByteOffset: 24, as: UInt64.self)
            raw.storeBytes(of: UInt32(sections), toByteOffset: 32, as: UInt32.self)
            raw.storeBytes(of: UInt32(pages), toByteOffset: 36, as: UInt32.self)
            if let fingerprint { raw.storeBytes(of: fingerprint, toByteOffset: 48, as: UInt64.self) }
            let bytes = UnsafeRawBufferPointer(raw)
            for page in 0..<pages {
                let start = SegmentLayout.headerSize + page * SegmentLayout.pageSize
                let sum = Checksum.xxh64(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + SegmentLayout.pageSize, bodyEnd)]))
                raw.storeBytes(of: sum, toByteOffset: bodyEnd + page * 8, as: UInt64.self)
            }
            let tables = Checksum.xxh64(UnsafeRawBufferPointer(rebasing: bytes[bodyEnd...]))
            raw.storeBytes(of: tables, toByteOffset: 40, as: UInt64.self)
            let header = Checksum.xxh64(
                UnsafeRawBufferPointer(rebasing: bytes[0..<(SegmentLayout.headerSize - 8)]))
            raw.storeBytes(of: header, toByteOffset: SegmentLayout.headerSize - 8, as: UInt64.self)
            return true
        }
    }

    /// Where the sections of a sound segment lie, and where their entries in its table do.
    static func sections(_ bytes: [UInt8]) -> [(entry: Int, body: Range<Int>)] {
        bytes.withUnsafeBytes { raw in
            let bodyEnd = Int(raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            let count = Int(raw.loadUnaligned(fromByteOffset: 32, as: UInt32.self))
            let pages = Int(raw.loadUnaligned(fromByteOffset: 36, as: UInt32.self))
            return (0..<count).map { index in
                let entry = bodyEnd + pages * 8 + index * SegmentLayout.sectionEntrySize
                let offset = Int(raw.loadUnaligned(fromByteOffset: entry + 8, as: UInt64.self))
                let length = Int(raw.loadUnaligned(fromByteOffset: entry + 16, as: UInt64.self))
                return (entry, offset..<(offset + length))
            }
        }
    }

    /// A sound segment with a few lies in it. Every section is as likely as the next, however short.
    mutating func segment(_ sound: [UInt8]) -> [UInt8] {
        var bytes = sound
        let sections = Self.sections(sound).filter { !$0.body.isEmpty }
        for _ in 0..<(1 + random.below(4)) {
            let section = random.pick(sections)
            switch random.below(20) {
            case 0: put(random.below(bytes.count + 1), size: 8, at: section.entry + 8, &bytes)
            case 1: put(random.below(bytes.count + 1), size: 8, at: section.entry + 16, &bytes)
            case 2:
                let length = section.body.count
                put(max(0, length + random.below(17) - 8), size: 8, at: section.entry + 16, &bytes)
            case 3:
                let other = random.pick(sections)
                for index in 8..<SegmentLayout.sectionEntrySize {
                    bytes.swapAt(section.entry + index, other.entry + index)
                }
            case 4: put(random.below(2000), size: 4, at: 12, &bytes)
            default: lie(section.body, &bytes)
            }
        }
        _ = Self.reseal(&bytes)
        return bytes
    }

    // MARK: - Other files

    /// Deletions end with the sum of what is before it.
    static func resealDeletions(_ bytes: inout [UInt8]) {
        guard bytes.count >= 8 else { return }
        let end = bytes.count - 8
        bytes.withUnsafeMutableBytes { raw in
            let sum = Checksum.xxh64(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(raw)[0..<end]))
            raw.storeBytes(of: sum, toByteOffset: end, as: UInt64.self)
        }
    }

    mutating func deletions(_ sound: [UInt8]) -> [UInt8] {
        var bytes = sound
        for _ in 0..<(1 + random.below(3)) { lie(0..<(bytes.count - 8), &bytes) }
        if random.chance(5) { bytes.removeLast(random.below(bytes.count)) }
        Self.resealDeletions(&bytes)
        return bytes
    }

    /// A manifest's first line has the sum of the rest.
    static func resealManifest(_ body: ArraySlice<UInt8>) -> [UInt8] {
        let sum = Array(body).withUnsafeBytes { Checksum.xxh64($0) }
        return Array("kist-search-manifest \(IndexManifest.format) \(String(sum, radix: 16))\n".utf8) + body
    }

    mutating func manifest(_ sound: [UInt8]) -> [UInt8] {
        let start = (sound.firstIndex(of: 0x0A) ?? -1) + 1
        var body = Array(sound[start...])
        for _ in 0..<(1 + random.below(2)) {
            let digits = body.indices.filter { body[$0] >= 0x30 && body[$0] <= 0x39 }
            if random.chance(80), let at = digits.randomElement(using: &random) {
                let numbers = ["0", "-1", "9", "65535", "4294967296", "9223372036854775807", "1e300", "-0.5", "null"]
                body.replaceSubrange(at...at, with: Array(random.pick(numbers).utf8))
            } else {
                body[random.below(body.count)] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        return Self.resealManifest(body[...])
    }

    // MARK: - Bytes

    private mutating func lie(_ range: Range<Int>, _ bytes: inout [UInt8]) {
        let at = range.lowerBound + random.below(range.count)
        let length = min(1 + random.below(8), range.upperBound - at)
        switch random.below(7) {
        case 0: bytes[at] ^= 1 << UInt8(random.below(8))
        case 1: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        case 2: for index in at..<(at + length) { bytes[index] = 0xFF }
        case 3: for index in at..<(at + length) { bytes[index] = 0 }
        case 4: bytes[at] = bytes[at] &+ (random.chance(50) ? 1 : 255)
        case 5:
            let from = range.lowerBound + random.below(range.count - length + 1)
            for index in 0..<length { bytes[at + index] = bytes[from + index] }
        default:
            guard range.count >= 4 else { return }
            let numbers: [Int] = [0, 1, 127, 128, 255, 4096, 65535, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF]
            put(random.pick(numbers), size: 4, at: min(at, range.upperBound - 4), &bytes)
        }
    }

    private func put(_ value: Int, size: Int, at offset: Int, _ bytes: inout [UInt8]) {
        for index in 0..<size { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
}
