/// One entry of an archive, as its directory announces it. Everything in it is a claim.
public struct ZipEntry: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case file, directory, link, special }

    /// Why a name may not be used as a path, not even as data that looks like one.
    public enum NameProblem: String, Hashable, Sendable {
        case empty, absolute, parent, drive, control
        case tooLong = "too-long"
    }

    /// Counts the entries from 1, in the order in which they are read.
    public var index: Int
    public var rawName: [UInt8]
    /// Decoded, parts separated by "/" whatever the archive used, without "./" in front.
    public var name: String
    /// "utf-8" or "cp437": how the name was decoded. The second is a guess that deserves a warning.
    public var nameEncoding: String
    public var nameProblem: NameProblem?
    /// An earlier entry had the same name.
    public var isDuplicate: Bool
    public var kind: Kind
    public var isEncrypted: Bool
    /// Stored or deflated, the only methods that are read.
    public var isSupported: Bool
    /// The announced number of inflated bytes. Never to be allocated on trust.
    public var size: Int64?

    /// For people: "entry 3".
    public var place: String { "entry \(index)" }
}

extension ZipEntry {
    /// Longest name that is accepted, in bytes.
    static let longestName = 4_096

    /// Decodes a raw name: UTF-8 when it is valid as such, else the old code page 437.
    static func decode(_ raw: [UInt8]) -> (name: String, encoding: String, problem: NameProblem?) {
        var name: String
        var encoding = "utf-8"
        if let valid = String(validating: raw, as: UTF8.self) {
            name = valid
        } else {
            var scalars = String.UnicodeScalarView()
            for byte in raw {
                scalars.append(byte < 0x80 ? Unicode.Scalar(byte) : CodePage437.scalars[Int(byte) - 0x80])
            }
            name = String(scalars)
            encoding = "cp437"
        }
        if raw.contains(UInt8(ascii: "\\")) {
            name = String(name.map { $0 == "\\" ? "/" : $0 })
        }
        let problem = self.problem(of: name)
        while name.hasPrefix("./") { name.removeFirst(2) }
        return (name, encoding, problem)
    }

    private static func problem(of name: String) -> NameProblem? {
        if name.isEmpty { return .empty }
        if name.utf8.count > longestName { return .tooLong }
        if name.utf8.first == UInt8(ascii: "/") { return .absolute }
        for scalar in name.unicodeScalars where isControl(scalar) { return .control }
        let bytes = Array(name.utf8.prefix(2))
        if bytes.count == 2, bytes[1] == UInt8(ascii: ":"), isLetter(bytes[0]) { return .drive }
        var isEmpty = true
        for part in name.utf8.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual("..".utf8) { return .parent }
            if !part.elementsEqual(".".utf8) { isEmpty = false }
        }
        return isEmpty ? .empty : nil
    }

    /// C0 and C1 controls, and the marks that turn the direction of writing.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }
}
