@testable import KistPlugin

/// Any bytes as an archive: its entries come to an end, within the limits, however they lie.
enum Target: ImporterTarget {
    static let words = ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", "PK\u{7}\u{8}"]

    static var seeds: [[UInt8]] {
        let parts = [("a.xml", Array("<a>text</a>".utf8)), ("folder/b", [UInt8](repeating: 7, count: 300))]
        let zip = StoredZip.bytes(parts)
        return [zip, Array(zip.dropLast(30)), [1, 2, 3] + zip, zip + [0, 0, 0], StoredZip.bytes([])]
    }

    static func test(_ bytes: [UInt8]) {
        let quick = read(bytes, whole: true)
        let slow = read(bytes, whole: false)
        precondition(quick.count == slow.count, "one way finds more entries")
        for (one, other) in zip(quick, slow) {
            precondition(one.end == other.end, "\(one.end) but \(other.end)")
            // How much is left of damaged data depends on the pieces that it was read in.
            let shorter = min(one.bytes.count, other.bytes.count)
            precondition(one.bytes.prefix(shorter) == other.bytes.prefix(shorter), "not the same bytes")
            precondition(one.end != "intact" || one.bytes.count == other.bytes.count, "not as many bytes")
        }
    }

    /// What the entries hold, and how reading them ended.
    private static func read(_ bytes: [UInt8], whole: Bool) -> [(bytes: [UInt8], end: String)] {
        var all: [(bytes: [UInt8], end: String)] = []
        var limits = JobLimits(fileSize: Int64(bytes.count))
        limits.inflatedBytes = 8 << 20
        limits.partBytes = 4 << 20
        limits.entries = 1_000
        do throws(PluginError) {
            let zip = try ZipReader(MemoryInput(bytes), limits: limits)
            zip.readsWhole = whole
            var total = 0
            var count = 0
            while let entry = try zip.next() {
                count += 1
                precondition(entry.index == count && count <= limits.entries)
                precondition(entry.nameProblem != nil || !entry.name.isEmpty)
                var content: [UInt8] = []
                let outcome = try zip.forEachChunk { (chunk) throws(PluginError) in
                    content += chunk
                    return true
                }
                total += content.count
                _ = outcome.diagnostic(for: entry)
                all.append((content, "\(outcome)"))
            }
            precondition(total <= Int(limits.inflatedBytes) + (1 << 20))
        } catch {
            precondition(error.code != .internal, "\(error)")
            all.append(([], error.code.rawValue))
        }
        return all
    }
}
