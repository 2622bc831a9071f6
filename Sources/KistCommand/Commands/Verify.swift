import ArgumentParser
import Foundation
import KistExport
import KistRepository

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that a pack is whole and unchanged.", discussion: "EXAMPLES\n  kist verify feedback.zip")

    @Argument(help: "The pack.") var pack: String
    @Flag(help: "Answer in JSON for programs, errors included.") var json = false

    func run() async throws {
        let output = Output(json: json)
        guard FileManager.default.fileExists(atPath: pack) else {
            throw CommandFailure.usage("There is no file “\(pack)”.")
        }
        let items = try await Extraction.packItems(of: pack)
        let result = PackVerifier().verify(items)
        if json {
            output.answer([
                "schema": 1, "ok": .bool(result.ok), "identity": result.identity.map { .string($0) } ?? .null,
                "records": .int(result.records),
                "problems": .array(
                    result.problems.map {
                        [
                            "code": .string($0.code.rawValue), "message": .string($0.message),
                            "path": $0.path.map { .string($0) } ?? .null,
                        ]
                    }),
            ])
        } else {
            for problem in result.problems {
                output.line(
                    "\(problem.code.rawValue): \(output.shown(problem.message))\(problem.path.map { " (\(output.shown($0)))" } ?? "")"
                )
            }
            output.line(
                result.ok
                    ? "The pack is whole: \(result.records) records, every file as it was written."
                    : "\(result.problems.count) problem(s): do not rely on this pack.")
            if result.ok { output.note("Take it in with: kist import \(pack)") }
        }
        if !result.ok { throw Ending(status: .problems) }
    }
}
