/// Where chance comes from. `KIST_SEED` fixes it, so that a run can be repeated.
public struct KistChance: Sendable {
    private let draw: @Sendable (_ count: Int, _ purpose: String) -> [UInt8]

    public static let system = KistChance { count, _ in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// The same bytes for the same seed, purpose and count.
    public static func seeded(_ seed: String) -> KistChance {
        KistChance { count, purpose in
            var bytes: [UInt8] = []
            var block = 0
            while bytes.count < count {
                bytes += ContentHash(of: "kist-chance-1\n\(seed)\n\(purpose)\n\(block)").bytes
                block += 1
            }
            return Array(bytes.prefix(count))
        }
    }

    public static func environment(_ environment: [String: String]) -> KistChance {
        guard let seed = environment["KIST_SEED"], !seed.isEmpty else { return .system }
        return .seeded(seed)
    }

    /// `purpose` sets draws apart that would be equal under one seed.
    public func bytes(_ count: Int, for purpose: String) -> [UInt8] { draw(count, purpose) }
}
