/// A bound of `JobLimits` that an archive went beyond.
public enum ZipLimit: String, Hashable, Sendable {
    case inflated = "limit-inflated"
    case part = "limit-part"
    case ratio = "limit-ratio"
    case entries = "limit-entries"

    public var message: String {
        switch self {
        case .inflated: "The file unpacks to more than is allowed for one file; the rest was left out."
        case .part: "A part of the file unpacks to more than is allowed for one part; the rest of it was left out."
        case .ratio: "The file unpacks to far more than its size explains, as zip bombs do; the rest was left out."
        case .entries: "The archive has more entries than are allowed; the rest were left out."
        }
    }

    public func diagnostic(place: String? = nil) -> Diagnostic { Diagnostic(.warning, rawValue, message, place: place) }
}
