import ArgumentParser
import Foundation
import KistRepository

/// Options of every command that works on a collection.
struct CollectionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The collection's folder (else KIST_COLLECTION, this folder or a parent, or your own).", valueName: "dir"))
    var collection: String?

    @Flag(name: .long, help: "Answer in JSON for programs, errors included.")
    var json = false

    var output: Output { Output(json: json) }

    func location() throws -> CollectionLocation {
        try CollectionLocation.locate(
            explicit: collection, environment: ProcessInfo.processInfo.environment,
            currentFolder: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory))
    }

    /// The collection, which must be there.
    func open(forWriting: Bool = false) throws -> Repository {
        try Repository.open(at: try location(), forWriting: forWriting)
    }

    /// The collection, made where there is none yet.
    func openOrCreate() throws -> Repository {
        let location = try location()
        return location.exists
            ? try Repository.open(at: location, forWriting: true) : try Repository.create(at: location)
    }
}
