/// Which versions of a program are meant: conditions that must all hold, such as `<1.2`, `>=1.0,<1.2` or `1.1.3`.
public struct VersionRange: Hashable, Sendable, CustomStringConvertible {
    private enum Relation: String, CaseIterable {
        // Longer ones first, as they are looked for in this order.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
        case equal = "="
    }

    private struct Condition: Hashable {
        var relation: Relation
        var version: [Int]
    }

    private let conditions: [Condition]
    public let description: String

    /// Nil when `text` is not a list of conditions with commas between them.
    public init?(_ text: String) {
        var conditions: [Condition] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var rest = part.filter { $0 != " " }
            let relation = Relation.allCases.first { rest.hasPrefix($0.rawValue) }
            rest.removeFirst(relation?.rawValue.count ?? 0)
            guard let version = Self.numbers(rest) else { return nil }
            conditions.append(Condition(relation: relation ?? .equal, version: version))
        }
        self.conditions = conditions
        description = text
    }

    /// `1.2.3` as numbers; what follows a hyphen or plus (`1.2.3-beta`) does not count. Nil for anything else.
    static func numbers(_ text: String) -> [Int]? {
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let parts = core.split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
        }
        return parts.contains(nil) || parts.isEmpty ? nil : parts.compactMap(\.self)
    }

    /// False for a version that is not written in numbers.
    public func contains(_ version: String) -> Bool {
        guard let numbers = Self.numbers(version) else { return false }
        return conditions.allSatisfy { condition in
            let order = Self.order(numbers, condition.version)
            return switch condition.relation {
            case .below: order < 0
            case .atMost: order <= 0
            case .equal: order == 0
            case .atLeast: order >= 0
            case .above: order > 0
            }
        }
    }

    /// 1.2 is the same as 1.2.0.
    private static func order(_ a: [Int], _ b: [Int]) -> Int {
        for index in 0..<max(a.count, b.count) {
            let (left, right) = (index < a.count ? a[index] : 0, index < b.count ? b[index] : 0)
            if left != right { return left < right ? -1 : 1 }
        }
        return 0
    }
}
