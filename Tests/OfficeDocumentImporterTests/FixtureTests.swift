import Glibc
import KistPlugin
import Testing

@testable import OfficeDocumentImporter

/// The real documents in `shared/data/import`, where they are at hand.
@Suite struct FixtureTests {
    /// The folder of documents with this ending; nil where there is none.
    static func folder(_ name: String) -> String? {
        var candidates: [String] = []
        if let set = getenv("KIST_SHARED") { candidates.append(String(cString: set)) }
        var path = #filePath.split(separator: "/").dropLast()
        while !path.isEmpty {
            candidates.append("/" + path.joined(separator: "/") + "/shared")
            path.removeLast()
        }
        for candidate in candidates where access(candidate + "/DESIGN.md", R_OK) == 0 {
            let folder = candidate + "/data/import/" + name
            return access(folder, R_OK) == 0 ? folder : nil
        }
        return nil
    }

    private static func files(_ folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(folder + "/" + name) }
        }
        return names.sorted()
    }

    private static func bytes(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { result += buffer[..<count] }
        return result
    }

    @Test(
        .enabled(if: FixtureTests.folder("docx") != nil, "shared/data/import is not at hand: skipped"),
        arguments: ["docx", "odt"])
    func everyRealDocumentIsReadWhole(kind: String) throws {
        let folder = try #require(Self.folder(kind))
        let files = Self.files(folder)
        #expect(files.count > 50)
        var refused: [String] = []
        for path in files {
            do throws(PluginError) {
                let result = try read(Self.bytes(path))
                #expect(!result.coverage.parts.contains { $0.status == .failed }, "\(path)")
                // No text twice or lost between blocks: what is counted is what came out.
                let length = result.blocks.reduce(0) { sum, block in
                    sum + block.text.utf8.count + block.rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1.text.utf8.count } }
                }
                #expect(length == result.coverage.textRead, "\(path)")
            } catch  where error.message.contains("declares entities") {
                // One of the documents is an attack with entities, and is to be refused.
                continue
            } catch {
                refused.append("\(path): \(error)")
            }
        }
        #expect(refused.isEmpty)
    }
}
