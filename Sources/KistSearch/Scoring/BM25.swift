import Glibc

/// Okapi BM25 as Lucene 8 and later have it, without the constant factor k1 + 1:
/// weight · idf · tf / (tf + k1 · (1 - b + b · length / average length)), with idf = ln(1 + (N - n + 0.5) / (n + 0.5)).
///
/// Scores are whole numbers of 1/2^20, so that they add up to the same sum in any order and bounds are exact.
/// N, n and the average length are over all live documents of a collection, whatever its segments.
enum BM25 {
    static let k1 = 1.2
    static let b = 0.75
    static let unit = 1_048_576.0
    /// Frequencies from here on count as much.
    static let largestFrequency: UInt32 = 0x7F_FFFF
    /// So that thousands of addends fit 64 bits.
    static let largestWeight: Float = 1_099_511_627_776

    static func idf(documents: Int, having count: Int) -> Double {
        log(1 + (Double(documents - count) + 0.5) / (Double(count) + 0.5))
    }

    /// In score units.
    static func scaled(_ weight: Double) -> Float {
        min(max(Float(weight * unit), 0), largestWeight)
    }

    /// For each length byte the inverse of what is added to a frequency in the denominator.
    static func inverses(averageLength: Double, k1: Double = BM25.k1) -> [Float] {
        (0..<256).map { byte in
            let length = Double(LengthByte.decode(UInt8(byte)))
            let ratio = averageLength > 0 ? length / averageLength : 1
            return Float(1 / (k1 * (1 - b + b * ratio)))
        }
    }

    /// Grows with the frequency and shrinks with the length, in the numbers as they are computed too. A match always
    /// counts for something: at least one unit.
    @inline(__always)
    static func score(_ weight: Float, _ frequency: UInt32, _ inverse: Float) -> Int64 {
        score(weight, Float(min(frequency, largestFrequency)), inverse)
    }

    /// Likewise, for a frequency that need not be a whole number.
    @inline(__always)
    static func score(_ weight: Float, _ frequency: Float, _ inverse: Float) -> Int64 {
        max(Int64(weight - weight / (1 + frequency * inverse)), 1)
    }
}
