/// The part of a score that does not depend on the query's weight, as a fraction of 65,535: what a segment keeps as
/// bounds.
///
/// A fraction is computed with the average length of the segment's own field. Where a search has another average, the
/// bound is multiplied: with r = average / own average, tf / (tf + K) grows by at most the factor r when r > 1 and
/// shrinks by at most the factor r when r < 1, since K is at least K(own) / r, or at most that.
///
/// Where a search has another k1, its ratio to the usual one is its spread s: what was x = f / (f + K) becomes
/// f / (f + s · K) = x / (x + s · (1 - x)).
struct UnitScore {
    /// For small frequencies, by frequency and length byte: the fraction rounded up.
    private let table: [UInt16]
    private let inverses: [Float]
    private static let tabled = 16
    static let one = 65535.0

    init(averageLength: Double) {
        inverses = BM25.inverses(averageLength: averageLength)
        var table = [UInt16](repeating: 0, count: Self.tabled * 256)
        for frequency in 1..<Self.tabled {
            for length in 0..<256 {
                table[frequency * 256 + length] = Self.rounded(UInt32(frequency), inverses[length])
            }
        }
        self.table = table
    }

    /// At least the score of a posting for a weight of 65,535; less one it is at most that score.
    @inline(__always)
    func upper(frequency: UInt32, length: UInt8) -> UInt16 {
        if frequency < UInt32(Self.tabled) { return table[Int(frequency) &* 256 &+ Int(length)] }
        return Self.rounded(frequency, inverses[Int(length)])
    }

    private static func rounded(_ frequency: UInt32, _ inverse: Float) -> UInt16 {
        let part = 1 - 1 / (1 + Double(min(frequency, BM25.largestFrequency)) * Double(inverse))
        return UInt16(min((part * one).rounded(.up), one))
    }

    /// No posting with this fraction or less scores more.
    @inline(__always)
    static func bound(_ fraction: UInt16, weight: Float, ratio: Double, spread: Double) -> Int64 {
        // One more than the fraction covers the rounding of the scores themselves, two units their whole numbers.
        let part = spreading((Double(fraction) + 1) / one, spread)
        // Averages that are made up have ratios beyond measure.
        return Int64(min(part * Double(weight) * max(ratio, 1), 1e18)) + 2
    }

    @inline(__always)
    private static func spreading(_ part: Double, _ spread: Double) -> Double {
        part < 1 && spread != 1 ? part / (part + spread * (1 - part)) : part
    }

    /// A posting whose fraction was rounded up to this one scores at least this.
    static func leastScore(_ fraction: UInt16, weight: Float, ratio: Double, spread: Double) -> Int64 {
        // Scores are rounded as 32-bit numbers of the weight's size.
        let rounding = Double(weight) / 4_194_304 + 2
        let part = spreading(max(Double(fraction) - 2, 0) / one, spread)
        return max(Int64(part * Double(weight) * min(ratio, 1) - rounding), 0)
    }
}
