internal import GRDB

/// The tables of `catalogue.sqlite`, format 1.
///
/// What counts is in `batch`, `record`, `version`, `tombstone`, `log` and `file`. `versionFile`, `identity`, `reference`
/// and `link` are derived from the versions' content and can be rebuilt.
///
/// A version and a log entry are written before the record that they belong to, so these two references are deferred.
/// While one is open SQLite looks, for every row that is added to a table that others refer to, for rows that waited for
/// it: each such reference needs an index, or every record costs a pass over all records. `record.changed` has none and is
/// therefore not declared; ``Catalogue/check(_:)`` compares it with the log.
enum CatalogueSchema {
    /// `KIST`, in the database's header.
    static let applicationID = 0x4B49_5354

    static let tables = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE savedSearch (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE batch (
            number INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            note TEXT NOT NULL,
            started TEXT NOT NULL,
            finished TEXT,
            firstEntry INTEGER NOT NULL,
            undoes INTEGER REFERENCES batch(number),
            undoneBy INTEGER REFERENCES batch(number)
        ) STRICT;

        CREATE TABLE record (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            type TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('current', 'withdrawn', 'undone', 'erased')),
            version INTEGER REFERENCES version(seq),
            versions INTEGER NOT NULL,
            changed INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX recordByType ON record(type, state, id);

        CREATE TABLE version (
            seq INTEGER PRIMARY KEY,
            name BLOB NOT NULL UNIQUE,
            record INTEGER NOT NULL REFERENCES record(seq) DEFERRABLE INITIALLY DEFERRED,
            number INTEGER NOT NULL,
            parents BLOB NOT NULL,
            type TEXT NOT NULL,
            batch INTEGER NOT NULL REFERENCES batch(number),
            source BLOB,
            content TEXT,
            provenance TEXT,
            identities TEXT,
            UNIQUE (record, number)
        ) STRICT;
        CREATE INDEX versionBySource ON version(source) WHERE source IS NOT NULL;

        CREATE TABLE log (
            number INTEGER PRIMARY KEY,
            hash BLOB NOT NULL,
            kind TEXT NOT NULL,
            record INTEGER NOT NULL REFERENCES record(seq) DEFERRABLE INITIALLY DEFERRED,
            version BLOB,
            batch INTEGER NOT NULL REFERENCES batch(number),
            files BLOB NOT NULL
        ) STRICT;
        CREATE INDEX logByRecord ON log(record, number);
        CREATE INDEX logByBatch ON log(batch, kind);

        CREATE TABLE tombstone (
            number INTEGER PRIMARY KEY REFERENCES log(number),
            date TEXT NOT NULL,
            reason TEXT NOT NULL,
            replacement TEXT
        ) STRICT;

        CREATE TABLE file (hash BLOB PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE doomedFile (hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

        CREATE TABLE versionFile (
            version INTEGER NOT NULL REFERENCES version(seq),
            hash BLOB NOT NULL REFERENCES file(hash),
            PRIMARY KEY (version, hash)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX versionFileByHash ON versionFile(hash);

        CREATE TABLE identity (
            scheme TEXT NOT NULL,
            value TEXT NOT NULL,
            record INTEGER NOT NULL REFERENCES record(seq),
            PRIMARY KEY (scheme, value, record)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identityByRecord ON identity(record);

        CREATE TABLE reference (
            record INTEGER NOT NULL REFERENCES record(seq),
            position INTEGER NOT NULL,
            path TEXT NOT NULL,
            target TEXT,
            words TEXT,
            PRIMARY KEY (record, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX referenceByTarget ON reference(target) WHERE target IS NOT NULL;
        CREATE INDEX referenceUnresolved ON reference(record) WHERE target IS NULL;

        CREATE TABLE link (
            record INTEGER PRIMARY KEY REFERENCES record(seq),
            relation TEXT NOT NULL,
            source TEXT,
            target TEXT
        ) STRICT;
        CREATE INDEX linkBySource ON link(source) WHERE source IS NOT NULL;
        CREATE INDEX linkByTarget ON link(target) WHERE target IS NOT NULL;
        """

    /// Makes the tables in an empty database.
    static func create(in db: Database, collection: String) throws {
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: tables)
        try db.execute(sql: "INSERT INTO meta (name, value) VALUES ('collection', ?)", arguments: [collection])
        try db.execute(sql: "PRAGMA user_version = \(CollectionInfo.currentFormat)")
    }
}
