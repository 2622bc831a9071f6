import Foundation

/// The engine's side of the search benchmark.
@main
enum KistBench {
    static let usage = """
        usage: kist-bench index CORPUS DIR [--memory MEGABYTES]
               kist-bench serve DIR
               kist-bench query DIR QUERIES [--class CLASS] [--mode top|count] [--rounds N]
        """

    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("kist-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws {
        switch arguments.first {
        case "index" where arguments.count >= 3:
            let megabytes = try number("--memory", arguments) ?? 256
            try BenchIndex.build(corpus: arguments[1], folder: arguments[2], memoryLimit: megabytes << 20)
        case "serve" where arguments.count >= 2:
            try BenchServer(folder: arguments[1]).run()
        case "query" where arguments.count >= 3:
            try BenchServer(folder: arguments[1]).run(
                queries: arguments[2], class: option("--class", arguments), mode: option("--mode", arguments) ?? "top",
                rounds: try number("--rounds", arguments) ?? 5)
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
