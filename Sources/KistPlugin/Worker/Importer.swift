/// What a plugin is: it reads one file at a time and gives out what it finds.
public protocol Importer {
    /// Reads `input` and says how much of it was read. An error means that nothing of the file could be used; what was
    /// given out before it is dropped. Trouble that leaves something usable is a diagnostic instead.
    func run(_ job: ImportJob, input: any JobInput, output: any JobOutput) throws(PluginError) -> Coverage
}
