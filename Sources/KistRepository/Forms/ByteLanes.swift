/// The bytes of a text, sixteen at a time: every text of every document is looked through for signs that most of them do
/// not have.
enum ByteLanes {
    typealias Lane = SIMD16<UInt8>

    /// Calls `found` for sixteen bytes after the other until it returns true; returns whether it did. The last bytes come
    /// once more with those before them, or with zeros behind them where the text is shorter.
    @inline(__always)
    static func contains(_ bytes: Span<UInt8>, where found: (Lane) -> Bool) -> Bool {
        let count = bytes.count
        let raw = bytes.bytes
        guard count >= Lane.scalarCount else {
            var lane = Lane()
            for index in 0..<count { lane[index] = bytes[index] }
            return count > 0 && found(lane)
        }
        var at = 0
        while at + Lane.scalarCount <= count {
            if found(raw.unsafeLoadUnaligned(fromByteOffset: at, as: Lane.self)) { return true }
            at += Lane.scalarCount
        }
        return at < count && found(raw.unsafeLoadUnaligned(fromByteOffset: count - Lane.scalarCount, as: Lane.self))
    }

    /// Whether any byte and the one `distance` behind it are as `marked` says.
    @inline(__always)
    static func containsPair(
        _ bytes: Span<UInt8>, apart distance: Int, marked: (Lane, Lane) -> SIMDMask<SIMD16<Int8>>
    ) -> Bool {
        let raw = bytes.bytes
        var at = 0
        while at + distance + Lane.scalarCount <= bytes.count {
            let lane = raw.unsafeLoadUnaligned(fromByteOffset: at, as: Lane.self)
            let behind = raw.unsafeLoadUnaligned(fromByteOffset: at + distance, as: Lane.self)
            if any(marked(lane, behind)) { return true }
            at += Lane.scalarCount
        }
        var lane = Lane()
        var behind = Lane()
        while at + distance < bytes.count {
            lane[0] = bytes[at]
            behind[0] = bytes[at + distance]
            if marked(lane, behind)[0] { return true }
            at += 1
        }
        return false
    }
}

extension SIMD16<UInt8> {
    @inline(__always)
    func has(_ byte: UInt8) -> Bool { any(self .== Self(repeating: byte)) }

    @inline(__always)
    func hasAny(from first: UInt8, to last: UInt8) -> Bool {
        any((self &- Self(repeating: first)) .<= Self(repeating: last - first))
    }
}
