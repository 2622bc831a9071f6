import Glibc

/// A new plugin to begin with: one that works, with its manifest, a sample, what is expected of it, tests and a page that
/// says how to go on. It reads texts whose first line is the plugin's name and a colon.
public struct PluginTemplate: Sendable {
    /// What a template is written in.
    public enum Language: String, Sendable, CaseIterable { case python, swift }

    /// One file of a template.
    public struct File: Hashable, Sendable {
        /// Relative to the plugin's folder.
        public var path: String
        public var text: String
        public var isProgram = false
    }

    public let name: String
    public let language: Language
    public let files: [File]

    /// - Throws: `manifest` for a name that no plugin may have.
    public init(name: String, language: Language) throws(ImportError) {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let isCode = name.utf8.allSatisfy { letters.contains($0) || $0 == 0x2D || (0x30...0x39).contains($0) }
        guard isCode, let first = name.utf8.first, letters.contains(first), name.utf8.last != 0x2D,
            name.utf8.count <= 40
        else {
            throw ImportError(
                .manifest,
                "a plugin's name is made of lower-case letters, digits and hyphens, and begins with a letter: “field-notes”"
            )
        }
        self.name = name
        self.language = language
        let source = language == .python ? PythonTemplate.files : SwiftTemplate.files
        let module = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        files = (Self.shared + source).map { file in
            func filled(_ text: String) -> String {
                text.replacingAll("@NAME@", name).replacingAll("@MODULE@", module)
                    .replacingAll("@PROGRAM@", language == .python ? "plugin.py" : name)
            }
            return File(path: filled(file.path), text: filled(file.text), isProgram: file.isProgram)
        }
    }

    /// Writes the plugin into a folder of its name inside `parent`, which must not be there yet.
    /// - Returns: the folder's path.
    /// - Throws: `configuration`.
    public func write(in parent: String) throws(ImportError) -> String {
        let folder = parent == "." ? name : parent + "/" + name
        guard access(folder, F_OK) != 0 else {
            throw ImportError(.configuration, "it is there already; choose another name or another place", path: folder)
        }
        do {
            for file in files {
                let path = folder + "/" + file.path
                try SpoolFolder.makeFolders(PluginPlaces.parent(of: path))
                try SpoolFolder.replace(path, with: Array(file.text.utf8))
                chmod(path, file.isProgram ? 0o755 : 0o644)
            }
        } catch {
            throw ImportError(.configuration, "the plugin cannot be written: \(error.message)", path: folder)
        }
        return folder
    }

    private static let shared = [
        File(
            path: "plugin.json",
            text: """
                {
                  "name": "@NAME@",
                  "version": "0.1.0",
                  "protocol": 1,
                  "executable": "@PROGRAM@",
                  "summary": "Reads @NAME@ files",
                  "makes": ["blocks"],
                  "formats": [
                    {
                      "format": "@NAME@",
                      "label": "@NAME@ file",
                      "mediaTypes": ["text/x-@NAME@"],
                      "extensions": ["@NAME@"],
                      "rules": [{ "firstLine": "@NAME@:" }],
                      "confidence": 80
                    }
                  ]
                }

                """),
        File(
            path: "samples/first.@NAME@",
            text: """
                @NAME@: The first sample
                # What we tried
                Two teachers watched each other’s lessons.
                - Questions
                - Time to think
                # What came of it
                Pupils’ answers became longer.

                """),
        File(
            path: "samples/first.@NAME@.expected.json",
            text: """
                {
                  "outcome": "done",
                  "metadata": { "title": "The first sample" },
                  "blocks": [
                    { "kind": "heading", "level": 1, "text": "What we tried", "place": "line 2" },
                    { "kind": "paragraph", "text": "Two teachers watched each other’s lessons.", "place": "line 3" },
                    { "kind": "list-item", "level": 1, "text": "Questions", "place": "line 4" },
                    { "kind": "list-item", "level": 1, "text": "Time to think", "place": "line 5" },
                    { "kind": "heading", "level": 1, "text": "What came of it", "place": "line 6" },
                    { "kind": "paragraph", "text": "Pupils’ answers became longer.", "place": "line 7" }
                  ],
                  "diagnostics": []
                }

                """),
    ]
}

extension String {
    /// Every occurrence of `old` exchanged for `new`, without Foundation.
    fileprivate func replacingAll(_ old: String, _ new: String) -> String {
        var result = ""
        var rest = self[...]
        while let found = rest.firstRange(of: old) {
            result += rest[..<found.lowerBound] + new
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}
