#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The one file that says what an index consists of. Replaced whole at each commit.
struct IndexManifest: Codable, Sendable {
    struct Segment: Codable, Hashable, Sendable {
        var number: Int
        var documentCount: Int
        var deletedCount: Int
        /// Which file of deletions holds; 0 for none.
        var deletions: Int

        var name: String { "segment-\(number).kss" }
        var deletionsName: String? { deletions > 0 ? "segment-\(number)-\(deletions).deletions" : nil }
    }

    var format = 1
    var generation = 0
    var nextSegment = 1
    var schema: SearchSchema
    var stamp: [String: String] = [:]
    var segments: [Segment] = []

    static let fileName = "manifest"
    static let format = 1
    private static let largestByteCount = 64 << 20
    private static let mostSegments = 10_000
    private static let magic = "kist-search-manifest"

    /// First line: magic, format, checksum of the rest. Then JSON with sorted keys.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = [UInt8](try encoder.encode(self)) + [0x0A]
        let sum = body.withUnsafeBytes { Checksum.xxh64($0) }
        return Array("\(Self.magic) \(Self.format) \(String(sum, radix: 16))\n".utf8) + body
    }

    static func read(folder: String) throws -> IndexManifest {
        let path = folder + "/" + fileName
        guard FileSystem.exists(path) else {
            throw SearchError(.missing, "There is no search index here.", path: folder)
        }
        let content = try FileSystem.read(path, atMost: largestByteCount)
        func fail(_ code: SearchError.Code, _ message: String) -> SearchError {
            SearchError(code, message, path: path, place: "byte 0")
        }
        guard content.starts(with: magic.utf8) else {
            throw fail(.foreign, "The folder holds something else than a search index.")
        }
        guard let newline = content.firstIndex(of: 0x0A) else {
            throw fail(.corrupt, "The search index is damaged. Rebuild the index.")
        }
        let words = String(decoding: content[0..<newline], as: UTF8.self).split(separator: " ")
        let body = Array(content[(newline + 1)...])
        guard words.count == 3, let format = Int(words[1]) else {
            throw fail(.corrupt, "The search index is damaged. Rebuild the index.")
        }
        guard format <= Self.format else {
            throw fail(
                .tooNew, "The search index was written by a newer version of this program. Update, then try again.")
        }
        guard format == Self.format, body.withUnsafeBytes({ Checksum.xxh64($0) }) == UInt64(words[2], radix: 16) else {
            throw fail(.corrupt, "The search index is damaged. Rebuild the index.")
        }
        let manifest: IndexManifest
        do {
            manifest = try JSONDecoder().decode(IndexManifest.self, from: Data(body))
            try manifest.schema.validate()
        } catch {
            throw fail(.corrupt, "The search index is damaged. Rebuild the index.")
        }
        guard manifest.isSound else { throw fail(.corrupt, "The search index is damaged. Rebuild the index.") }
        return manifest
    }

    /// Whether the numbers are such as a writer leaves, so that sums of them and successors stay numbers.
    private var isSound: Bool {
        let numbers = 0...(1 << 48)
        guard numbers.contains(generation), numbers.contains(nextSegment), segments.count <= Self.mostSegments else {
            return false
        }
        return Set(segments.map(\.number)).count == segments.count
            && segments.allSatisfy {
                (1..<max(nextSegment, 2)).contains($0.number) && (1...Int(Int32.max)).contains($0.documentCount)
                    && (0...$0.documentCount).contains($0.deletedCount) && numbers.contains($0.deletions)
                    && ($0.deletions > 0 || $0.deletedCount == 0)
            }
    }
}
