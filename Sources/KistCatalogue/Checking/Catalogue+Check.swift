internal import Foundation
internal import GRDB

extension Catalogue {
    /// Proves that the catalogue holds together: the database, the chain of the log, every version's name, how every record
    /// stands, every file's bytes, and the derived tables.
    ///
    /// Damage is reported, never thrown, as long as the catalogue opens at all.
    public func check(_ options: CheckOptions = CheckOptions()) throws -> CheckReport {
        let lock = options.repairs ? try lockForWriting() : nil
        defer { lock?.release() }
        var report = try read { reader in try CheckRun(reader, self, options).run() }
        guard options.repairs else { return report }
        let repairable: Set<CatalogueProblem.Code> = [.derived, .recordState, .database]
        guard report.problems.contains(where: { repairable.contains($0.code) }) else { return report }
        let path = location.databaseFile.path
        try CatalogueError.translating(at: path) {
            let queue = try Self.writerQueue(path)
            try queue.write { db in
                // Indexes follow from their tables, whatever else is wrong.
                try db.execute(sql: "REINDEX")
                try StandingRepair.run(db)
                try DerivedRows.rebuild(db)
            }
            try queue.close()
        }
        // What a second look no longer finds is repaired.
        let rest = try read { reader in try CheckRun(reader, self, options).run() }
        let left = Set(rest.problems)
        report.problems = report.problems.map { problem in
            var problem = problem
            problem.isRepaired = !left.contains(problem)
            return problem
        }
        return report
    }
}
