import Glibc

/// Paths with `*`, `?` and `[…]` that no shell has filled in, because they were quoted or came from a program.
enum PathPattern {
    /// What a path means: itself when there is such a file or no pattern in it, else all that fit, in order. Empty when
    /// it is a pattern that nothing fits.
    static func expanded(_ path: String) -> [String] {
        guard path.contains(where: { "*?[".contains($0) }), access(path, F_OK) != 0 else { return [path] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(path, GLOB_TILDE, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
    }
}
