import KistPlugin

/// Reads a zip of anything: every file in it is handed on under its name, for the host to find the plugin that reads it.
/// Nothing is written to disk, and names are data.
struct BundleImporter: Importer {
    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage {
        let zip = try ZipReader(input, limits: job.limits)
        var unpacking = Unpacking(limits: job.limits, output: output)
        if zip.isSalvaging {
            try unpacking.tell(
                Diagnostic(
                    .warning, "zip-truncated",
                    "The archive’s table of contents is missing, so the file seems to be cut short; what is there was read."))
        }
        while let entry = try zip.next() {
            try unpacking.take(entry, from: zip)
            if unpacking.isFull { break }
        }
        if let limit = zip.stoppedBy { try unpacking.tell(limit.diagnostic()) }
        if zip.isDamaged {
            try unpacking.tell(
                Diagnostic(.warning, "zip-damaged", "The archive is damaged and could not be followed to its end."))
        }
        return try unpacking.finish(zip)
    }
}
