internal import GRDB

/// Settings and saved searches: small values by name, outside the log.
enum MetaRows {
    private static let prefix = "setting:"

    static func set(setting name: String, to value: String?, in db: Database) throws {
        if let value {
            try db.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", [prefix + name, value])
        } else {
            try db.run("DELETE FROM meta WHERE name = ?", [prefix + name])
        }
    }

    static func setting(_ name: String, in db: Database) throws -> String? {
        try db.row("SELECT value FROM meta WHERE name = ?", [prefix + name])?[0]
    }

    static func set(savedSearch name: String, to value: String?, in db: Database) throws {
        if let value {
            try db.run("INSERT OR REPLACE INTO savedSearch (name, value) VALUES (?, ?)", [name, value])
        } else {
            try db.run("DELETE FROM savedSearch WHERE name = ?", [name])
        }
    }

    /// Whether something was erased whose bytes may still lie in the database's free space.
    static func scrubIsDue(in db: Database) throws -> Bool {
        try db.row("SELECT 1 FROM meta WHERE name = 'scrub'") != nil
    }

    static func setScrubIsDue(_ isDue: Bool, in db: Database) throws {
        if isDue {
            try db.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('scrub', 'due')")
        } else {
            try db.run("DELETE FROM meta WHERE name = 'scrub'")
        }
    }
}
