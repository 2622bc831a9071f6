/// Base 64 decoded as it comes. White space is passed over; anything else ends it.
struct Base64 {
    private(set) var bytes: [UInt8] = []
    /// False once something came that is not base 64.
    private(set) var isSound = true
    private var bits: UInt32 = 0
    private var bitCount = 0
    private var isOver = false

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.reserveCapacity(bytes.count + text.count * 3 / 4)
        for byte in text {
            let value: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(byte) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(byte) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte) + 4
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="):
                isOver = true
                continue
            case 0x20, 0x09, 0x0A, 0x0D: continue
            default:
                isSound = false
                continue
            }
            guard isSound, !isOver else {
                isSound = false
                return
            }
            bits = bits << 6 | value
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
    }
}
