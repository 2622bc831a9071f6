import KistPlugin

/// Failures that more than one reader has.
enum OfficeError {
    static let encrypted = PluginError(
        .encrypted, "The document is protected by a password. Open it, save it without one, and import it again.")
}
