/// The dates of tagged formats.
enum ReferenceDate {
    /// `2001/09/01/`, `2015///Spring`, `2015/october`, `2018-4-25`, `May 2004`, `2006 May-Jun`, `20160512`.
    static func read(_ text: String) -> PartialDate? {
        if text.utf8.count == 8, let number = Int(text), text.utf8.allSatisfy({ ASCII.isDigit($0) }) {
            var date = PartialDate(year: number / 10_000)
            if (1...12).contains(number / 100 % 100) { date.month = number / 100 % 100 }
            if date.month != nil, (1...31).contains(number % 100) { date.day = number % 100 }
            return date
        }
        if text.contains(where: \.isLetter), !text.contains("/"), let date = words(text) { return date }
        let separator: Character = text.contains("/") ? "/" : "-"
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard let head = parts.first, let year = PartialDate.year(in: head.trimmed) ?? PartialDate.year(in: text) else {
            return nil
        }
        var date = PartialDate(year: year)
        if parts.count > 1, PartialDate.year(in: head.trimmed) != nil {
            date.month = PartialDate.month(parts[1].trimmed)
            if date.month != nil, parts.count > 2, let day = Int(parts[2].prefix(2).trimmed), (1...31).contains(day) {
                date.day = day
            }
            if date.month == nil, let last = parts.last { date.season = PartialDate.season(last.trimmed) }
        }
        return date
    }

    /// Dates with the name of a month: `May 2004`, `2006 May-Jun`, `7 June 2011`, `Winter 2003`.
    private static func words(_ text: String) -> PartialDate? {
        guard let year = PartialDate.year(in: text) else { return nil }
        var date = PartialDate(year: year)
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            if let number = Int(word) {
                if date.day == nil, word.utf8.count <= 2, (1...31).contains(number) { date.day = number }
            } else if date.month == nil, word.count >= 3, let month = PartialDate.month(word) {
                date.month = month
            } else if date.season == nil {
                date.season = PartialDate.season(String(word))
            }
        }
        if date.month == nil { date.day = nil } else { date.season = nil }
        return date
    }
}
