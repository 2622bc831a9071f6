extension CalendarDate {
    /// Reads a date as people in Scotland write it, day before month: “12 May 2026”, “Tuesday 12th May 2026 at 4.30pm”,
    /// “12/05/2026”, “May 2026”, “2026”, “12 an Cèitean 2026”, or ISO 8601.
    public init?(written text: String) {
        let trimmed = Self.trimmed(text)
        guard trimmed.utf8.count <= 60 else { return nil }
        if let date = CalendarDate(iso: trimmed) {
            self = date
            return
        }
        var words: [String] = []
        var time: String?
        let pieces = trimmed.lowercased().split { $0 == " " || $0 == "," || $0 == "\u{A0}" || $0 == "\t" }.map(
            String.init)
        for (index, piece) in pieces.enumerated() {
            if index > 0, time == nil, words.count >= 1,
                let clock = Self.clock(piece, next: index + 1 < pieces.count ? pieces[index + 1] : nil)
            {
                time = clock
                continue
            }
            if time != nil, piece == "am" || piece == "pm" { continue }
            words.append(piece)
        }
        let noise: Set<String> = ["of", "at", "the", "an", "am", "a'", "a’"]
        words.removeAll { noise.contains($0) || Self.weekdays.contains(Folding.key($0)) }
        self.init(words: words, time: time)
    }

    private init?(words: [String], time: String?) {
        switch words.count {
        case 1:
            let parts = words[0].split { $0 == "/" || $0 == "." || $0 == "-" }.map(String.init)
            guard parts.count == 3, let day = Self.number(parts[0]), let month = Self.number(parts[1]),
                let year = Self.year(parts[2])
            else {
                // “05/2026”
                guard parts.count == 2, time == nil, let month = Self.number(parts[0]), parts[1].count == 4,
                    let year = Self.number(parts[1])
                else { return nil }
                self.init(year: year, month: month)
                return
            }
            self.init(year: year, month: month, day: day, time: time)
        case 2:
            guard time == nil, let month = Self.month(words[0]), words[1].count == 4, let year = Self.number(words[1])
            else { return nil }
            self.init(year: year, month: month)
        case 3:
            guard let year = Self.year(words[2]) else { return nil }
            if let day = Self.day(words[0]), let month = Self.month(words[1]) {
                self.init(year: year, month: month, day: day, time: time)
            } else if let month = Self.month(words[0]), let day = Self.day(words[1]) {
                self.init(year: year, month: month, day: day, time: time)
            } else {
                return nil
            }
        default: return nil
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, last.isWhitespace || last == "." { text = text.dropLast() }
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        return String(text)
    }

    private static func year(_ word: String) -> Int? {
        guard let number = number(word) else { return nil }
        return word.count == 4 ? number : word.count == 2 ? 2000 + number : nil
    }

    private static func day(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count),
            ["", "st", "nd", "rd", "th", "mh"].contains(String(word.dropFirst(digits.count)))
        else { return nil }
        return number(digits)
    }

    private static func month(_ word: String) -> Int? {
        let key = Folding.key(word)
        let bare = key.hasPrefix("t ") ? String(key.dropFirst(2)) : key
        return months.firstIndex { $0.contains(bare) }.map { $0 + 1 }
    }

    /// `16:30`, `4.30pm`, `4pm`, `4 pm`; with the word after it.
    private static func clock(_ word: String, next: String?) -> String? {
        var body = word
        var half: String?
        for suffix in ["am", "pm"] where body.hasSuffix(suffix) {
            half = suffix
            body.removeLast(2)
        }
        if half == nil, let next, next == "am" || next == "pm" { half = next }
        let separators = half == nil ? ":" : ":."
        let parts = body.split(omittingEmptySubsequences: false) { separators.contains($0) }
        guard half != nil || parts.count == 2, (1...2).contains(parts.count), parts.count == 1 || parts[1].count == 2,
            var hours = number(parts[0]), let minutes = parts.count == 2 ? number(parts[1]) : 0, minutes < 60
        else { return nil }
        if let half {
            guard (1...12).contains(hours) else { return nil }
            hours = hours % 12 + (half == "pm" ? 12 : 0)
        }
        guard hours < 24 else { return nil }
        return padded(hours, 2) + ":" + padded(minutes, 2)
    }

    private static let months: [Set<String>] = [
        ["january", "jan", "faoilleach", "fhaoillich"], ["february", "feb", "gearran", "ghearrain"],
        ["march", "mar", "mart", "mhairt"],
        ["april", "apr", "giblean", "ghiblein"], ["may", "ceitean", "cheitein"],
        ["june", "jun", "ogmhios", "togmhios"],
        ["july", "jul", "iuchar", "tiuchar", "iuchair"], ["august", "aug", "lunastal", "lunastail"],
        ["september", "sept", "sep", "sultain", "tsultain"], ["october", "oct", "damhair"],
        ["november", "nov", "samhain", "tsamhain"],
        ["december", "dec", "dubhlachd"],
    ]

    private static let weekdays: Set<String> = Set(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].flatMap {
            [$0, String($0.prefix(3))]
        }
            + [
                "tues", "thur", "thurs", "diluain", "dimairt", "diciadain", "diardaoin", "dihaoine", "disathairne",
                "didomhnaich",
            ])
}
