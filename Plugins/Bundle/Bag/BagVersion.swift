/// The version of BagIt that a bag is written in, and what depends on it.
struct BagVersion: Comparable {
    var major: Int
    var minor: Int

    static let newest = BagVersion(major: 1, minor: 0)
    static let oldest = BagVersion(major: 0, minor: 93)

    /// `0.97`; nil for anything else than two numbers with a dot between them.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ !$0.isEmpty && $0.count <= 4 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let major = Int(parts[0]), let minor = Int(parts[1])
        else { return nil }
        self.init(major: major, minor: minor)
    }

    init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    static func < (a: BagVersion, b: BagVersion) -> Bool { (a.major, a.minor) < (b.major, b.minor) }

    private var isFirst: Bool { self >= BagVersion(major: 1, minor: 0) }

    /// %0A, %0D and %25 in paths stand for line breaks and the percent sign.
    var decodesPaths: Bool { isFirst }
    /// No path may be listed twice.
    var refusesDuplicates: Bool { isFirst }
    /// Every manifest lists every file of the payload.
    var wantsAllInEach: Bool { isFirst }
    /// Where the bag is described.
    var infoFiles: [String] {
        self < BagVersion(major: 0, minor: 96) ? ["package-info.txt", "bag-info.txt"] : ["bag-info.txt"]
    }
}
