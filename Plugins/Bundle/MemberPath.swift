import KistPlugin

/// The name under which a file of an archive is handed on: data, never a path to open, and harmless all the same.
struct MemberPath {
    /// Longest path, in bytes.
    private static let longest = 2_000

    /// Parts separated by "/", none of them empty, "." or "..".
    var path: String
    /// How the archive's name was read.
    var encoding: String
    /// Why the path differs from the archive's name; nil when it does not.
    var change: Change?

    enum Change: String {
        case absolute = "zip-name-absolute"
        case parent = "zip-name-parent"
        case control = "zip-name-control"
        case empty = "zip-name-empty"
        case tooLong = "zip-name-too-long"

        var message: String {
            switch self {
            case .absolute: "names a place on the disk; only its last parts are kept as a name"
            case .parent: "points outside the archive; “..” was left out of its name"
            case .control: "has control characters in its name; they were replaced"
            case .empty: "has no name; it was given one"
            case .tooLong: "has a name that is too long; it was cut"
            }
        }
    }

    init(_ entry: ZipEntry) {
        var name = entry.name
        encoding = entry.nameEncoding
        if encoding == "cp437", CodePage850.prefers(entry.rawName) {
            name = String(CodePage850.decode(entry.rawName).map { $0 == "\\" ? "/" : $0 })
            encoding = "cp850"
        }
        change =
            switch entry.nameProblem {
            case .absolute, .drive: .absolute
            case .parent: .parent
            case .control: .control
            case .empty: .empty
            case .tooLong: .tooLong
            case nil: nil
            }
        var parts: [String] = []
        for part in name.split(separator: "/") where part != "." {
            if part == ".." {
                change = .parent
                continue
            }
            parts.append(Self.harmless(part))
        }
        if entry.nameProblem == .drive, let first = parts.first, first.utf8.count >= 2 {
            // `C:` and `C:name`.
            let rest = String(first.dropFirst(2))
            parts[0] = rest
            if rest.isEmpty { parts.removeFirst() }
        }
        path = parts.joined(separator: "/")
        if path.utf8.count > Self.longest {
            change = .tooLong
            path = Self.shortened(parts)
        }
        if path.isEmpty {
            change = .empty
            path = "file \(entry.index)"
        }
    }

    /// A harmless name as it would be handed on: for what names a file without being an entry.
    static func plain(_ name: String) -> String {
        name.split(separator: "/").map(harmless).joined(separator: "/")
    }

    /// Controls and marks that turn the direction of writing become U+FFFD.
    private static func harmless(_ part: Substring) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in part.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// The last parts as far as there is room; of a single long part its beginning and its extension.
    private static func shortened(_ parts: [String]) -> String {
        var kept: [String] = []
        var room = longest
        for part in parts.reversed() {
            guard part.utf8.count < room else { break }
            room -= part.utf8.count + 1
            kept.append(part)
        }
        if !kept.isEmpty { return kept.reversed().joined(separator: "/") }
        let last = parts.last ?? ""
        let ending = last.lastIndex(of: ".").map { last[$0...] } ?? ""
        return String(last.unicodeScalars.prefix(200)) + (ending.utf8.count <= 20 ? ending : "")
    }

    /// The path with a number before its extension, for a second file of the same name.
    func numbered(_ number: Int) -> String {
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        if let dot = path[slash...].lastIndex(of: "."), dot > slash {
            return "\(path[..<dot]) (\(number))\(path[dot...])"
        }
        return "\(path) (\(number))"
    }
}
