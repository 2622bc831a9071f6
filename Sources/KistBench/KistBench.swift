import Foundation

/// The engine's side of the search benchmark.
@main
enum KistBench {
    static let usage = """
        usage: kist-bench index CORPUS DIR [--memory MEGABYTES]
               kist-bench serve DIR
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
            var megabytes = 256
            if let at = arguments.firstIndex(of: "--memory"), at + 1 < arguments.count {
                guard let number = Int(arguments[at + 1]), number > 0 else { throw BenchError(usage) }
                megabytes = number
            }
            try BenchIndex.build(corpus: arguments[1], folder: arguments[2], memoryLimit: megabytes << 20)
        case "serve" where arguments.count >= 2:
            try BenchServer(folder: arguments[1]).run()
        default: throw BenchError(usage)
        }
    }
}
