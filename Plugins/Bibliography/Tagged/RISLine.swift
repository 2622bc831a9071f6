/// The lines of RIS.
enum RISLine {
    static let type = FieldTag("TY")
    static let end = FieldTag("ER")

    /// The tags of the RIS standards and of what EndNote, RefMan, Zotero and publishers' sites write.
    static let known: Set<FieldTag> = {
        let list =
            "TY ER A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CR CT CY DA DB DI DO DP DS EA ED EP ET "
            + "ID IP IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK LL M1 M2 M3 MP N1 N2 NO NV OL OP OT PA PB PM PP PR PY RD RI "
            + "RN RP RT SE SF SL SN SO SP SR ST SV T1 T2 T3 T4 TA TI TT U1 U2 U3 U4 U5 UR VL VO WP WT WV XR Y1 Y2 YR"
        return Set(list.split(separator: " ").map { FieldTag($0) })
    }()

    /// The tag that a line begins with, and where its value starts. The form of the standard, `AU  - `, is taken with
    /// any tag; other spacing, small letters and indentation only with known ones, so that text which happens to look
    /// so stays text.
    static func read(_ bytes: [UInt8], _ line: Range<Int>) -> (tag: FieldTag, value: Int)? {
        var index = line.lowerBound
        let end = line.upperBound
        while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        let isIndented = index > line.lowerBound
        guard index + 2 < end, ASCII.isLetter(bytes[index]),
            ASCII.isLetter(bytes[index + 1]) || ASCII.isDigit(bytes[index + 1])
        else { return nil }
        let first = bytes[index]
        let second = bytes[index + 1]
        let isLower = first >= 0x61 || second >= 0x61
        var dash = index + 2
        while dash < end, bytes[dash] == 0x20 || bytes[dash] == 0x09 { dash += 1 }
        guard dash < end, bytes[dash] == UInt8(ascii: "-") else { return nil }
        let gap = dash - index - 2
        let isFollowedBySpace = dash + 1 >= end || bytes[dash + 1] == 0x20 || bytes[dash + 1] == 0x09
        let tag = FieldTag(bytes, index..<index + 2)
        if gap == 2, isFollowedBySpace, !isIndented, !isLower { return (tag, dash + 1) }
        guard gap <= 4, known.contains(tag) else { return nil }
        // “US-based”, “co-author”: without a gap only what looks like a tag in every other way.
        if gap == 0, !isFollowedBySpace || isLower { return nil }
        if gap == 1, !isFollowedBySpace { return nil }
        if isLower, gap != 2 { return nil }
        if isIndented, gap < 2, tag != Self.end, tag != Self.type { return nil }
        return (tag, dash + 1)
    }
}
