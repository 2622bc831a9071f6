/// How the reading of one file ended.
public enum ExtractionOutcome: Hashable, Sendable {
    case read
    /// Something was read, something not: why. The code is a diagnostic's, a plugin's or an `ImportError`'s.
    case partlyRead(code: String, message: String)
    /// No plugin knows its content. It still has its name, its bytes and its hash.
    case noPlugin
    /// The caller knows these bytes (``ImportOptions/isKnown``): they were not read again.
    case known
    /// Left out on purpose: too large.
    case skipped(code: String, message: String)
    case failed(code: String, message: String)

    /// "read", "partly-read", "no-plugin", "known", "skipped", "failed".
    public var name: String {
        switch self {
        case .read: "read"
        case .partlyRead: "partly-read"
        case .noPlugin: "no-plugin"
        case .known: "known"
        case .skipped: "skipped"
        case .failed: "failed"
        }
    }

    public var isRead: Bool { self == .read || name == "partly-read" }

    public var code: String? {
        switch self {
        case .read, .noPlugin, .known: nil
        case .partlyRead(let code, _), .skipped(let code, _), .failed(let code, _): code
        }
    }

    public var message: String? {
        switch self {
        case .read, .known: nil
        case .noPlugin: "no plugin reads this kind of file"
        case .partlyRead(_, let message), .skipped(_, let message), .failed(_, let message): message
        }
    }

    static func failed(_ error: ImportError) -> ExtractionOutcome {
        .failed(code: error.code.rawValue, message: error.message)
    }
}
