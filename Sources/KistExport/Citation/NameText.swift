import KistModel

/// Names as citations print them.
enum NameText {
    /// `Kluger, A. N.`; with `spaced` false `Kluger, A.N.`; an organisation whole.
    static func inverted(_ name: CSLName, spaced: Bool) -> String {
        guard name.literal.isEmpty, !name.family.isEmpty else { return whole(name) }
        let family = name.particle.isEmpty ? name.family : "\(name.particle) \(name.family)"
        let letters = initials(name.given, spaced: spaced)
        let parts = [family, letters, name.suffix].filter { !$0.isEmpty }
        return parts.joined(separator: ", ")
    }

    /// `A. N. Kluger`.
    static func direct(_ name: CSLName) -> String {
        guard name.literal.isEmpty, !name.family.isEmpty else { return whole(name) }
        let parts = [initials(name.given, spaced: true), name.particle, name.family, name.suffix]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func whole(_ name: CSLName) -> String { name.literal.isEmpty ? name.display : name.literal }

    /// `Paul` → `P.`, `Avraham N.` → `A. N.`, `Jean-Paul` → `J.-P.`, `JAC` (all capitals, up to three) → `J. A. C.`
    static func initials(_ given: String, spaced: Bool) -> String {
        var found: [String] = []
        for word in given.split(whereSeparator: { $0.isWhitespace || $0 == "." }) {
            if word.count <= 3, word.count > 1, word.allSatisfy(\.isUppercase) {
                found += word.map { "\($0)." }
                continue
            }
            let pieces = word.split(separator: "-").compactMap(\.first).map { "\($0.uppercased())." }
            guard !pieces.isEmpty else { continue }
            // “J.-P.” may come in two pieces, as the full stop parted them.
            if word.first == "-", let last = found.popLast() {
                found.append(([last] + pieces).joined(separator: "-"))
            } else {
                found.append(pieces.joined(separator: "-"))
            }
        }
        return found.joined(separator: spaced ? " " : "")
    }
}
