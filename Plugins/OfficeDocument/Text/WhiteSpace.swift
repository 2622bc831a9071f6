/// White space in XML text, of which all text of all documents consists in part.
enum WhiteSpace {
    private typealias Lane = SIMD16<UInt8>

    /// Whether every white space in `bytes` is a single space, and none stands first after another: then the text stands
    /// as it is.
    ///
    /// Invariant: lanes are loaded below `bytes.count - 1` only, so that the byte behind each of them can be, too.
    static func isSingle(in bytes: UnsafeBufferPointer<UInt8>, afterSpace: Bool) -> Bool {
        guard let first = bytes.first, let base = UnsafeRawPointer(bytes.baseAddress) else { return true }
        if afterSpace, first <= 0x20 { return false }
        let space = Lane(repeating: 0x20)
        var index = 0
        while index + Lane.scalarCount < bytes.count {
            let lane = base.loadUnaligned(fromByteOffset: index, as: Lane.self)
            let next = base.loadUnaligned(fromByteOffset: index + 1, as: Lane.self)
            if any((lane .< space) .| ((lane .== space) .& (next .<= space))) { return false }
            index += Lane.scalarCount
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || (byte == 0x20 && index + 1 < bytes.count && bytes[index + 1] <= 0x20) { return false }
            index += 1
        }
        return true
    }
}
