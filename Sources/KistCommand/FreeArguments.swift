import ArgumentParser
import Foundation
import KistRepository

/// `search` and `export` take the names of fields as options and words as they are typed (`-word` leaves a word out), which
/// no fixed list of options can describe. So their arguments are sorted before they are parsed: `--stage P5` becomes
/// `--where stage=P5`, and words go behind `--`.
struct FreeArguments {
    /// Options with a value and without, by command; the rest are fields or words.
    static let commands: [String: (valued: Set<String>, flags: Set<String>)] = [
        "search": (
            ["--collection", "--where", "--limit", "--offset", "--sort", "--near", "--save", "--like"],
            ["--json", "--facets", "--explain", "--no-expand", "--withdrawn", "--new", "--help"]
        ),
        "export": (
            ["--collection", "--where", "--to", "--saved", "--reason", "--limit", "--title", "--near"],
            ["--json", "--include-held", "--with-evidence", "--all", "--no-expand", "--help"]
        ),
    ]

    static func prepare(_ arguments: [String]) throws -> [String] {
        if let name = arguments.first, !name.hasPrefix("-") { try checkCommand(name) }
        guard let name = arguments.first, let known = commands[name] else { return arguments }
        var options: [String] = []
        var words: [String] = []
        var pending: [(name: String, value: String)] = []
        var index = 1
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                words += arguments[index...]
                break
            }
            guard argument.hasPrefix("--"), argument.count > 2 else {
                if argument == "-h" { options.append("--help") } else { words.append(argument) }
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if known.flags.contains(argument) {
                options.append(argument)
            } else if known.valued.contains(parts[0]) {
                options.append(argument)
                if parts.count == 1, index < arguments.count {
                    options.append(arguments[index])
                    index += 1
                }
            } else if parts.count == 2 {
                pending.append((String(parts[0].dropFirst(2)), parts[1]))
            } else {
                guard index < arguments.count else {
                    throw CommandFailure.usage("\(argument) needs a value.", hint: "For example: \(argument) P5")
                }
                pending.append((String(argument.dropFirst(2)), arguments[index]))
                index += 1
            }
        }
        if !pending.isEmpty {
            let names = try filterNames(for: options)
            for (field, value) in pending {
                guard names.isKnown(field) else {
                    let options = (known.valued.union(known.flags)).map { String($0.dropFirst(2)) }
                    let offered = options + (names.nearest(to: field).map { [$0] } ?? [])
                    let nearest = offered.map { (EditDistance.between(field, $0), $0) }.min { $0 < $1 }
                    throw CommandFailure.usage(
                        "There is no option and no field “--\(field)”.",
                        hint: nearest.flatMap { $0.0 <= max(2, field.count / 2) ? "Did you mean --\($0.1)?" : nil }
                            ?? "Fields: \(names.offered.joined(separator: ", ")).")
                }
                options += ["--where", "\(field)=\(value)"]
            }
        }
        return [name] + options + (words.isEmpty ? [] : ["--"] + words)
    }

    /// A name that is no command is told with the nearest.
    private static func checkCommand(_ name: String) throws {
        let known = Kist.configuration.groupedSubcommands.flatMap(\.subcommands).map { $0._commandName } + ["help"]
        guard !known.contains(name) else { return }
        let nearest = known.map { (EditDistance.between(name, $0), $0) }.min { $0 < $1 }
        throw CommandFailure.usage(
            "There is no command “\(name)”.",
            hint: nearest.flatMap { $0.0 <= max(1, name.count / 3) ? "Did you mean kist \($0.1)?" : nil }
                ?? "kist --help lists them.")
    }

    private static func filterNames(for options: [String]) throws -> FilterNames {
        let explicit = options.firstIndex(of: "--collection").flatMap { $0 + 1 < options.count ? options[$0 + 1] : nil }
        let location = try CollectionLocation.locate(
            explicit: explicit, environment: ProcessInfo.processInfo.environment,
            currentFolder: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory))
        return FilterNames(try SchemaLibrary.schemas(collection: location.exists ? location.folder : nil))
    }
}
