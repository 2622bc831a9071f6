import KistModel

/// Checks a pack from outside, file by file, without ever opening a zip: the items come from the box in which archives are
/// read.
public struct PackVerifier: Sendable {
    /// More problems than this are not listed.
    public static let maximumProblems = 1000
    /// A record's JSON may have this many bytes.
    public static let maximumRecord = 32 << 20
    /// More records than this are not read.
    public static let maximumRecords = 1_000_000

    public init() {}

    /// True when the items look like a pack, whole or not: one folder with a bag's declaration and a crate's description or
    /// records.
    public static func recognises(_ items: [PackItem]) -> Bool {
        var roots: Set<Substring> = []
        var marks: Set<Substring> = []
        for item in items {
            let parts = item.path.split(separator: "/")
            guard parts.count >= 2 else { continue }
            if parts.count == 2, parts[1] == "bagit.txt" { roots.insert(parts[0]) }
            let isRecord =
                parts.count == 4 && parts[1] == "data" && parts[2] == "records" && parts[3].hasSuffix(".json")
            if isRecord || (parts.count == 2 && parts[1] == "START-HERE.html") { marks.insert(parts[0]) }
        }
        return !roots.isDisjoint(with: marks)
    }

    public func verify(_ items: [PackItem]) -> PackVerification {
        let (check, problems, records) = read(items)
        return PackVerification(problems: problems, records: records.count, identity: check.identity)
    }

    /// The bag's rules first; the records in any case, so that all that is wrong is said at once.
    func read(_ items: [PackItem]) -> (check: BagCheck, problems: [PackProblem], records: [PackedRecord]) {
        let check = BagCheck(items)
        var problems = check.problems
        var records: [PackedRecord] = []
        let hashes = Set(check.files.filter { $0.key.hasPrefix("data/resources/") }.values.map(\.sha256))
        for path in check.files.keys.sorted() where path.hasPrefix("data/records/") && path.hasSuffix(".json") {
            guard records.count < Self.maximumRecords, problems.count < Self.maximumProblems,
                let item = check.files[path]
            else { break }
            do {
                guard let bytes = try item.read(Self.maximumRecord) else {
                    problems.append(PackProblem(.tooLarge, "“\(path)” is too large for a record", path: path))
                    continue
                }
                guard let record = PackedRecord(bytes, path: path, problems: &problems) else { continue }
                for file in record.files where !hashes.contains(file["sha256"]?.string ?? "") {
                    problems.append(
                        PackProblem(
                            .missingFile, "a file of \(record.id) is not in the pack: “\(file["name"]?.string ?? "")”",
                            path: path))
                }
                records.append(record)
            } catch {
                problems.append(PackProblem(.unreadable, "“\(path)” cannot be read: \(error)", path: path))
            }
        }
        if check.problems.first?.code != .notAPack, records.isEmpty, problems.isEmpty {
            problems.append(PackProblem(.notAPack, "there are no records in it"))
        }
        return (check, problems, records)
    }
}
