/// Dates as numbers: the digits of year, month, day, hour, minute and second in a row.
enum DateDigits {
    /// The earliest moment that a text such as "2024", "2024-03" or "2024-03-31T12:30" covers.
    static func first(of text: String, digits: Int) -> Double? { number(text, digits, padding: 0) }

    /// The latest one: days and hours that no calendar has do no harm at the end of a range.
    static func last(of text: String, digits: Int) -> Double? { number(text, digits, padding: 9) }

    private static func number(_ text: String, _ digits: Int, padding: UInt64) -> Double? {
        guard (4...15).contains(digits) else { return nil }
        var value: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39:
                if count < digits {
                    value = value * 10 + UInt64(byte - 0x30)
                    count += 1
                }
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "T"), UInt8(ascii: "Z"):
                // A year comes first and whole.
                guard count >= 4 else { return nil }
            default: return nil
            }
        }
        guard count >= 4 else { return nil }
        for _ in count..<digits { value = value * 10 + padding }
        return Double(value)
    }
}
