internal import Foundation
internal import GRDB

extension Database {
    /// Runs a statement that is prepared once per connection.
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// The rows, one by one: a row is valid only inside `body`.
    func each(_ sql: String, _ arguments: StatementArguments = StatementArguments(), _ body: (Row) throws -> Void)
        throws
    {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() { try body(row) }
    }

    func map<T>(
        _ sql: String, _ arguments: StatementArguments = StatementArguments(), _ body: (Row) throws -> T
    ) throws -> [T] {
        var result: [T] = []
        try each(sql, arguments) { result.append(try body($0)) }
        return result
    }

    func number(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int? {
        try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }
}

extension ContentHash {
    var data: Data { Data(bytes) }

    /// From a column; a value that is no hash means damage.
    init(column data: Data?, _ what: String) throws {
        guard let data, let hash = ContentHash(bytes: data) else {
            throw CatalogueError(.damaged, "the catalogue holds a hash that is none: run “kist check”", place: what)
        }
        self = hash
    }

    /// Several hashes after one another.
    static func list(column data: Data, _ what: String) throws -> [ContentHash] {
        guard data.count.isMultiple(of: byteCount) else {
            throw CatalogueError(.damaged, "the catalogue holds a hash that is none: run “kist check”", place: what)
        }
        let bytes = Array(data)
        return stride(from: 0, to: bytes.count, by: byteCount).compactMap {
            ContentHash(bytes: bytes[$0..<$0 + byteCount])
        }
    }

    static func data(of list: [ContentHash]) -> Data {
        var data = Data(capacity: list.count * byteCount)
        for hash in list { data.append(contentsOf: hash.bytes) }
        return data
    }
}
