/// Scripts, told by the first bytes of their characters in UTF-8.
enum Script {
    private typealias Lane = SIMD16<UInt8>

    /// The first byte of `bytes` that lies in `range`; nil when none does. Sixteen are looked at together, because most
    /// texts have none.
    ///
    /// Invariant: a lane is loaded only where its sixteen bytes are in `bytes`.
    static func first(in range: ClosedRange<UInt8>, of bytes: UnsafeBufferPointer<UInt8>) -> UInt8? {
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
        let least = Lane(repeating: range.lowerBound)
        let most = Lane(repeating: range.upperBound)
        var start = 0
        while start + Lane.scalarCount <= bytes.count {
            let lane = base.loadUnaligned(fromByteOffset: start, as: Lane.self)
            if any((lane .>= least) .& (lane .<= most)) { break }
            start += Lane.scalarCount
        }
        return bytes[start...].first(where: range.contains)
    }
}
