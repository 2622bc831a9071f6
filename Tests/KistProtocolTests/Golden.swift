import Foundation
import KistProtocol

/// The golden frames in Tests/Specs/protocol and what their index says of them.
enum Golden {
    struct Row: Sendable {
        var file: String
        var message: String
        var outcome: String
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Specs/protocol")

    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: file)))
    }

    static let rows: [Row] = {
        guard let text = try? String(contentsOf: folder.appending(path: "index.tsv"), encoding: .utf8) else {
            return []
        }
        return text.split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "\t").map(String.init)
            return Row(file: columns[0], message: columns[1], outcome: columns[2])
        }
    }()
}
