/// White space in XML text, of which all text of all documents consists in part.
enum WhiteSpace {
    private typealias Lane = SIMD16<UInt8>

    /// Whether every white space in `bytes` is a single space, and none stands first after another: then the text stands
    /// as it is.
    ///
    /// Invariant: a lane is loaded only where its sixteen bytes and the one behind them are in `bytes`.
    static func isSingle(in bytes: UnsafeBufferPointer<UInt8>, afterSpace: Bool) -> Bool {
        guard let first = bytes.first, let base = UnsafeRawPointer(bytes.baseAddress) else { return true }
        if afterSpace, first <= 0x20 { return false }
        let last = bytes.count - 1 - Lane.scalarCount
        if last >= 0 {
            let space = Lane(repeating: 0x20)
            var index = 0
            while true {
                let lane = base.loadUnaligned(fromByteOffset: index, as: Lane.self)
                let next = base.loadUnaligned(fromByteOffset: index + 1, as: Lane.self)
                if any((lane .< space) .| ((lane .== space) .& (next .<= space))) { return false }
                if index == last { return bytes[bytes.count - 1] >= 0x20 }
                // The last lane looks at some bytes once more, rather than at each of the rest by itself.
                index = min(index + Lane.scalarCount, last)
            }
        }
        for (index, byte) in bytes.enumerated() {
            if byte < 0x20 || (byte == 0x20 && index + 1 < bytes.count && bytes[index + 1] <= 0x20) { return false }
        }
        return true
    }
}
