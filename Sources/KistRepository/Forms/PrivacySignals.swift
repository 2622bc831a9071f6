import KistModel

/// Marks of personal data in a text. They are hints: a person decides.
enum PrivacySignals {
    enum Signal: String, CaseIterable {
        case candidateNumber = "Scottish Candidate Number"
        case birthDate = "date of birth"
        case pupilName = "pupil's name"
        case email = "e-mail address"
        case telephone = "telephone number"

        /// A stated sensitivity answers for addresses of adults, never for pupils' data.
        var isPupilData: Bool { self == .candidateNumber || self == .birthDate || self == .pupilName }
    }

    static func find(in text: String) -> Set<Signal> {
        let bytes = text.utf8Span.span
        let hints = Hints(bytes)
        guard hints.hasDigit || hints.hasAt || hints.hasSeparator else { return [] }
        var found: Set<Signal> = []
        if hints.hasDigit { digits(bytes, &found) }
        if hints.hasAt, hasEmail(Array(text.utf8)) { found.insert(.email) }
        let mayHaveBirth = hints.hasDigit && hasBirth(bytes)
        let mayHaveName = hints.hasSeparator && hasName(bytes)
        guard mayHaveBirth || mayHaveName else { return found }
        let key = Array(" \(Folding.key(text)) ".utf8)
        for phrase in birthPhrases {
            for end in ByteSearch.ends(of: phrase, in: key) where key[end...].prefix(24).contains(where: isDigit) {
                found.insert(.birthDate)
            }
        }
        if hints.hasSeparator {
            for phrase in namePhrases {
                for end in ByteSearch.ends(of: phrase, in: key) where key.count - end > 2 { found.insert(.pupilName) }
            }
        }
        return found
    }

    /// What a text must have before a closer look is worth it: most texts have none of it.
    private struct Hints {
        var hasDigit = false
        var hasAt = false
        var hasSeparator = false

        init(_ bytes: Span<UInt8>) {
            _ = ByteLanes.contains(bytes) { lane in
                hasDigit = hasDigit || lane.hasAny(from: 0x30, to: 0x39)
                hasAt = hasAt || lane.has(UInt8(ascii: "@"))
                hasSeparator = hasSeparator || lane.has(UInt8(ascii: ":")) || lane.has(UInt8(ascii: "\t"))
                return false
            }
        }
    }

    /// Whether there are the letters of one of `birthPhrases`, or nearly.
    private static func hasBirth(_ bytes: Span<UInt8>) -> Bool {
        func letter(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] | 0x20 : 0 }
        /// “dob”, “d.o.b”, “D O B”.
        func isEndOfInitials(_ index: Int) -> Bool {
            var at = index - 1
            if at >= 0, !isLetter(bytes[at]) { at -= 1 }
            guard letter(at) == 0x6F else { return false }
            at -= 1
            if at >= 0, !isLetter(bytes[at]) { at -= 1 }
            return letter(at) == 0x64
        }
        for index in bytes.indices where bytes[index] | 0x20 == 0x62 {
            let next = (letter(index + 1), letter(index + 2))
            if next == (0x69, 0x72) || next == (0x6F, 0x72) || isEndOfInitials(index) { return true }
        }
        return false
    }

    /// Whether “name” is there, which all of `namePhrases` have.
    private static func hasName(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 4 else { return false }
        for index in 0..<bytes.count - 3
        where bytes[index] | 0x20 == 0x6E && bytes[index + 1] | 0x20 == 0x61 && bytes[index + 2] | 0x20 == 0x6D
            && bytes[index + 3] | 0x20 == 0x65
        { return true }
        return false
    }

    private static let birthPhrases = [" date of birth ", " dob ", " d o b ", " born on "].map { Array($0.utf8) }
    private static let namePhrases = [
        " pupil name ", " name of pupil ", " pupils name ", " childs name ", " name of child ", " learners name ",
    ].map { Array($0.utf8) }

    /// Nine digits alone are a candidate number; a leading 0 or +44 makes a telephone number.
    private static func digits(_ bytes: Span<UInt8>, _ found: inout Set<Signal>) {
        var index = 0
        while index < bytes.count {
            guard isDigit(bytes[index]) || bytes[index] == UInt8(ascii: "+") else {
                index += 1
                continue
            }
            let start = index
            var count = 0
            var groups = 1
            var end = index
            var cursor = index
            while cursor < bytes.count {
                let byte = bytes[cursor]
                if isDigit(byte) {
                    count += 1
                    cursor += 1
                    end = cursor
                } else if byte == UInt8(ascii: "+"), cursor == start {
                    cursor += 1
                } else if byte == 0x20 || byte == UInt8(ascii: "("), cursor + 1 < bytes.count,
                    isDigit(bytes[cursor + 1]) || bytes[cursor + 1] == UInt8(ascii: "(")
                {
                    groups += 1
                    cursor += 1
                } else if byte == UInt8(ascii: ")"), cursor + 1 < bytes.count {
                    cursor += 1
                } else {
                    break
                }
            }
            let before = start > 0 ? bytes[start - 1] : 0x20
            let after = end < bytes.count ? bytes[end] : 0x20
            // Part of an address, a DOI, an ISBN, a code or an amount.
            let isDecimal = after == UInt8(ascii: ".") && end + 1 < bytes.count && isDigit(bytes[end + 1])
            let isPart =
                "/.-_=#£$€@%&".utf8.contains(before) || isLetter(before) || "/-_=@%".utf8.contains(after)
                || isLetter(after) || isDecimal
            if !isPart {
                let lead = bytes[start]
                let shape = (start..<end).map { bytes[$0] }
                if count == 9, lead != UInt8(ascii: "0"), isCandidateShape(shape) {
                    found.insert(.candidateNumber)
                }
                if (10...11).contains(count), lead == UInt8(ascii: "0"), groups <= 5 { found.insert(.telephone) }
                if count == 12, shape.starts(with: "+44".utf8) { found.insert(.telephone) }
            }
            index = max(cursor, index + 1)
        }
    }

    /// 123456789, or three groups of three.
    private static func isCandidateShape(_ bytes: [UInt8]) -> Bool {
        let groups = bytes.split(separator: 0x20).map(\.count)
        return groups == [9] || groups == [3, 3, 3]
    }

    private static func hasEmail(_ bytes: [UInt8]) -> Bool {
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "@") {
            guard index > 0, isLetter(bytes[index - 1]) || isDigit(bytes[index - 1]) else { continue }
            let domain = bytes[(index + 1)...].prefix(100).prefix {
                isLetter($0) || isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
            }
            let parts = domain.split(separator: UInt8(ascii: "."))
            if parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }), (parts.last?.count ?? 0) >= 2,
                parts.last?.allSatisfy(isLetter) == true
            {
                return true
            }
        }
        return false
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 }
}
