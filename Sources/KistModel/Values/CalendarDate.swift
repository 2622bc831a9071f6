/// A day, month or year, perhaps with a time of day: `2026`, `2026-05`, `2026-05-12`, `2026-05-12T16:00`.
public struct CalendarDate: Hashable, Sendable {
    public var year: Int
    public var month: Int?
    public var day: Int?
    /// `16:00`, `16:00:30`, perhaps with `Z` or `+01:00`; only with a day.
    public var time: String?

    /// Nil for a day that no calendar has. Years are 1000 to 2999: anything else is a slip of the hand.
    public init?(year: Int, month: Int? = nil, day: Int? = nil, time: String? = nil) {
        guard (1000...2999).contains(year) else { return nil }
        if let month { guard (1...12).contains(month) else { return nil } }
        if let day {
            guard let month, (1...Self.days(in: month, of: year)).contains(day) else { return nil }
        }
        if let time { guard day != nil, Self.isTime(time) else { return nil } }
        self.year = year
        self.month = month
        self.day = day
        self.time = time
    }

    /// Reads the ISO 8601 form only.
    public init?(iso text: String) {
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves.first?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        guard (1...3).contains(parts.count) else { return nil }
        var numbers: [Int] = []
        for (index, part) in parts.enumerated() {
            guard part.utf8.count == (index == 0 ? 4 : 2), let number = Self.number(part) else { return nil }
            numbers.append(number)
        }
        self.init(
            year: numbers[0], month: numbers.count > 1 ? numbers[1] : nil, day: numbers.count > 2 ? numbers[2] : nil,
            time: halves.count > 1 ? String(halves[1]) : nil)
    }

    public var iso: String {
        var text = Self.padded(year, 4)
        if let month { text += "-" + Self.padded(month, 2) }
        if let day { text += "-" + Self.padded(day, 2) }
        if let time { text += "T" + time }
        return text
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    static func number(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return Int(String(text))
    }

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isTime(_ text: String) -> Bool {
        var body = Substring(text)
        if body.hasSuffix("Z") {
            body = body.dropLast()
        } else if let sign = body.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = body[body.index(after: sign)...].split(separator: ":", omittingEmptySubsequences: false)
            guard zone.count == 2, let hours = number(zone[0]), let minutes = number(zone[1]), hours < 24, minutes < 60
            else { return false }
            body = body[..<sign]
        }
        let seconds = body.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if seconds.count == 2 { guard number(seconds[1]) != nil else { return false } }
        let parts = seconds[0].split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }) else { return false }
        let numbers = parts.compactMap { number($0) }
        return numbers.count == parts.count && numbers[0] < 24 && numbers.dropFirst().allSatisfy { $0 < 60 }
    }
}
