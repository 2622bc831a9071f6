public import KistModel

/// What the conformance kit found out about a plugin. Shape as JSON:
///
/// ```json
/// {"schema": 1, "plugin": "opml", "version": "1.0.0", "conforms": true, "passed": 61, "failed": 0, "remarks": 1,
///  "checks": [{"group": "samples", "name": "first.opml", "verdict": "passed", "message": "…"}]}
/// ```
public struct ConformanceReport: Hashable, Sendable {
    /// What is looked at, in this order.
    public enum Group: String, Sendable, CaseIterable {
        case manifest, greeting, samples, damaged, hostile, misuse, determinism, limits

        /// For people.
        public var title: String {
            switch self {
            case .manifest: "Manifest"
            case .greeting: "Greeting and box"
            case .samples: "Good files"
            case .damaged: "Damaged files"
            case .hostile: "Hostile files"
            case .misuse: "A host that breaks the rules"
            case .determinism: "The same file again"
            case .limits: "Time and memory"
            }
        }
    }

    /// How one look ended.
    public enum Verdict: String, Sendable {
        case passed, failed
        /// Not against the protocol, but worth a thought.
        case remark
        /// Could not be looked at on this computer or without samples.
        case skipped
    }

    /// One thing that was looked at.
    public struct Check: Hashable, Sendable {
        public var group: Group
        public var name: String
        public var verdict: Verdict
        /// Why, where there is something to say.
        public var message: String?
    }

    public var plugin: String
    public var version: String
    public var checks: [Check] = []

    init(plugin: String, version: String) {
        self.plugin = plugin
        self.version = version
    }

    /// How many looks ended so.
    public func count(_ verdict: Verdict) -> Int { checks.count { $0.verdict == verdict } }

    /// Nothing failed, and something was looked at.
    public var conforms: Bool { count(.failed) == 0 && count(.passed) > 0 }

    public var json: JSONValue {
        [
            "schema": 1, "plugin": .string(plugin), "version": .string(version), "conforms": .bool(conforms),
            "passed": .int(count(.passed)), "failed": .int(count(.failed)), "remarks": .int(count(.remark)),
            "skipped": .int(count(.skipped)),
            "checks": .array(
                checks.map { check in
                    var object: JSONObject = [
                        "group": .string(check.group.rawValue), "name": .string(check.name),
                        "verdict": .string(check.verdict.rawValue),
                    ]
                    if let message = check.message { object["message"] = .string(message) }
                    return .object(object)
                }),
        ]
    }
}
