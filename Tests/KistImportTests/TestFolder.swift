import Glibc

/// A folder that is removed with all that is in it when the test has ended.
final class TestFolder {
    let path: String

    init() {
        var template = Array("/tmp/kist-import-XXXXXX".utf8CString)
        _ = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { TestFolder.remove(Array(path.utf8)) }

    @discardableResult
    func file(_ name: String, _ text: String = "text") -> String { file(Array(name.utf8), Array(text.utf8)) }

    @discardableResult
    func file(_ name: String, bytes: [UInt8], mode: mode_t = 0o644) -> String {
        file(Array(name.utf8), bytes, mode: mode)
    }

    @discardableResult
    func file(_ name: [UInt8], _ bytes: [UInt8], mode: mode_t = 0o644) -> String {
        let whole = Array(path.utf8) + [0x2F] + name
        var parent: [UInt8] = []
        for part in whole.split(separator: 0x2F).dropLast() {
            parent += [0x2F] + part
            TestFolder.withPath(parent) { _ = mkdir($0, 0o755) }
        }
        TestFolder.withPath(whole) { cPath in
            let descriptor = open(cPath, O_WRONLY | O_CREAT | O_TRUNC, mode)
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    write(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent)
                }
                if count <= 0 { break }
                sent += count
            }
            fchmod(descriptor, mode)
            close(descriptor)
        }
        return String(decoding: whole, as: UTF8.self)
    }

    func folder(_ name: String) -> String {
        file(name + "/x", "")
        unlink(path + "/" + name + "/x")
        return path + "/" + name
    }

    func link(_ name: String, to target: String) { symlink(target, path + "/" + name) }

    /// Names of what is in the folder.
    func contents(of name: String = "") -> [String] {
        var names: [String] = []
        guard let stream = opendir(path + "/" + name) else { return [] }
        defer { closedir(stream) }
        while let item = readdir(stream) {
            let text = withUnsafePointer(to: &item.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if text != ".", text != ".." { names.append(text) }
        }
        return names.sorted()
    }

    private static func withPath<R>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> R) -> R {
        (bytes + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    private static func remove(_ path: [UInt8]) {
        withPath(path) { cPath in
            if let stream = opendir(cPath) {
                var names: [[UInt8]] = []
                while let item = readdir(stream) {
                    let name = withUnsafeBytes(of: &item.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
                    if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
                }
                closedir(stream)
                for name in names {
                    let child = path + [0x2F] + name
                    var status = stat()
                    if withPath(child, { lstat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR {
                        remove(child)
                    } else {
                        withPath(child) { _ = unlink($0) }
                    }
                }
            }
            _ = rmdir(cPath)
        }
    }
}

/// The same numbers in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 24) } }
}
