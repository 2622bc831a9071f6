/// Why vocabulary files do not make vocabularies, where, and what was expected.
public struct VocabularyError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case syntax = "turtle-syntax"
        case encoding = "turtle-encoding"
        case notInSubset = "turtle-not-in-subset"
        case unknownPrefix = "turtle-unknown-prefix"
        case tooLarge = "turtle-too-large"
        case incomplete = "vocabulary-incomplete"
        case conflict = "vocabulary-conflict"
        case dangling = "vocabulary-dangling"
    }

    public var code: Code
    public var message: String
    public var file: String
    /// From 1, in lines and characters; 0 when the trouble has no one place.
    public var line: Int
    public var column: Int

    public init(_ code: Code, _ message: String, file: String, line: Int = 0, column: Int = 0) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String {
        line == 0 ? "\(file): \(message)" : "\(file), line \(line), column \(column): \(message)"
    }
}
