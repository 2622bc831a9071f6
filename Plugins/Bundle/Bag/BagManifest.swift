import KistPlugin

/// One manifest of a bag: which file has which checksum.
struct BagManifest {
    var name: String
    var algorithm: MessageDigest.Algorithm
    /// A tag manifest lists the files beside the payload.
    var isForTags: Bool
    /// Checksums in lower case, by path.
    private(set) var checksums: [String: String] = [:]
    /// In the manifest's order.
    private(set) var paths: [String] = []

    init(
        name: String, algorithm: MessageDigest.Algorithm, isForTags: Bool, text: String, version: BagVersion,
        problems: inout BagProblems
    ) {
        self.name = name
        self.algorithm = algorithm
        self.isForTags = isForTags
        for (number, line) in TagText.lines(text).enumerated() {
            let place = "\(name), line \(number + 1)"
            guard let end = line.firstIndex(where: { $0 == " " || $0 == "\t" }) else {
                problems.add("bag-manifest", "A line holds no checksum and path.", place)
                continue
            }
            let checksum = line[..<end].lowercased()
            var path = line[end...].drop { $0 == " " || $0 == "\t" }
            if path.first == "*" {
                path.removeFirst()
                problems.warn("bag-manifest-star", "Paths begin with an asterisk, as md5sum writes them.", place)
            }
            guard checksum.utf8.count == algorithm.digits, checksum.utf8.allSatisfy(Self.isHexadecimal) else {
                problems.add("bag-manifest", "“\(checksum.prefix(40))” is no \(algorithm.rawValue) checksum.", place)
                continue
            }
            if path.hasPrefix("./") {
                problems.warn("bag-path-relative", "“\(path.prefix(200))” begins with “./”.", place)
            }
            guard let inside = BagPath.read(path, isDecoded: version.decodesPaths) else {
                problems.add("bag-path-outside", "“\(path.prefix(200))” leads out of the bag.", place)
                continue
            }
            if !isForTags, !inside.hasPrefix("data/") {
                problems.add("bag-path-outside", "“\(path.prefix(200))” is not in the payload folder “data”.", place)
                continue
            }
            note(inside, checksum, place, version, &problems)
        }
    }

    private mutating func note(
        _ path: String, _ checksum: String, _ place: String, _ version: BagVersion, _ problems: inout BagProblems
    ) {
        guard let earlier = checksums[path] else {
            checksums[path] = checksum
            paths.append(path)
            return
        }
        if earlier != checksum {
            problems.add("bag-duplicate", "“\(path.prefix(200))” is listed twice with different checksums.", place)
        } else if version.refusesDuplicates {
            problems.add("bag-duplicate", "“\(path.prefix(200))” is listed twice.", place)
        } else {
            problems.warn("bag-duplicate", "“\(path.prefix(200))” is listed twice.", place)
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
