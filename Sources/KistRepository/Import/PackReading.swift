public import Foundation
import KistImport
public import KistModel
import KistProtocol

/// The members of a container as a pack reader needs them.
public struct PackItems: Sendable {
    public struct Item: Sendable {
        /// The path inside the container, safe.
        public var path: String
        public var sha256: String
        public var byteCount: Int64
        public var isIntact: Bool
        let content: FileContent

        /// The bytes, at most `limit`; nil above it.
        public func bytes(limit: Int) throws -> [UInt8]? {
            guard byteCount <= Int64(limit) else { return nil }
            return try content.read(at: 0, count: Int(byteCount))
        }
    }

    public var name: String
    public var items: [Item]

    init(_ file: ExtractedFile) {
        name = file.path
        items = file.items.map {
            Item(
                path: $0.item.path, sha256: $0.content.sha256, byteCount: $0.content.size,
                isIntact: $0.isIntact && $0.announcedPath == nil, content: $0.content)
        }
    }
}

/// Reads packs. Given to the repository by whoever knows the format, so that the repository depends on no format.
public protocol PackReading: Sendable {
    /// True when the container is a pack, whole or not.
    func recognises(_ items: PackItems) -> Bool

    /// Checks everything, then gives what the pack holds. Nothing is taken from a pack that fails a check.
    func read(_ items: PackItems) throws -> PackContent
}

/// What a pack holds, checked.
public struct PackContent: Sendable {
    public var title: String
    public var records: [PackRecord]

    public init(title: String, records: [PackRecord]) {
        self.title = title
        self.records = records
    }
}

/// One record of a pack as it came, with what it needs to become the same record here.
public struct PackRecord: Sendable {
    public enum State: Hashable, Sendable {
        case current
        case withdrawn(reason: String, date: String, replacement: RecordID?)
        case erased(reason: String, date: String)
    }

    public struct File: Hashable, Sendable {
        public var sha256: String
        public var name: String
        public var mediaType: String?
        public var role: String?

        public init(sha256: String, name: String, mediaType: String?, role: String?) {
            self.sha256 = sha256
            self.name = name
            self.mediaType = mediaType
            self.role = role
        }
    }

    /// Nil fields when only the tombstone travels.
    public var id: RecordID
    public var type: String
    public var fields: JSONObject?
    /// The version's name (hex) and those that it was made from.
    public var version: String?
    public var parents: [String]
    public var number: Int
    public var provenance: JSONValue
    public var state: State
    public var files: [File]

    public init(
        id: RecordID, type: String, fields: JSONObject?, version: String?, parents: [String], number: Int,
        provenance: JSONValue,
        state: State, files: [File]
    ) {
        self.id = id
        self.type = type
        self.fields = fields
        self.version = version
        self.parents = parents
        self.number = number
        self.provenance = provenance
        self.state = state
        self.files = files
    }
}

extension Extraction {
    /// The members of a zip, as a pack reader needs them, read by the bundle plugin and nobody else. Nothing is kept.
    public static func packItems(of file: String, environment: [String: String] = ProcessInfo.processInfo.environment)
        async throws -> PackItems
    {
        let extraction = try await Extraction.container(file: file, environment: environment)
        guard let container = extraction.files.first else {
            throw RepositoryError(.pack, "The file could not be read.", place: file)
        }
        if case .failed(_, let message) = container.outcome {
            throw RepositoryError(.pack, "It is not a pack: \(message)", place: file)
        }
        return PackItems(container)
    }
}
