/// A date as far as it is known: a year, a month, a day, or a range of two.
struct PartialDate: Hashable {
    var year: Int
    var month: Int?
    var day: Int?
    /// 1 spring … 4 winter.
    var season: Int?
    /// The last day of a range; years only as far as known.
    var last: [Int] = []
    var isApproximate = false

    /// Year, month, day, as many as are known.
    private var parts: [Int] {
        guard let month else { return [year] }
        return day.map { [year, month, $0] } ?? [year, month]
    }

    /// Appends CSL's form: `{"date-parts":[[2004,6,11]]}`.
    func write(to out: inout [UInt8]) {
        out.append(contentsOf: Self.opening)
        Self.write(year, month, month == nil ? nil : day, to: &out)
        if let first = last.first {
            out.append(UInt8(ascii: ","))
            Self.write(first, last.count > 1 ? last[1] : nil, last.count > 2 ? last[2] : nil, to: &out)
        }
        out.append(UInt8(ascii: "]"))
        if let season {
            out.append(contentsOf: ",\"season\":".utf8)
            JSONText.append(season, to: &out)
        }
        if isApproximate { out.append(contentsOf: ",\"circa\":true".utf8) }
        out.append(UInt8(ascii: "}"))
    }

    private static let opening = Array("{\"date-parts\":[".utf8)

    private static func write(_ year: Int, _ month: Int?, _ day: Int?, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "["))
        JSONText.append(year, to: &out)
        if let month {
            out.append(UInt8(ascii: ","))
            JSONText.append(month, to: &out)
            if let day {
                out.append(UInt8(ascii: ","))
                JSONText.append(day, to: &out)
            }
        }
        out.append(UInt8(ascii: "]"))
    }

    /// The dates of BibLaTeX: EDTF, for example `2004-06-11`, `1998/2001`, `2010-21`, `1954?`, `/1990`, `2004-06-11/..`.
    static func edtf(_ text: String) -> PartialDate? {
        // Most dates are a year and nothing else.
        if text.utf8.count == 4, text.utf8.allSatisfy({ ASCII.isDigit($0) }) {
            return Int(text).map { PartialDate(year: $0) }
        }
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count <= 2, let first = halves.first else { return nil }
        guard var date = single(first) else {
            // An open beginning.
            return halves.count == 2 ? single(halves[1]) : nil
        }
        if halves.count == 2, let end = single(halves[1]) {
            date.last = end.parts
            if end.isApproximate { date.isApproximate = true }
        }
        return date
    }

    private static func single(_ text: Substring) -> PartialDate? {
        var text = text.trimmed[...]
        var isApproximate = false
        while let last = text.last, "?~%".contains(last) {
            isApproximate = true
            text.removeLast()
        }
        if let time = text.firstIndex(of: "T") { text = text[..<time] }
        let isNegative = text.first == "-"
        if isNegative { text.removeFirst() }
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let yearText = fields.first, yearText.count == 4, fields.count <= 3 else { return nil }
        guard let year = Int(yearText) ?? decade(yearText) else { return nil }
        var date = PartialDate(year: isNegative ? -year : year)
        date.isApproximate = isApproximate || Int(yearText) == nil
        if fields.count > 1, let month = Int(fields[1]) {
            if (1...12).contains(month) {
                date.month = month
            } else if (21...24).contains(month) {
                date.season = month - 20
            }
        }
        if fields.count > 2, date.month != nil, let day = Int(fields[2]), (1...31).contains(day) { date.day = day }
        return date
    }

    /// `199u`, `19xx`: the first year that it can be.
    private static func decade(_ text: Substring) -> Int? {
        guard text.first?.isASCII == true, text.prefix(2).allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(String(text.map { "uUxX".contains($0) ? "0" : $0 }))
    }

    /// The first four digits of a text that can be a year: `1998`, `c1998`, `[1998]`, `1998a`, `1998/99`.
    static func year(in text: String) -> Int? {
        if text.utf8.count == 4, let year = Int(text), year >= 0 { return year }
        var run = 0
        var value = 0
        for byte in text.utf8 {
            if ASCII.isDigit(byte), run < 5 {
                value = run < 4 ? value * 10 + Int(byte - 0x30) : value
                run += 1
            } else if run == 4 {
                return value
            } else {
                run = 0
                value = 0
            }
        }
        return run == 4 ? value : nil
    }

    /// A month by number, name or abbreviation in the languages that exporters write; 1 to 12.
    static func month(_ text: some StringProtocol) -> Int? {
        if let number = Int(text) { return (1...12).contains(number) ? number : nil }
        let name = text.lowercased().filter(\.isLetter)
        guard name.utf8.count >= 3 else { return nil }
        if let month = months[String(name.prefix(3))], names[month - 1].hasPrefix(name) || name.count <= 4 {
            return month
        }
        return foreignMonths[name]
    }

    /// A day and a month that stand in one field: `10 jan`, `jan 10`, `15~oct`, `Jan-Feb`.
    static func dayAndMonth(_ text: String) -> (month: Int, day: Int?)? {
        let words = text.split { !$0.isLetter && !$0.isNumber }
        var found: Int?
        var day: Int?
        for word in words {
            if let number = Int(word) {
                if words.count > 1, day == nil, (1...31).contains(number) { day = number }
                if words.count == 1 { found = month(word) }
            } else if found == nil {
                found = month(word)
            }
        }
        return found.map { ($0, day) }
    }

    /// `spring`, `Autumn`…: 1 to 4.
    static func season(_ text: String) -> Int? {
        switch text.lowercased() {
        case "spring": 1
        case "summer": 2
        case "autumn", "fall": 3
        case "winter": 4
        default: nil
        }
    }

    private static let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let months: [String: Int] = {
        var result: [String: Int] = [:]
        for (index, name) in names.enumerated() { result[String(name.prefix(3))] = index + 1 }
        return result
    }()
    private static let foreignMonths: [String: Int] = [
        "januar": 1, "februar": 2, "märz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12,
        "janvier": 1, "février": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8, "septembre": 9,
        "octobre": 10, "novembre": 11, "décembre": 12, "sept": 9,
    ]
}
