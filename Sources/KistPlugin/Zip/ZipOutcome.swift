/// How the reading of one entry ended. Bytes that came before a bad end were handed out and count as provisional.
public enum ZipOutcome: Hashable, Sendable {
    case intact
    /// The caller wanted no more.
    case stopped
    case badChecksum
    case badSize
    /// The data cannot be unpacked further, or the archive ends within it.
    case damaged
    case encrypted
    /// A compression method other than stored and deflated.
    case unsupported
    case limit(ZipLimit)

    /// What to tell about `entry`; nil when all is well.
    public func diagnostic(for entry: ZipEntry) -> Diagnostic? { diagnostic(name: entry.name, place: entry.place) }

    /// What to tell about the entry called `name`; nil when all is well.
    public func diagnostic(name: String, place: String?) -> Diagnostic? {
        let name = "“\(name.prefix(200))”"
        switch self {
        case .intact, .stopped: return nil
        case .badChecksum:
            return Diagnostic(
                .warning, "zip-entry-crc",
                "The checksum of \(name) is wrong: it was changed or damaged after it was packed.",
                place: place)
        case .badSize:
            return Diagnostic(
                .warning, "zip-entry-size", "\(name) is not as long as the archive says; what there is was read.",
                place: place)
        case .damaged:
            return Diagnostic(
                .warning, "zip-entry-damaged", "\(name) is damaged or cut short; what came before was read.",
                place: place)
        case .encrypted:
            return Diagnostic(
                .warning, "zip-entry-encrypted", "\(name) is protected by a password and was not read.",
                place: place)
        case .unsupported:
            return Diagnostic(
                .warning, "zip-entry-method",
                "\(name) is compressed in a way that is not read here. Pack it again as an ordinary zip.",
                place: place)
        case .limit(let limit): return limit.diagnostic(place: place)
        }
    }
}
