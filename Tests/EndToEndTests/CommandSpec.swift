import Foundation

/// A page of commands with what they print, as `Tests/Specs/command/README.md` describes.
struct CommandSpec {
    enum Step {
        /// Writes a file into the working folder.
        case file(name: String, text: String)
        /// A line for the shell and the lines that it prints, with `…` for what may differ.
        case command(line: String, expected: [String], number: Int)
    }

    var steps: [Step] = []

    init(_ page: String) {
        var block: (info: String, lines: [(number: Int, text: String)])?
        for (index, line) in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).enumerated()
        {
            if line.hasPrefix("```") {
                if let open = block {
                    add(open.info, open.lines)
                    block = nil
                } else {
                    block = (String(line.dropFirst(3)), [])
                }
            } else {
                block?.lines.append((index + 1, line))
            }
        }
    }

    private mutating func add(_ info: String, _ lines: [(number: Int, text: String)]) {
        if info.hasPrefix("file ") {
            steps.append(.file(name: String(info.dropFirst(5)), text: lines.map(\.text).joined(separator: "\n") + "\n"))
        }
        guard info == "console" else { return }
        var current: (line: String, expected: [String], number: Int)?
        for (number, text) in lines {
            if text.hasPrefix("$ ") {
                if let current {
                    steps.append(.command(line: current.line, expected: current.expected, number: current.number))
                }
                current = (String(text.dropFirst(2)), [], number)
            } else {
                current?.expected.append(text)
            }
        }
        if let current {
            steps.append(.command(line: current.line, expected: current.expected, number: current.number))
        }
    }

    /// Whether lines are as expected: `…` alone on a line stands for any lines, within a line for any text.
    static func matches(_ lines: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
        guard let first = expected.first else { return lines.isEmpty }
        if first == "…" {
            return (lines.startIndex...lines.endIndex).contains { matches(lines[$0...], expected.dropFirst()) }
        }
        guard let line = lines.first,
            matches(
                line: line[...], parts: first.split(separator: "…", omittingEmptySubsequences: false)[...],
                isStart: true)
        else { return false }
        return matches(lines.dropFirst(), expected.dropFirst())
    }

    private static func matches(line: Substring, parts: ArraySlice<Substring>, isStart: Bool) -> Bool {
        guard let part = parts.first else { return true }
        if parts.count == 1 { return isStart ? line == part : line.hasSuffix(part) }
        if isStart {
            return line.hasPrefix(part)
                && matches(line: line.dropFirst(part.count), parts: parts.dropFirst(), isStart: false)
        }
        if part.isEmpty { return matches(line: line, parts: parts.dropFirst(), isStart: false) }
        var rest = line
        while let found = rest.firstRange(of: part) {
            if matches(line: rest[found.upperBound...], parts: parts.dropFirst(), isStart: false) { return true }
            rest = rest[rest.index(after: found.lowerBound)...]
        }
        return false
    }
}
