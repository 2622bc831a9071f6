/// What may still be unpacked for one job. Readers of the same job share it, so that reading an archive twice, or an
/// archive inside it, does not start from nothing.
public final class ZipBudget {
    public let limits: JobLimits
    /// Bytes of the file that the ratio is measured against.
    public let packedBytes: Int64
    /// Bytes unpacked so far.
    public private(set) var inflatedBytes: Int64 = 0

    /// `packedBytes` is the size of the job's file, which the ratio is measured against.
    public init(limits: JobLimits, packedBytes: Int64) {
        self.limits = limits
        self.packedBytes = packedBytes
    }

    /// Whether an entry that says it has `count` bytes can be unpacked whole. Archives may say anything.
    func allows(_ count: Int64) -> Bool {
        let (all, isTooLarge) = inflatedBytes.addingReportingOverflow(count)
        return !isTooLarge && limit(all, part: count) == nil
    }

    /// Counts `count` more bytes, of which `part` were of the present entry.
    func spend(_ count: Int, part: Int64) -> ZipLimit? {
        inflatedBytes += Int64(count)
        return limit(inflatedBytes, part: part)
    }

    /// What `all` bytes unpacked go beyond, `part` of them of the present entry.
    private func limit(_ all: Int64, part: Int64) -> ZipLimit? {
        if part > limits.partBytes { return .part }
        if all > limits.inflatedBytes { return .inflated }
        if all > limits.ratioFloor, all / Int64(max(1, limits.ratio)) > packedBytes { return .ratio }
        return nil
    }
}
