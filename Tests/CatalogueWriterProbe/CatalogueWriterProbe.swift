import Foundation
import KistCatalogue
import KistModel

/// A program that writes to a collection, so that tests can kill it, starve it and let it compete.
///
///     write FOLDER SEED GROUPS SIZE   puts records in groups of SIZE; says "ack HEAD" after each group, "done" at the end
///     hold FOLDER                     takes the right to write, says "holding", keeps it until its input ends
///     full FOLDER BYTES               the same as write, with no file allowed to grow over BYTES; says "error CODE"
///     speed FOLDER COUNT              imports COUNT small records and says how long it took
@main
enum CatalogueWriterProbe {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            guard arguments.count >= 2 else { throw CatalogueError(.notFound, "usage: write|hold|full|speed FOLDER …") }
            let folder = URL(fileURLWithPath: arguments[1])
            func number(_ index: Int) -> Int { index < arguments.count ? Int(arguments[index]) ?? 1 : 1 }
            switch arguments[0] {
            case "write": try write(folder, seed: number(2), groups: number(3), size: number(4))
            case "hold": try hold(folder)
            case "full": try full(folder, bytes: number(2))
            case "speed": try speed(folder, count: number(2))
            default: throw CatalogueError(.notFound, "usage: write|hold|full|speed FOLDER …")
            }
        } catch let error as CatalogueError {
            say("error \(error.code.rawValue)")
            exit(3)
        } catch {
            say("error unexpected")
            exit(4)
        }
    }

    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Number `index` of a seed's records; every third has a file.
    private static func put(_ index: Int, seed: Int, _ writer: BatchWriter, collection: String) throws {
        let bytes = Array("file \(seed) \(index) ".utf8) + [UInt8](repeating: 7, count: index * 37 % 5000)
        let source = ContentHash(of: bytes)
        var files: [StoredFile] = []
        if index % 3 == 0 { files = [try writer.storeFile(bytes: bytes, name: "\(index).bin")] }
        let record = KistRecord(
            id: .derived(collection: collection, source: source, place: ""), type: "resource",
            fields: [
                "title": .string("Record \(index)"), "text": .string(String(repeating: "words ", count: index % 97)),
                "about": ["as": .string("doi:10.1000/\(index)")],
            ])
        _ = try writer.put(
            record, provenance: Provenance(source: source, name: "\(index).bin", plugin: "probe", pluginVersion: "1"),
            files: files, identities: [IdentityKey(scheme: "doi", value: "10.1000/\(seed)/\(index)")])
    }

    private static func write(_ folder: URL, seed: Int, groups: Int, size: Int) throws {
        let catalogue = try Catalogue.open(at: folder, lockWait: 60)
        let writer = try catalogue.beginBatch(kind: .import, note: "probe \(seed)")
        for group in 0..<groups {
            for item in 0..<size { try put(group * size + item, seed: seed, writer, collection: catalogue.info.id) }
            say("ack \(try writer.commitGroup()) \((group + 1) * size)")
        }
        _ = try writer.finish()
        say("done")
    }

    private static func hold(_ folder: URL) throws {
        let catalogue = try Catalogue.open(at: folder)
        let writer = try catalogue.beginBatch(kind: .import, note: "hold")
        say("holding")
        _ = FileHandle.standardInput.readDataToEndOfFile()
        try put(0, seed: 0, writer, collection: catalogue.info.id)
        _ = try writer.finish()
        say("done")
    }

    private static func full(_ folder: URL, bytes: Int) throws {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        guard setrlimit(__rlimit_resource_t(1), &limit) == 0 else { throw CatalogueError(.readWrite, "no limit") }
        try write(folder, seed: 1, groups: 10_000, size: 50)
    }

    private static func speed(_ folder: URL, count: Int) throws {
        try Catalogue.create(at: folder, info: CollectionInfo(name: "Speed"))
        let catalogue = try Catalogue.open(at: folder)
        let start = ContinuousClock.now
        let writer = try catalogue.beginBatch(kind: .import, note: "speed")
        for index in 0..<count {
            let source = ContentHash(of: "source \(index)")
            let record = KistRecord(
                id: .derived(collection: catalogue.info.id, source: source, place: ""), type: "study",
                fields: [
                    "title": .string("A study of feedback number \(index)"), "year": .int(1950 + index % 70),
                    "doi": .string("10.1000/\(index)"), "authors": ["Black, P.", "Wiliam, D."],
                    "summary": .string(String(repeating: "Feedback moves learning on. ", count: 20)),
                    "about": ["as": .string("Assessment"), "role": "subject"],
                ])
            _ = try writer.put(
                record, provenance: Provenance(source: source, name: "refs.ris", place: "\(index)", plugin: "probe"),
                identities: [
                    IdentityKey(scheme: IdentityKey.doi, value: "10.1000/\(index)"),
                    IdentityKey(scheme: IdentityKey.sourceHash, value: source.hex),
                    IdentityKey(scheme: IdentityKey.title, value: "a study of feedback number \(index)"),
                ])
            if writer.groupIsDue { try writer.commitGroup() }
        }
        _ = try writer.finish()
        let written = ContinuousClock.now - start
        let second = ContinuousClock.now
        let files = try catalogue.beginBatch(kind: .import, note: "files")
        for index in 0..<count {
            _ = try files.storeFile(
                bytes: Array("document \(index) ".utf8) + [UInt8](repeating: UInt8(index & 255), count: 12_000),
                name: "d")
            if index % 500 == 499 { try files.commitGroup() }
        }
        _ = try files.finish()
        let stored = ContinuousClock.now - second
        let third = ContinuousClock.now
        let ids = try catalogue.read { try $0.records(limit: count).map(\.id) }
        let found = try catalogue.read { reader in try ids.filter { try reader.record($0) != nil }.count }
        say(
            "put \(count) in \(written); \(count) files of 12 kB in \(stored); read \(found) in \(ContinuousClock.now - third)"
        )
    }
}
