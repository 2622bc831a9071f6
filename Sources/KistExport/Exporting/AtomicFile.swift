public import Foundation

/// Writes files whole or not at all.
public enum AtomicFile {
    /// Writes beside the target, synchronises, and moves the file into its place.
    ///
    /// - Throws: ``ExportError`` `cannotWrite`.
    public static func write(_ bytes: [UInt8], to file: URL) throws {
        do {
            try Data(bytes).write(to: file, options: .atomic)
        } catch {
            throw ExportError(
                .cannotWrite, "The file could not be written.", hint: "Is there room, and may you write there?",
                place: file.path)
        }
    }
}
