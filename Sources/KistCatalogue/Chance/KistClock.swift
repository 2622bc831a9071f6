public import Foundation

/// Where the time comes from. `KIST_NOW` fixes it, so that a run can be repeated.
public struct KistClock: Sendable {
    private let read: @Sendable () -> Date

    public init(_ now: @escaping @Sendable () -> Date) { read = now }

    public static let system = KistClock { Date() }

    public static func fixed(_ date: Date) -> KistClock { KistClock { date } }

    /// The system's clock, or the moment that `KIST_NOW` names: `2026-03-01` or `2026-03-01T09:30:00Z`.
    public static func environment(_ environment: [String: String]) throws -> KistClock {
        guard let text = environment["KIST_NOW"], !text.isEmpty else { return .system }
        guard let date = date(text) else {
            throw CatalogueError(
                .invalidSetting, "KIST_NOW must be a date such as 2026-03-01 or 2026-03-01T09:30:00Z", place: "KIST_NOW"
            )
        }
        return .fixed(date)
    }

    public var now: Date { read() }

    /// Now, ISO 8601 in UTC to the second: `2026-03-01T09:30:00Z`.
    public var text: String { now.formatted(.iso8601) }

    /// The moment that an ISO 8601 text names (a date alone means its first second in UTC).
    public static func date(_ text: String) -> Date? {
        let whole = text.utf8.count == 10 ? text + "T00:00:00Z" : text
        // Foundation says only that a text does not fit, never why: nil says the same.
        return try? Date(whole, strategy: .iso8601)
    }
}
