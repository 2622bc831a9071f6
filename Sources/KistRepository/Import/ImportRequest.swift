/// What to take in, and how.
public struct ImportRequest: Sendable {
    /// What to do with a record that is known already by its id or another strong identifier.
    public enum DuplicatePolicy: String, Sendable, CaseIterable {
        /// Leave the known one as it is.
        case skip
        /// Make the new one its next version.
        case update
        case keepBoth = "keep-both"
    }

    /// Files, folders, and `-` for standard input.
    public var paths: [String]
    public var format: String?
    /// The type of record where a document does not say.
    public var type: String?
    /// Values that every new record gets where its source says nothing.
    public var values: [FieldFilter]
    public var isDryRun: Bool
    /// All or nothing.
    public var isStrict: Bool
    public var onDuplicate: DuplicatePolicy
    public var jobs: Int?
    public var requiresSandbox: Bool
    /// Packs are applied; else only what they would change is shown.
    public var appliesPacks: Bool

    public init(
        paths: [String], format: String? = nil, type: String? = nil, values: [FieldFilter] = [], isDryRun: Bool = false,
        isStrict: Bool = false, onDuplicate: DuplicatePolicy = .skip, jobs: Int? = nil, requiresSandbox: Bool = false,
        appliesPacks: Bool = false
    ) {
        self.paths = paths
        self.format = format
        self.type = type
        self.values = values
        self.isDryRun = isDryRun
        self.isStrict = isStrict
        self.onDuplicate = onDuplicate
        self.jobs = jobs
        self.requiresSandbox = requiresSandbox
        self.appliesPacks = appliesPacks
    }
}
