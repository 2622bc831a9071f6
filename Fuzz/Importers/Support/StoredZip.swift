import CZip

@testable import KistPlugin

/// A zip whose parts are stored as they are, with the right checksums: so a fuzzer gets past the archive to its parts.
enum StoredZip {
    static func bytes(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for part in parts {
            let sum = part.bytes.withUnsafeBytes { czip_crc32(0, $0.baseAddress, $0.count) }
            var common: [UInt8] = []
            common += [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0x54]
            common += number(Int(sum), 4) + number(part.bytes.count, 4) + number(part.bytes.count, 4)
            common += number(part.name.utf8.count, 2) + [0, 0]
            let start = file.count
            file += [0x50, 0x4B, 3, 4] + common + part.name.utf8 + part.bytes
            directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10) + number(start, 4)
            directory += part.name.utf8
        }
        let end = number(parts.count, 2) + number(parts.count, 2) + number(directory.count, 4) + number(file.count, 4)
        return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + end + [0, 0]
    }

    /// The parts of a real archive; none when it is none.
    static func parts(_ file: [UInt8]) -> [(name: String, bytes: [UInt8])] {
        var parts: [(name: String, bytes: [UInt8])] = []
        do throws(PluginError) {
            let zip = try ZipReader(MemoryInput(file), limits: JobLimits(fileSize: Int64(file.count)))
            while let entry = try zip.next() {
                guard entry.kind == .file else { continue }
                parts.append((entry.name, try zip.bytes(limit: 1 << 20).bytes))
            }
        } catch {
            return parts
        }
        return parts
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
