/// Writes stretches of valid UTF-8 as JSON strings.
enum JSONText {
    static func append(_ source: [UInt8], _ range: Range<Int>, to out: inout [UInt8]) {
        source.withUnsafeBufferPointer { append(UnsafeBufferPointer(rebasing: $0[range]), to: &out) }
    }

    static func append(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var isPlain = true
        // One pass without a way out early: it is done many bytes at a time.
        for byte in text where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            isPlain = false
        }
        if isPlain {
            out.append(contentsOf: text)
        } else {
            appendEscaped(text, to: &out)
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        var start = 0
        for (index, byte) in text.enumerated() {
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            start = index + 1
            out.append(UInt8(ascii: "\\"))
            switch byte {
            case 0x09: out.append(UInt8(ascii: "t"))
            case 0x0A: out.append(UInt8(ascii: "n"))
            case 0x0D: out.append(UInt8(ascii: "r"))
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): out.append(byte)
            default:
                out.append(contentsOf: "u00".utf8)
                out.append(UInt8(ascii: "0") + byte >> 4)
                let low = byte & 15
                out.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
            }
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// A whole number.
    static func append(_ number: Int, to out: inout [UInt8]) {
        if number < 0 {
            out.append(UInt8(ascii: "-"))
            return append(number == .min ? .max : -number, to: &out)
        }
        if number < 10 { return out.append(UInt8(ascii: "0") + UInt8(number)) }
        var divisor = 10
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            out.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
