import Glibc
import KistModel
import KistProtocol

/// A good file that a plugin brings along in its folder `samples`, and what should come of it, where it says so:
/// `first.opml` and beside it `first.opml.expected.json`.
struct PluginSample: Sendable {
    /// Larger files are no samples.
    static let maximumBytes = 16 << 20
    static let expectedEnding = ".expected.json"

    var file: TestFile
    /// nil when nothing is said of it.
    var expected: JSONObject?

    /// The samples in a plugin's folder, by name.
    /// - Throws: `manifest` for an expectation that cannot be read.
    static func all(in folder: String) throws(ImportError) -> [PluginSample] {
        let names = names(in: folder)
        var samples: [PluginSample] = []
        for name in names where !name.hasSuffix(expectedEnding) {
            samples.append(try PluginSample(path: folder + "/" + name))
        }
        return samples
    }

    /// - Throws: `notFound`, `notReadable`, `tooLarge`, and `manifest` for an expectation that cannot be read.
    init(path: String) throws(ImportError) {
        let name = String(decoding: FilePath(path).name, as: UTF8.self)
        let reader = try FileReader(FilePath(path))
        guard reader.size <= Self.maximumBytes else {
            throw ImportError(.tooLarge, "a sample has at most \(Self.maximumBytes >> 20) MiB", path: path)
        }
        file = TestFile(name: name, fileName: name, bytes: try reader.read(at: 0, count: Self.maximumBytes))
        let expectation = path + Self.expectedEnding
        guard access(expectation, F_OK) == 0 else { return }
        do {
            let text = try FileReader(FilePath(expectation)).read(at: 0, count: Self.maximumBytes)
            guard let object = try JSONParser.parse(text).object else {
                throw ImportError(.manifest, "an expectation is a JSON object", path: expectation)
            }
            expected = object
        } catch let error as ImportError {
            throw error
        } catch {
            throw ImportError(.manifest, "the expectation cannot be read: \(error)", path: expectation)
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let item = readdir(stream), names.count < 1_000 {
            let name = SourceWalk.name(of: item)
            var status = stat()
            let path = FilePath(folder).appending(name)
            guard name.first != UInt8(ascii: "."), path.withCString({ stat($0, &status) }) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            names.append(name)
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        return names.map { String(decoding: $0, as: UTF8.self) }
    }
}
