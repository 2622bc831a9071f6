import Glibc

/// Compresses runs of up to a few megabytes fast, in the block format of LZ4: sequences of a token byte (literals in the
/// upper half, match length less 4 in the lower; 15 goes on in bytes of 255 and a last one), the literals, and the
/// distance of the match (u16). The last sequence has literals only.
enum BlockCompression {
    private static let hashBits = 12
    private static let shortestMatch = 4
    /// The format asks for literals at the end: a match neither begins in the last 12 bytes nor reaches the last 5.
    private static let lastStart = 12
    private static let lastLiterals = 5

    static func compress(_ source: UnsafeRawBufferPointer, into output: ByteBuffer) {
        guard let base = source.baseAddress, source.count > lastStart else {
            append(literals: source, 0, source.count, to: output)
            return
        }
        var table = [UInt32](repeating: 0, count: 1 << hashBits)
        let count = source.count
        var at = 0
        var anchor = 0
        table.withUnsafeMutableBufferPointer { table in
            while at + lastStart < count {
                let word = base.loadUnaligned(fromByteOffset: at, as: UInt32.self)
                let slot = Int(truncatingIfNeeded: (word &* 2_654_435_761) &>> UInt32(32 - hashBits))
                let candidate = Int(table[slot]) - 1
                table[slot] = UInt32(at + 1)
                guard candidate >= 0, at - candidate <= 65535,
                    base.loadUnaligned(fromByteOffset: candidate, as: UInt32.self) == word
                else {
                    // The longer nothing is found, the larger the steps.
                    at += 1 + (at - anchor) >> 6
                    continue
                }
                let length = matchLength(base, candidate, at, limit: count - lastLiterals - at)
                append(literals: source, anchor, at, to: output, match: length, distance: at - candidate)
                at += length
                anchor = at
            }
        }
        append(literals: source, anchor, count, to: output)
    }

    /// How many bytes at two offsets are the same, of which the first four are known to be. Reads below `at + limit`.
    @inline(__always)
    private static func matchLength(_ base: UnsafeRawPointer, _ candidate: Int, _ at: Int, limit: Int) -> Int {
        var length = shortestMatch
        while length &+ 8 <= limit {
            let difference =
                UInt64(littleEndian: base.loadUnaligned(fromByteOffset: candidate &+ length, as: UInt64.self))
                ^ UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at &+ length, as: UInt64.self))
            if difference != 0 { return length &+ difference.trailingZeroBitCount &>> 3 }
            length &+= 8
        }
        while length < limit,
            base.load(fromByteOffset: candidate &+ length, as: UInt8.self)
                == base.load(fromByteOffset: at &+ length, as: UInt8.self)
        { length &+= 1 }
        return length
    }

    private static func append(
        literals source: UnsafeRawBufferPointer, _ start: Int, _ end: Int, to output: ByteBuffer, match: Int = 0,
        distance: Int = 0
    ) {
        let literals = end - start
        let extra = match > 0 ? match - shortestMatch : 0
        output.append(UInt8(min(literals, 15) << 4 | min(extra, 15)))
        if literals >= 15 { append(rest: literals - 15, to: output) }
        output.append(UnsafeRawBufferPointer(rebasing: source[start..<end]))
        guard match > 0 else { return }
        output.append(UInt16(distance))
        if extra >= 15 { append(rest: extra - 15, to: output) }
    }

    private static func append(rest: Int, to output: ByteBuffer) {
        var rest = rest
        while rest >= 255 {
            output.append(UInt8(255))
            rest -= 255
        }
        output.append(UInt8(rest))
    }

    /// The first `count` bytes of what was compressed. Throws `.corrupt` where the input does not give as many.
    static func decompress(_ source: UnsafeRawBufferPointer, count: Int) throws -> [UInt8] {
        // A byte of input gives at most 255 bytes: no large allocation for a small lie.
        guard count <= (source.count + 1) * 255 else { throw ByteReader.damaged }
        guard count > 0 else { return [] }
        return try [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            guard let out = output.baseAddress, let base = source.baseAddress else { throw ByteReader.damaged }
            filled = try decompress(base, source.count, UnsafeMutableRawPointer(out), count)
        }
    }

    /// Invariant: reads `input` below `end` only and writes `output` below `count` only; both are checked before each
    /// copy, and a match begins at or behind the first byte of output.
    private static func decompress(
        _ input: UnsafeRawPointer, _ end: Int, _ output: UnsafeMutableRawPointer, _ count: Int
    ) throws -> Int {
        var at = 0
        var done = 0
        func rest(_ start: Int) throws -> Int {
            guard start == 15 else { return start }
            var sum = start
            while true {
                guard at < end else { throw ByteReader.damaged }
                let byte = Int(input.load(fromByteOffset: at, as: UInt8.self))
                at &+= 1
                sum &+= byte
                if byte < 255 { return sum }
            }
        }
        while done < count {
            guard at < end else { throw ByteReader.damaged }
            let token = Int(input.load(fromByteOffset: at, as: UInt8.self))
            at &+= 1
            let literals = try rest(token &>> 4)
            guard literals <= end &- at else { throw ByteReader.damaged }
            let kept = min(literals, count &- done)
            memcpy(output + done, input + at, kept)
            at &+= literals
            done &+= kept
            if done == count { return done }
            guard at &+ 2 <= end else { throw ByteReader.damaged }
            let distance = Int(UInt16(littleEndian: input.loadUnaligned(fromByteOffset: at, as: UInt16.self)))
            at &+= 2
            let length = min(try rest(token & 15) &+ shortestMatch, count &- done)
            guard distance > 0, distance <= done else { throw ByteReader.damaged }
            let from = output + (done &- distance)
            if distance >= length {
                memcpy(output + done, from, length)
            } else {
                // The match overlaps itself: it repeats its first `distance` bytes.
                for index in 0..<length {
                    output.storeBytes(
                        of: from.load(fromByteOffset: index, as: UInt8.self), toByteOffset: done &+ index,
                        as: UInt8.self)
                }
            }
            done &+= length
        }
        return done
    }
}
