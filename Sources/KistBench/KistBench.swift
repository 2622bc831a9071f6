import Foundation
import KistSearch

/// The engine's side of the search benchmark.
@main
enum KistBench {
    static let usage = """
        usage: kist-bench index CORPUS DIR [--memory MEGABYTES] [--threads N] [--ranking bm25|default]
               kist-bench serve DIR [--ranking bm25|default]
               kist-bench query DIR QUERIES [--class CLASS] [--mode top|count] [--rounds N] [--ranking bm25|default]
               kist-bench features CORPUS DIR [--documents N]
        The ranking can also stand before the command.
        """

    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("kist-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ all: [String]) throws {
        var ranking = SearchRanking.bm25
        var arguments = all
        if let at = arguments.firstIndex(of: "--ranking") {
            guard at + 1 < arguments.count, let named = SearchRanking(rawValue: arguments[at + 1]) else {
                throw BenchError(usage)
            }
            ranking = named
            arguments.removeSubrange(at...at + 1)
        }
        switch arguments.first {
        case "index" where arguments.count >= 3:
            let megabytes = try number("--memory", arguments) ?? 256
            let threads = try number("--threads", arguments) ?? 1
            try BenchIndex.build(
                corpus: arguments[1], folder: arguments[2], memoryLimit: megabytes << 20, threads: threads,
                ranking: ranking)
        case "serve" where arguments.count >= 2:
            try BenchServer(folder: arguments[1], ranking: ranking).run()
        case "query" where arguments.count >= 3:
            try BenchServer(folder: arguments[1], ranking: ranking).run(
                queries: arguments[2], class: option("--class", arguments), mode: option("--mode", arguments) ?? "top",
                rounds: try number("--rounds", arguments) ?? 5)
        case "features" where arguments.count >= 3:
            try BenchFeatures(
                corpus: arguments[1], folder: arguments[2], limit: try number("--documents", arguments) ?? 100_000
            ).run()
        default: throw BenchError(usage)
        }
    }

    private static func option(_ name: String, _ arguments: [String]) -> String? {
        guard let at = arguments.firstIndex(of: name), at + 1 < arguments.count else { return nil }
        return arguments[at + 1]
    }

    private static func number(_ name: String, _ arguments: [String]) throws -> Int? {
        guard let text = option(name, arguments) else { return nil }
        guard let number = Int(text), number > 0 else { throw BenchError(usage) }
        return number
    }
}
