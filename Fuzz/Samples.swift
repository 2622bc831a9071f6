@testable import KistSearch

/// What the targets start from: small files made of random documents, the same every time.
enum Samples {
    static func segment(documents: Int, seed: UInt64) throws -> SegmentReader {
        let schema = RandomCollection.schema
        let file = try SegmentFile(name: "sample", path: nil, mapped: memory(documents: documents, seed: seed))
        return try SegmentReader(file: file, schema: schema)
    }

    static func bytes(documents: Int, seed: UInt64) throws -> [UInt8] {
        let memory = try memory(documents: documents, seed: seed)
        return withExtendedLifetime(memory) { Array(memory.bytes) }
    }

    static func searcher(documents: Int) throws -> Searcher {
        let segments = try [UInt64(1), 2].map { seed in
            let reader = try segment(documents: documents, seed: seed)
            return LiveSegment(
                reader: reader, deletions: try Deletions(segment: reader).adding([1, 4, 9], in: reader))
        }
        return Searcher(schema: RandomCollection.schema, stamp: [:], segments: segments)
    }

    private static func memory(documents: Int, seed: UInt64) throws -> MappedFile {
        var collection = RandomCollection(random: SeededGenerator(seed: seed))
        let builder = SegmentBuilder(schema: RandomCollection.schema)
        for number in 0..<documents { try builder.add(collection.document(number, largestText: 6)) }
        guard let memory = try builder.write(to: nil) else { throw ByteReader.damaged }
        return memory
    }
}

/// What must be there for a target to begin.
func needed<Value>(_ make: () throws -> Value) -> Value {
    do {
        return try make()
    } catch {
        fatalError("\(error)")
    }
}

/// Runs a body that may fail as the engine fails, and in no other way.
func expectOnlySearchErrors(_ body: () throws -> Void) {
    do {
        try body()
    } catch is SearchError {
        return
    } catch {
        fatalError("\(error)")
    }
}
