/// Lengths of time between what people write (“1 hour 30 minutes”) and ISO 8601 (`PT1H30M`).
public enum DurationText {
    /// ISO 8601 of what `text` says in English or Gaelic, or of an ISO text itself; nil when it says no length.
    public static func iso(_ text: String) -> String? {
        let compact = text.filter { !$0.isWhitespace }.uppercased()
        if isISO(compact) { return compact }
        var minutes = 0.0
        var days = 0.0
        var amount: Double?
        var found = false
        for word in words(text) {
            if let number = number(word) {
                guard amount == nil else { return nil }
                amount = number
                continue
            }
            switch word {
            case "an", "a", "one": amount = amount ?? 1
            case "half": amount = 0.5
            case "two", "da", "dha": amount = 2
            case "and", "of", "about", "approximately", "agus", "is", "leth": continue
            case "hour", "hours", "hr", "hrs", "h", "uair", "uairean", "uaireadair":
                guard let count = amount else { return nil }
                minutes += count * 60
                (amount, found) = (nil, true)
            case "minute", "minutes", "min", "mins", "m", "mionaid", "mionaidean":
                guard let count = amount else { return nil }
                minutes += count
                (amount, found) = (nil, true)
            case "day", "days", "latha", "laithean":
                guard let count = amount else { return nil }
                days += count
                (amount, found) = (nil, true)
            case "week", "weeks", "seachdain", "seachdainean":
                guard let count = amount else { return nil }
                days += count * 7
                (amount, found) = (nil, true)
            default: return nil
            }
        }
        guard found, amount == nil, days == days.rounded(), minutes == minutes.rounded(), days < 100_000,
            minutes < 10_000_000
        else {
            return nil
        }
        return iso(days: Int(days), minutes: Int(minutes))
    }

    /// “1 hour 30 minutes” of `PT1H30M`; the text itself when it is no ISO duration that Kist writes.
    public static func words(ofISO text: String) -> String {
        guard isISO(text) else { return text }
        var parts: [String] = []
        var digits = ""
        var inTime = false
        for character in text.dropFirst() {
            if character == "T" {
                inTime = true
            } else if character.isNumber {
                digits.append(character)
            } else {
                let unit =
                    character == "D"
                    ? "day"
                    : character == "W" ? "week" : character == "H" ? "hour" : character == "M" && inTime ? "minute" : ""
                guard !unit.isEmpty else { return text }
                parts.append("\(digits) \(unit)\(digits == "1" ? "" : "s")")
                digits = ""
            }
        }
        return parts.joined(separator: " ")
    }

    /// True for `P…` with whole numbers in the standard's order.
    public static func isISO(_ text: String) -> Bool {
        guard text.utf8.count <= 40, text.hasPrefix("P"), text.count > 2 else { return false }
        var order: [Character] = ["Y", "M", "W", "D", "T", "H", "M", "S"]
        var digits = 0
        var inTime = false
        var units = 0
        for character in text.dropFirst() {
            if character.isASCII, character.isNumber {
                digits += 1
                continue
            }
            guard character == "T" ? digits == 0 : digits > 0 else { return false }
            while let first = order.first, first != character || (character == "M" && inTime && order.count > 2) {
                order.removeFirst()
                if first == "T", !inTime { return false }
            }
            guard order.first == character else { return false }
            order.removeFirst()
            if character == "T" { inTime = true } else { units += 1 }
            digits = 0
        }
        return digits == 0 && units > 0 && text.last != "T"
    }

    private static func iso(days: Int, minutes: Int) -> String {
        if minutes == 0 { return days == 0 ? "PT0M" : "P\(days)D" }
        let time = (minutes >= 60 ? "\(minutes / 60)H" : "") + (minutes % 60 > 0 ? "\(minutes % 60)M" : "")
        return "P" + (days > 0 ? "\(days)D" : "") + "T" + time
    }

    /// Words and numbers apart, so that `1h30m` is four of them.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var current = ""
        var isNumber = false
        for character in text.prefix(200) {
            let digit = character.isASCII && (character.isNumber || (character == "." && isNumber))
            if digit || character.isLetter {
                if digit != isNumber, !current.isEmpty {
                    words.append(current)
                    current = ""
                }
                isNumber = digit
                current.append(character)
            } else if !current.isEmpty {
                words.append(current)
                current = ""
                isNumber = false
            }
        }
        if !current.isEmpty { words.append(current) }
        return words.map { isNumberWord($0) ? $0 : Folding.key($0) }
    }

    private static func isNumberWord(_ word: String) -> Bool { word.first?.isNumber == true }

    private static func number(_ word: String) -> Double? {
        guard isNumberWord(word) else { return nil }
        return Double(word.hasSuffix(".") ? String(word.dropLast()) : word)
    }
}
