import Foundation

/// A folder that goes when the test is done with it.
final class TemporaryFolder: Sendable {
    let url: URL

    init() {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("kist-search-\(UUID().uuidString)")
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
