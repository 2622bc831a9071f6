import KistPlugin

/// A path as a manifest or fetch.txt has it.
enum BagPath {
    /// The path without "./" in front; in version 1.0 with %0A, %0D and %25 as what they stand for. nil when it leads out
    /// of the bag: absolute, a home folder, a drive, "..".
    static func read(_ text: Substring, isDecoded: Bool) -> String? {
        var path = String(text)
        if isDecoded { path = decoded(path) }
        while path.hasPrefix("./") { path.removeFirst(2) }
        let bytes = Array(path.utf8)
        guard let first = bytes.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "~") else { return nil }
        if bytes.count >= 2, bytes[1] == UInt8(ascii: ":"), (first | 0x20) >= 0x61, (first | 0x20) <= 0x7A {
            return nil
        }
        if path.hasPrefix("\\\\") { return nil }
        for part in bytes.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
        where part.elementsEqual("..".utf8) {
            return nil
        }
        return path
    }

    private static func decoded(_ path: String) -> String {
        var result: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.first {
            let code = String(decoding: rest.prefix(3), as: UTF8.self).uppercased()
            switch code {
            case "%0A": result.append(0x0A)
            case "%0D": result.append(0x0D)
            case "%25": result.append(0x25)
            default:
                result.append(byte)
                rest.removeFirst()
                continue
            }
            rest.removeFirst(3)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
