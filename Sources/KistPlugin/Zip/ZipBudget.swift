/// What may still be unpacked for one job. Readers of the same job share it, so that reading an archive twice, or an
/// archive inside it, does not start from nothing.
public final class ZipBudget {
    public let limits: JobLimits
    /// Bytes of the file that the ratio is measured against.
    public let packedBytes: Int64
    /// Bytes unpacked so far.
    public private(set) var inflatedBytes: Int64 = 0

    public init(limits: JobLimits, packedBytes: Int64) {
        self.limits = limits
        self.packedBytes = packedBytes
    }

    /// Whether an entry of `count` bytes can be unpacked whole.
    func allows(_ count: Int64) -> Bool {
        let all = inflatedBytes + count
        return count <= limits.partBytes && all <= limits.inflatedBytes
            && (all <= limits.ratioFloor || all / Int64(max(1, limits.ratio)) <= packedBytes)
    }

    /// Counts `count` more bytes, of which `part` were of the present entry.
    func spend(_ count: Int, part: Int64) -> ZipLimit? {
        inflatedBytes += Int64(count)
        if part > limits.partBytes { return .part }
        if inflatedBytes > limits.inflatedBytes { return .inflated }
        if inflatedBytes > limits.ratioFloor,
            inflatedBytes / Int64(max(1, limits.ratio)) > packedBytes
        {
            return .ratio
        }
        return nil
    }
}
