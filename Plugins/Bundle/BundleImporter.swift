import KistPlugin

/// Reads a zip of anything: every file in it is handed on under its name, for the host to find the plugin that reads it.
/// Where the zip is a bag, a crate, a course, a deposit or a library, what it says about its files goes with them. Nothing is
/// written to disk, and names are data.
struct BundleImporter: Importer {
    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage {
        if try input.read(at: 0, count: 4) == [0x50, 0x4B, 5, 6] { throw PluginError(.empty, "The archive is empty.") }
        let listing = try ArchiveListing(input, limits: job.limits)
        let outline = try BundleReader(listing: listing, input: input, limits: job.limits, output: output).outline()
        let zip = try ZipReader(input, limits: job.limits)
        var unpacking = Unpacking(limits: job.limits, output: output, outline: outline)
        try unpacking.giveOutline()
        if zip.isSalvaging {
            try unpacking.tell(
                Diagnostic(
                    .warning, "zip-truncated",
                    "The archive’s table of contents is missing, so the file seems to be cut short; what is there was read."
                ))
        }
        while let entry = try zip.next() {
            try unpacking.take(entry, from: zip)
            if unpacking.isFull { break }
        }
        if zip.stoppedBy == nil, !unpacking.isFull, let announced = try Self.announcedEntries(input),
            announced > unpacking.entries
        {
            try unpacking.tell(
                Diagnostic(
                    .warning, "zip-directory-mismatch",
                    "The archive announces \(announced) entries, but only \(unpacking.entries) can be told apart."))
        }
        if let limit = zip.stoppedBy { try unpacking.tell(limit.diagnostic()) }
        if zip.isDamaged {
            try unpacking.tell(
                Diagnostic(.warning, "zip-damaged", "The archive is damaged and could not be followed to its end."))
        }
        return try unpacking.finish(zip)
    }

    /// The number of entries that the record at the archive's end states; nil where there is none, or where it stands
    /// elsewhere because it is too large.
    private static func announcedEntries(_ input: any JobInput) throws(PluginError) -> Int? {
        let length = Int(min(input.size, 65_557))
        let tail = try input.read(at: input.size - Int64(length), count: length)
        guard tail.count >= 22 else { return nil }
        for start in stride(from: tail.count - 22, through: 0, by: -1)
        where tail[start] == 0x50 && tail[start...].starts(with: [0x50, 0x4B, 5, 6]) {
            let count = Int(tail[start + 10]) | Int(tail[start + 11]) << 8
            return count == 0xFFFF ? nil : count
        }
        return nil
    }
}
