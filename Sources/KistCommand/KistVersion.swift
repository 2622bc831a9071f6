/// The program's version, as `kist --version` prints it and packs record it.
enum KistVersion {
    static let number = "0.1.0"
    static let text = "kist \(number)"
}
