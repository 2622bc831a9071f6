import KistPlugin

/// Keeps account of which parts were read.
struct CoverageCount {
    private var parts: [PartCoverage] = []
    private var readBytes: Int64 = 0
    private var allBytes: Int64 = 0

    /// `size`: inflated bytes of a part that bears text; nil for what does not count towards the share.
    mutating func add(
        _ name: String, size: Int64?, _ status: PartCoverage.Status, why: String? = nil, count: Int? = nil
    ) {
        if let size {
            allBytes += max(0, min(size, 1 << 40))
            if status == .read { readBytes += max(0, min(size, 1 << 40)) }
        }
        guard parts.count < 1_000 else { return }
        parts.append(PartCoverage(name: Clip.text(name, 1_000), status: status, why: why, count: count))
    }

    func finished(textRead: Int) -> Coverage {
        Coverage(textRead: textRead, parts: parts, share: allBytes > 0 ? Double(readBytes) / Double(allBytes) : nil)
    }
}
