import KistModel

/// The rules of BagIt 1.0 and of the profile, over a list of files. Nothing is thrown: what is wrong is listed.
struct BagCheck {
    /// A manifest line is some 120 bytes: this is room for half a million files.
    static let maximumTagFile = 64 << 20

    /// Name of the one folder, without a slash.
    private(set) var root = ""
    /// Files by their path inside the bag.
    private(set) var files: [String: PackItem] = [:]
    private(set) var information: [(name: String, value: String)] = []
    private(set) var problems: [PackProblem] = []
    private(set) var identity: String?

    init(_ items: [PackItem]) {
        guard findRoot(items) else { return }
        collect(items)
        checkDeclaration()
        checkInformation()
        checkManifests()
        if files["fetch.txt"] != nil {
            add(.unsupported, "a pack is whole by itself: “fetch.txt” is not allowed", "fetch.txt")
        }
        if files["START-HERE.html"] == nil { add(.missing, "the pack has no START-HERE.html", "START-HERE.html") }
    }

    private mutating func add(_ code: PackProblem.Code, _ message: String, _ path: String? = nil) {
        guard problems.count < PackVerifier.maximumProblems else { return }
        problems.append(PackProblem(code, message, path: path))
    }

    // MARK: - Layout

    private mutating func findRoot(_ items: [PackItem]) -> Bool {
        let declarations = items.map(\.path).filter {
            $0.split(separator: "/").count == 2 && $0.hasSuffix("/bagit.txt")
        }
        guard let first = declarations.first, let name = first.split(separator: "/").first else {
            add(.notAPack, "there is no folder with a “bagit.txt” in it")
            return false
        }
        root = String(name)
        return true
    }

    private mutating func collect(_ items: [PackItem]) {
        var folded: [String: String] = [:]
        for item in items {
            guard Self.isSafe(item.path) else {
                add(.unsafePath, "“\(item.path)” could lead out of the pack", item.path)
                continue
            }
            guard item.path.hasPrefix(root + "/") else {
                add(.extra, "“\(item.path)” lies outside the pack's one folder", item.path)
                continue
            }
            let path = String(item.path.dropFirst(root.count + 1))
            let key = path.lowercased()
            if let other = folded[key] {
                add(
                    .duplicate,
                    other == path ? "“\(path)” occurs twice" : "“\(path)” and “\(other)” differ only in capitals", path)
                continue
            }
            folded[key] = path
            files[path] = item
            if !item.isIntact { add(.changed, "“\(path)” is damaged", path) }
        }
    }

    /// Relative, without `..`, backslashes, drive letters, `~` or control characters.
    static func isSafe(_ path: String) -> Bool {
        guard !path.isEmpty, path.utf8.count <= 1024, !path.contains("\\"), path.first != "/", path.first != "~" else {
            return false
        }
        guard path.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0 != ":" }) else {
            return false
        }
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".." && $0.first != "~"
        }
    }

    // MARK: - Tag files

    /// Text of a tag file; nil, with the problem noted, when it cannot be read.
    private mutating func text(_ path: String) -> String? {
        guard let item = files[path] else { return nil }
        do {
            guard let bytes = try item.read(Self.maximumTagFile) else {
                add(.tooLarge, "“\(path)” is too large", path)
                return nil
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                add(.badManifest, "“\(path)” is not UTF-8", path)
                return nil
            }
            return text
        } catch {
            add(.unreadable, "“\(path)” cannot be read: \(error)", path)
            return nil
        }
    }

    private mutating func checkDeclaration() {
        guard let text = text("bagit.txt") else { return }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.unicodeScalars.last == "\r" ? String($0.unicodeScalars.dropLast()) : String($0)
        }
        let plain = text.replacing("\r\n", with: "\n")
        let wanted = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8"
        if plain == wanted || plain == wanted + "\n" { return }
        if text.unicodeScalars.first == "\u{FEFF}" {
            add(.badDeclaration, "“bagit.txt” begins with a byte order mark", "bagit.txt")
        } else if lines.count > 1, lines[1].hasPrefix("Tag-File-Character-Encoding:"), !lines[1].hasSuffix(" UTF-8") {
            add(.unsupported, "the pack's own files are not in UTF-8", "bagit.txt")
        } else if lines.first?.hasPrefix("BagIt-Version: ") == true, lines.first != "BagIt-Version: 1.0" {
            add(.unsupported, "this version of BagIt is not one that Kist reads: \(lines.first ?? "")", "bagit.txt")
        } else {
            add(.badDeclaration, "“bagit.txt” is not exactly the two lines that it should be", "bagit.txt")
        }
    }

    private mutating func checkInformation() {
        guard files["bag-info.txt"] != nil else {
            return add(.missing, "the pack has no “bag-info.txt”", "bag-info.txt")
        }
        guard let text = text("bag-info.txt") else { return }
        for line in text.split(whereSeparator: \.isNewline) {
            if line.first == " " || line.first == "\t", !information.isEmpty {
                information[information.count - 1].value += " " + line.trimmed
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[0].first?.isWhitespace == false,
                parts[0].last?.isWhitespace == false
            else {
                add(.badInfo, "a line of “bag-info.txt” is not “Name: value”", "bag-info.txt")
                continue
            }
            information.append((String(parts[0]), parts[1].trimmed))
        }
        for name in [
            "Source-Organization", "Contact-Email", "External-Identifier", "External-Description", "Bagging-Date",
            "Payload-Oxum",
            "BagIt-Profile-Identifier", "Bag-Software-Agent",
        ] {
            switch information.filter({ $0.name.lowercased() == name.lowercased() }).count {
            case 1: continue
            case 0: add(.badInfo, "“bag-info.txt” lacks “\(name)”", "bag-info.txt")
            default: add(.badInfo, "“bag-info.txt” states “\(name)” more than once", "bag-info.txt")
            }
        }
        if let profile = value("BagIt-Profile-Identifier"), profile != Bag.profile {
            add(.unsupported, "this is a bag of another kind: \(profile)", "bag-info.txt")
        }
        checkTotal()
    }

    func value(_ name: String) -> String? { information.first { $0.name.lowercased() == name.lowercased() }?.value }

    private mutating func checkTotal() {
        guard let total = value("Payload-Oxum") else { return }
        let payload = files.filter { $0.key.hasPrefix("data/") }.values
        var bytes: Int64 = 0
        for item in payload {
            let (sum, overflow) = bytes.addingReportingOverflow(max(0, item.byteCount))
            bytes = overflow ? .max : sum
        }
        if total != "\(bytes).\(payload.count)" {
            add(
                .changed, "the pack says that it holds \(total) (bytes.files) and holds \(bytes).\(payload.count)",
                "bag-info.txt")
        }
    }

    // MARK: - Manifests

    private mutating func checkManifests() {
        for name in files.keys.sorted()
        where !name.contains("/") && (name.hasPrefix("manifest-") || name.hasPrefix("tagmanifest-")) {
            // Other algorithms than the one that is checked may be there beside it, the weak ones too.
            let known = [
                "manifest-sha256.txt", "tagmanifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt",
            ]
            if !known.contains(name) { add(.unsupported, "“\(name)” uses a checksum that packs do not allow", name) }
        }
        let tags = Set(files.keys.filter { !$0.hasPrefix("data/") && !$0.hasPrefix("tagmanifest-") })
        check("manifest-sha256.txt", covers: Set(files.keys.filter { $0.hasPrefix("data/") }), isPayload: true)
        check("tagmanifest-sha256.txt", covers: tags, isPayload: false)
        identity = files["tagmanifest-sha256.txt"]?.sha256
    }

    private mutating func check(_ name: String, covers expected: Set<String>, isPayload: Bool) {
        guard files[name] != nil else { return add(.missing, "the pack has no “\(name)”", name) }
        guard let text = text(name) else { return }
        var listed: Set<String> = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let space = line.firstIndex(of: " ") else {
                add(.badManifest, "a line of “\(name)” is not a checksum and a path", name)
                continue
            }
            let digest = line[..<space].lowercased()
            let raw = String(line[space...].drop { $0 == " " || $0 == "*" || $0 == "\t" })
            let path = Self.decoded(raw)
            guard ContentHash.isHex(digest), Self.isSafe(path) else {
                let code: PackProblem.Code = ContentHash.isHex(digest) ? .unsafePath : .badManifest
                add(code, "a line of “\(name)” cannot be used: \(raw.prefix(120))", name)
                continue
            }
            guard path.hasPrefix("data/") == isPayload else {
                add(.unsafePath, "“\(path)” has no place in “\(name)”", name)
                continue
            }
            guard listed.insert(path).inserted else {
                add(.duplicate, "“\(path)” is listed twice in “\(name)”", name)
                continue
            }
            guard let item = files[path] else {
                add(.missing, "“\(path)” is listed and is not there", path)
                continue
            }
            if item.sha256.lowercased() != digest {
                add(.changed, "“\(path)” is not what it was when the pack was made", path)
            }
        }
        for path in expected.subtracting(listed).sorted() {
            add(.extra, "“\(path)” is in the pack and in no list", path)
        }
    }

    /// Line breaks and percent signs in a name are written as `%0A`, `%0D`, `%25`; nothing else is.
    private static func decoded(_ path: String) -> String {
        path.replacing("%0A", with: "\n").replacing("%0a", with: "\n").replacing("%0D", with: "\r").replacing(
            "%0d", with: "\r"
        ).replacing("%25", with: "%")
    }
}
