/// What a run of the conformance kit looks at.
public struct ConformanceOptions: Sendable {
    /// Good files beside those in the plugin's own `samples` folder.
    public var samples: [String] = []
    /// Where damage and noise begin; the same number gives the same files.
    public var seed: UInt64 = 1
    /// How many times each sample is damaged in each way that depends on chance.
    public var rounds = 1
    /// Jobs in a row for one worker.
    public var jobsInARow = 200
    /// What one job may cost. The kit is stricter than an import where waiting would tell nothing more.
    public var budgets = ImportBudgets()
    public var requireSandbox = false
    /// Where temporary files are put; the folder is made when it is missing.
    public var spoolFolder: String

    /// The usual looks; temporary files go to `spoolFolder`.
    public init(spoolFolder: String) { self.spoolFolder = spoolFolder }
}
