import Foundation
import KistCatalogue
import KistModel
import KistSearch

extension Repository {
    /// Checks files, log, versions and links, and the catalogue against the index; with `repair`, rebuilds what can be.
    public func check(repair: Bool = false, progress: (Step) -> Void = { _ in }) throws -> CheckResult {
        progress(Step("Checking the catalogue", done: 0, total: nil))
        let report = try catalogue.check(CheckOptions(repairs: repair))
        var result = CheckResult()
        result.records = try catalogue.read { try $0.countByType() }.filter { schemas[$0.key]?.isInternal != true }
            .values.reduce(0, +)
        result.files = try catalogue.read { try $0.fileTotals().count }
        for problem in report.problems {
            if problem.severity == .damage, !problem.isRepaired {
                result.problems.append(
                    .init(code: problem.code.rawValue, message: problem.message, place: problem.place))
            } else {
                result.notes.append("\(problem.message) (\(problem.place))" + (problem.isRepaired ? ": mended" : ""))
            }
        }
        if repair {
            _ = try reindex(progress: progress)
        }
        progress(Step("Checking the index", done: 0, total: nil))
        try checkIndex(&result)
        return result
    }

    /// Builds the search index again. Returns how many records are in it.
    public func reindex(progress: (Step) -> Void = { _ in }) throws -> Int {
        let lock = try catalogue.lockForWriting()
        defer { lock.release() }
        return try index.rebuild(progress: progress).count
    }

    /// Compares the index with the catalogue, record by record and version by version.
    private func checkIndex(_ result: inout CheckResult) throws {
        func problem(_ code: String, _ message: String, _ place: String? = nil) {
            result.problems.append(.init(code: code, message: message, place: place))
        }
        let searcher: Searcher
        do {
            if FileManager.default.fileExists(atPath: location.indexFolder.path) {
                try SearchIndex.open(at: location.indexFolder).verify()
            }
            searcher = try index.searcher()
        } catch let error as SearchError {
            return problem(
                "index-damaged", "The index is damaged: \(error.message)", error.path ?? location.indexFolder.path)
        }
        var expected: [String: String] = [:]
        try catalogue.read { reader in
            for state in [RecordState.current, .withdrawn] {
                try reader.forEachRecord(state: state) { stored in
                    guard schemas[stored.record.type]?.isInternal != true else { return }
                    expected[stored.record.id.text] = stored.name.hex
                }
            }
        }
        let keys = Set(try searcher.keys())
        result.indexed = keys.count
        for (id, version) in expected.sorted(by: { $0.key < $1.key }) {
            guard keys.contains(id), let document = try searcher.document(key: id) else {
                problem("index-missing", "A record is missing from the index.", id)
                continue
            }
            if let bytes = document.stored[IndexLayout.versionName], String(decoding: bytes, as: UTF8.self) != version {
                problem("index-stale", "The index has an older version of a record.", id)
            }
        }
        for key in keys.subtracting(expected.keys).sorted() {
            problem("index-extra", "The index has a record that the catalogue has not.", key)
        }
    }
}
