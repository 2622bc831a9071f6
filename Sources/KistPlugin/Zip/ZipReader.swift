import CZip

/// Reads an archive entry by entry, within limits and without unpacking anything to disk.
///
/// ```swift
/// let zip = try ZipReader(input, limits: job.limits)
/// while let entry = try zip.next() {
///     let outcome = try zip.forEachChunk { bytes in … ; return true }
///     if let diagnostic = outcome.diagnostic(for: entry) { try output.diagnostic(diagnostic) }
/// }
/// if let limit = zip.stoppedBy { try output.diagnostic(limit.diagnostic()) }
/// ```
///
/// Entries come in the order of their data. The central directory rules; only when there is none (a file cut short, or
/// with very much behind its end) the local headers are followed instead: see `isSalvaging`.
public final class ZipReader {
    /// The archive's directory is missing: entries are taken as they stand, and the last one may be cut short.
    public let isSalvaging: Bool
    /// The limit that made `next` end before the archive did.
    public private(set) var stoppedBy: ZipLimit?
    /// The archive's structure could not be followed to its end.
    public private(set) var isDamaged = false
    public let budget: ZipBudget
    /// Entries that have nothing unusual are unpacked whole, and faster. Off where both ways are compared.
    var readsWhole = true

    private let handle: OpaquePointer
    private let source: Source
    private var seen: Set<[UInt8]> = []
    private var entryIndex = 0
    private var entrySize: Int64 = -1
    private var entryBytes: Int64 = 0
    private var entryOutcome: ZipOutcome? = .intact

    /// Throws `empty` for a file without bytes, `notThisFormat` for what is no zip, and what reading `input` throws.
    public convenience init(_ input: any JobInput, limits: JobLimits) throws(PluginError) {
        try self.init(input, budget: ZipBudget(limits: limits, packedBytes: input.size))
    }

    /// The same with a budget that other readers of the same file use, too.
    public init(_ input: any JobInput, budget: ZipBudget) throws(PluginError) {
        guard input.size > 0 else { throw PluginError(.empty, "The file is empty.") }
        let source = Source(input)
        var salvaging = false
        var (handle, status) = ZipReader.open(source, mode: CZIP_BY_DIRECTORY)
        if handle == nil, source.error == nil, try input.read(at: 0, count: 4) == [0x50, 0x4B, 3, 4] {
            salvaging = true
            (handle, status) = ZipReader.open(source, mode: CZIP_BY_HEADERS)
        }
        if let error = source.error { throw error }
        guard let handle else {
            if status == CZIP_NO_MEMORY {
                throw PluginError(.limit, "There is not enough memory to open the archive.")
            }
            throw PluginError(.notThisFormat, "The file is not a zip archive.")
        }
        self.handle = handle
        self.source = source
        self.budget = budget
        isSalvaging = salvaging
    }

    deinit { czip_reader_close(handle) }

    /// The next entry, or nil at the end; then `stoppedBy` and `isDamaged` say whether it was the real end.
    public func next() throws(PluginError) -> ZipEntry? {
        guard stoppedBy == nil, !isDamaged else { return nil }
        guard entryIndex < budget.limits.entries else {
            stoppedBy = .entries
            return nil
        }
        source.allowance = entryIndex == 0 ? Source.directoryBytes : Int64.max
        var raw = czip_entry()
        let status = Int(czip_reader_next(handle, &raw))
        let ranOut = source.allowance < 0
        source.allowance = Int64.max
        if let error = source.error { throw error }
        if ranOut {
            stoppedBy = .entries
            return nil
        }
        if status == CZIP_END { return nil }
        guard status == CZIP_OK, let bytes = raw.name else {
            isDamaged = true
            return nil
        }
        entryIndex += 1
        entrySize = raw.size
        entryBytes = 0
        entryOutcome = nil
        let rawName = bytes.withMemoryRebound(to: UInt8.self, capacity: raw.name_length) {
            Array(UnsafeBufferPointer(start: $0, count: raw.name_length))
        }
        let (name, encoding, problem) = ZipEntry.decode(rawName)
        let isFresh = seen.insert(Array(name.utf8)).inserted
        return ZipEntry(
            index: entryIndex, rawName: rawName, name: name, nameEncoding: encoding, nameProblem: problem,
            isDuplicate: !isFresh, kind: ZipReader.kind(Int(raw.kind)), isEncrypted: raw.encrypted != 0,
            isSupported: raw.supported != 0, size: raw.size >= 0 ? raw.size : nil)
    }

    /// Hands out the present entry's bytes in pieces until `body` returns false. Can be called once for an entry; an
    /// entry that is not read is passed over without unpacking it. The buffer is valid during the call only.
    public func forEachChunk(
        _ body: (UnsafeRawBufferPointer) throws(PluginError) -> Bool
    ) throws(PluginError) -> ZipOutcome {
        if let entryOutcome { return entryOutcome }
        let outcome = try readEntry(body)
        entryOutcome = outcome
        return outcome
    }

    /// Unpacks the present entry whole and then hands it out in pieces; nil where that cannot be.
    private func readWhole(
        _ body: (UnsafeRawBufferPointer) throws(PluginError) -> Bool
    ) throws(PluginError) -> ZipOutcome? {
        var bytes: UnsafeRawPointer?
        var count = 0
        guard readsWhole, entrySize > 0, budget.allows(entrySize),
            Int(czip_reader_whole(handle, &bytes, &count)) == CZIP_OK
        else { return nil }
        let all = UnsafeRawBufferPointer(start: bytes, count: count)
        for start in stride(from: 0, to: count, by: ZipReader.piece) {
            let piece = UnsafeRawBufferPointer(rebasing: all[start..<min(count, start + ZipReader.piece)])
            entryBytes += Int64(piece.count)
            // It was allowed before.
            _ = budget.spend(piece.count, part: entryBytes)
            if try !body(piece) { return .stopped }
        }
        return .intact
    }

    private static let piece = 256 << 10

    private func readEntry(
        _ body: (UnsafeRawBufferPointer) throws(PluginError) -> Bool
    ) throws(PluginError) -> ZipOutcome {
        if let outcome = try readWhole(body) { return outcome }
        while true {
            var bytes: UnsafeRawPointer?
            var count = 0
            let status = Int(czip_reader_block(handle, &bytes, &count))
            if let error = source.error { throw error }
            if count > 0 {
                entryBytes += Int64(count)
                if let limit = budget.spend(count, part: entryBytes) {
                    if limit != .part { stoppedBy = limit }
                    return .limit(limit)
                }
                if try !body(UnsafeRawBufferPointer(start: bytes, count: count)) { return .stopped }
            }
            if status != CZIP_OK { return ZipReader.outcome(status) }
        }
    }

    /// The present entry whole, at most `limit` bytes of it (then the outcome is `.limit(.part)`).
    public func bytes(limit: Int) throws(PluginError) -> (bytes: [UInt8], outcome: ZipOutcome) {
        var all: [UInt8] = []
        let outcome = try forEachChunk { (chunk) throws(PluginError) in
            all.append(contentsOf: chunk.prefix(limit - all.count))
            return all.count < limit || chunk.isEmpty
        }
        return (all, outcome == .stopped ? .limit(.part) : outcome)
    }

    private static func outcome(_ status: Int) -> ZipOutcome {
        switch status {
        case CZIP_END: .intact
        case CZIP_BAD_CHECKSUM: .badChecksum
        case CZIP_BAD_SIZE: .badSize
        case CZIP_ENCRYPTED: .encrypted
        case CZIP_UNSUPPORTED: .unsupported
        default: .damaged
        }
    }

    private static func kind(_ kind: Int) -> ZipEntry.Kind {
        switch kind {
        case CZIP_FILE: .file
        case CZIP_DIRECTORY: .directory
        case CZIP_LINK: .link
        default: .special
        }
    }

    private static func open(_ source: Source, mode: Int) -> (OpaquePointer?, Int) {
        var status: Int32 = 0
        // The reader keeps this pointer for as long as it lives, and `self` keeps `source` for longer.
        let context = Unmanaged.passUnretained(source).toOpaque()
        let handle = czip_reader_open(context, readAt, source.input.size, Int32(mode), &status)
        return (handle, Int(status))
    }
}

/// What the archive's bytes come from, and the error that stopped them: errors cannot pass through C.
private final class Source {
    /// The most that may be read to find the first entry: about 700,000 directory entries.
    static let directoryBytes: Int64 = 32 << 20

    let input: any JobInput
    var error: PluginError?
    var allowance = Int64.max

    init(_ input: any JobInput) { self.input = input }

    func read(at offset: Int64, into buffer: UnsafeMutableRawPointer, count: Int64) -> Int64 {
        allowance -= count
        guard error == nil, allowance >= 0 else { return -1 }
        do {
            let bytes = try input.read(at: offset, count: Int(count))
            let n = min(bytes.count, Int(count))
            bytes.withUnsafeBytes {
                if n > 0, let base = $0.baseAddress { buffer.copyMemory(from: base, byteCount: n) }
            }
            return Int64(n)
        } catch {
            self.error = error
            return -1
        }
    }
}

private func readAt(
    _ context: UnsafeMutableRawPointer?, _ offset: Int64, _ buffer: UnsafeMutableRawPointer?, _ count: Int64
) -> Int64 {
    guard let context, let buffer else { return -1 }
    return Unmanaged<Source>.fromOpaque(context).takeUnretainedValue().read(at: offset, into: buffer, count: count)
}
