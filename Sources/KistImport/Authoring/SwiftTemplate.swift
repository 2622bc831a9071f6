/// A new plugin in Swift: a package without dependencies.
enum SwiftTemplate {
    static let files = [
        PluginTemplate.File(path: "Package.swift", text: package),
        PluginTemplate.File(path: "Makefile", text: makefile),
        PluginTemplate.File(path: "Sources/@MODULE@/Reader.swift", text: reader),
        PluginTemplate.File(path: "Sources/@MODULE@/Plugin.swift", text: plugin),
        PluginTemplate.File(path: "Sources/@MODULE@/Conversation.swift", text: conversation),
        PluginTemplate.File(path: "Tests/@MODULE@Tests/ReaderTests.swift", text: tests),
        PluginTemplate.File(path: "README.md", text: readme),
        PluginTemplate.File(path: ".gitignore", text: ".build/\n/@NAME@\n"),
    ]

    private static let package = """
        // swift-tools-version: 6.0
        import PackageDescription

        let package = Package(
            name: "@NAME@",
            products: [.executable(name: "@NAME@", targets: ["@MODULE@"])],
            targets: [
                .executableTarget(name: "@MODULE@"),
                .testTarget(name: "@MODULE@Tests", dependencies: ["@MODULE@"]),
            ]
        )

        """

    private static let makefile = """
        # The program lies beside plugin.json, with Swift's library inside: nothing else has to be installed.
        @NAME@: $(wildcard Sources/@MODULE@/*.swift) Package.swift
        \tswift build -c release --static-swift-stdlib --product @NAME@
        \tcp .build/release/@NAME@ $@

        .PHONY: test
        test: @NAME@
        \tswift test
        \tkist plugins test .

        """

    private static let reader = #"""
        /// The format: what the bytes of a file say. All that is special about this plugin is here.
        struct Reader {
            private static let longestLine = 100_000

            var title: String?
            var blocks: [Block] = []
            var remarks: [Remark] = []

            /// Throws when nothing of the file can be used. Trouble that leaves something usable is a remark.
            init(_ bytes: [UInt8]) throws {
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw Failure(code: "not-this-format", message: "The file is not text in UTF-8.", place: nil)
                }
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                guard let first = lines.first, first.hasPrefix("@NAME@:") else {
                    throw Failure(
                        code: "not-this-format", message: "The first line does not begin with “@NAME@:”.", place: "line 1")
                }
                title = String(Self.trimmed(first.dropFirst("@NAME@:".count)).prefix(1_000))
                for (index, line) in lines.enumerated().dropFirst() { add(Self.trimmed(line), place: "line \(index + 1)") }
            }

            private mutating func add(_ line: Substring, place: String) {
                var line = line
                if line.isEmpty { return }
                if line.utf8.count > Self.longestLine {
                    remarks.append(
                        Remark(
                            severity: "warning", code: "line-cut",
                            message: "A line is longer than \(Self.longestLine) bytes and was cut.", place: place))
                    line = Substring(String(decoding: line.utf8.prefix(Self.longestLine), as: UTF8.self))
                }
                if line.hasPrefix("# ") {
                    blocks.append(Block(kind: "heading", text: String(line.dropFirst(2)), level: 1, place: place))
                } else if line.hasPrefix("- ") {
                    blocks.append(Block(kind: "list-item", text: String(line.dropFirst(2)), level: 1, place: place))
                } else {
                    blocks.append(Block(kind: "paragraph", text: String(line), level: 0, place: place))
                }
            }

            private static func trimmed(_ line: Substring) -> Substring {
                var line = line.drop { $0.isWhitespace }
                while line.last?.isWhitespace == true { line.removeLast() }
                return line
            }
        }

        """#

    private static let plugin = #"""
        /// The plugin: takes one file after the other and gives out what the reader finds.
        @main
        struct Plugin {
            private static let largestFile = 64 << 20

            static func main() {
                let conversation = Conversation()
                conversation.begin(name: "@NAME@", version: "0.1.0")
                while let job = conversation.nextJob() {
                    do {
                        try run(job, conversation)
                    } catch let failure as Failure {
                        conversation.send(.fail, failure)
                    } catch {
                        conversation.send(.fail, Failure(code: "internal", message: "\(error)", place: nil))
                    }
                }
            }

            private static func run(_ job: Job, _ conversation: Conversation) throws {
                guard job.size <= largestFile else {
                    throw Failure(
                        code: "limit", message: "Files of more than \(largestFile >> 20) MB are not read.", place: nil)
                }
                let bytes = try conversation.contents(of: job)
                let reader = try Reader(bytes)
                conversation.send(.metadata, Metadata(title: reader.title))
                for block in reader.blocks { conversation.send(.blocks, [block]) }
                for remark in reader.remarks { conversation.send(.diagnostic, remark) }
                let part = Coverage.Part(name: "lines", status: "read", count: reader.blocks.count)
                conversation.send(.done, Coverage(textRead: bytes.count, parts: [part], share: 1))
            }
        }

        """#

    private static let conversation = #"""
        import FoundationEssentials
        import Glibc

        // What goes over the pipe, as Kist's Documentation/plugin-protocol.md has it. What is nil is left out.

        struct Job: Decodable {
            var id: Int
            var fileName: String
            var size: Int
        }

        struct Metadata: Encodable {
            var title: String?
        }

        struct Block: Encodable, Equatable {
            var kind: String
            var text: String
            var level = 0
            var place: String
        }

        struct Remark: Encodable, Equatable {
            var severity: String
            var code: String
            var message: String
            var place: String?
        }

        struct Coverage: Encodable {
            struct Part: Encodable {
                var name: String
                var status: String
                var count: Int
            }
            var textRead: Int
            var parts: [Part]
            var share: Double?
        }

        struct Failure: Error, Encodable, Equatable {
            var code: String
            var message: String
            var place: String?
        }

        /// The protocol's side of the plugin: frames over standard input and output. A host that breaks the rules, or is gone,
        /// ends the program.
        struct Conversation {
            enum Message: UInt8 {
                case hello = 1, job, bytes
                case ready = 16, read, metadata, blocks, entries, item, itemData, itemEnd, diagnostic, progress, done, fail
            }

            private struct Ready: Encodable {
                var `protocol` = 1
                var name: String
                var version: String
            }

            private struct Read: Encodable {
                var offset: Int
                var length: Int
            }

            private static let largestFrame = 1 << 20
            private static let window = 256 << 10

            init() { signal(SIGPIPE, SIG_IGN) }

            func begin(name: String, version: String) {
                guard receive(.hello) != nil else { exit(0) }
                send(.ready, Ready(name: name, version: version))
            }

            /// The next file to read; nil when the host has no more.
            func nextJob() -> Job? {
                guard let body = receive(.job) else { return nil }
                guard let job = try? JSONDecoder().decode(Job.self, from: Data(body)), job.size >= 0 else { exit(2) }
                return job
            }

            /// The whole file: its first bytes come with the job, the others must be asked for.
            func contents(of job: Job) throws -> [UInt8] {
                var bytes = needed(.bytes)
                while bytes.count < job.size {
                    let length = min(Self.window, job.size - bytes.count)
                    send(.read, Read(offset: bytes.count, length: length))
                    let more = needed(.bytes)
                    if more.count < length {
                        throw Failure(
                            code: "damaged", message: "The file ends before the size that it had.", place: nil)
                    }
                    bytes += more
                }
                return bytes
            }

            func send(_ message: Message, _ value: some Encodable) {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                guard let body = try? encoder.encode(value), body.count < Self.largestFrame else { exit(3) }
                let length = UInt32(body.count + 1)
                var frame = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * UInt32($0))) }
                frame.append(message.rawValue)
                frame += body
                var sent = 0
                while sent < frame.count {
                    let count = frame.withUnsafeBytes { write(1, $0.baseAddress! + sent, $0.count - sent) }
                    if count <= 0 { exit(1) }
                    sent += count
                }
            }

            // MARK: - Bytes

            private func needed(_ message: Message) -> [UInt8] {
                guard let body = receive(message) else { exit(1) }
                return body
            }

            /// The body of the next message, which must be this one; nil at the end of the pipe.
            private func receive(_ message: Message) -> [UInt8]? {
                guard let header = take(5, mayEnd: message != .bytes) else { return nil }
                let length = (0..<4).reduce(0) { $0 | Int(header[$1]) << (8 * $1) }
                guard header[4] == message.rawValue, 1...Self.largestFrame ~= length else { exit(2) }
                return take(length - 1, mayEnd: false)
            }

            /// Exactly `count` bytes; nil when there are none at all and there need not be.
            private func take(_ count: Int, mayEnd: Bool) -> [UInt8]? {
                var bytes = [UInt8](repeating: 0, count: count)
                var filled = 0
                while filled < count {
                    let got = bytes.withUnsafeMutableBytes { read(0, $0.baseAddress! + filled, count - filled) }
                    if got == 0, filled == 0, mayEnd { return nil }
                    if got <= 0 { exit(1) }
                    filled += got
                }
                return bytes
            }
        }

        """#

    private static let tests = #"""
        import Testing

        @testable import @MODULE@

        @Suite struct ReaderTests {
            @Test func linesBecomeBlocks() throws {
                let reader = try Reader(Array("@NAME@: A title\n# Part\nText\n- Item\n".utf8))
                #expect(reader.title == "A title")
                #expect(reader.blocks.map(\.kind) == ["heading", "paragraph", "list-item"])
                #expect(reader.blocks.map(\.text) == ["Part", "Text", "Item"])
                #expect(reader.blocks.last?.place == "line 4")
            }

            @Test(arguments: [[], Array("Dear all,\n".utf8), [0xFF, 0xFE, 0]])
            func otherFilesAreRefused(bytes: [UInt8]) {
                #expect(throws: Failure.self) { try Reader(bytes) }
            }

            @Test func longLinesAreCutAndTold() throws {
                let reader = try Reader(Array("@NAME@: long\n".utf8) + [UInt8](repeating: 0x61, count: 200_000))
                #expect(reader.remarks.map(\.code) == ["line-cut"])
            }
        }

        """#

    private static let readme = """
        # @NAME@: a plugin for Kist

        `Reader.swift` says what a @NAME@ file is and what comes of it; `Plugin.swift` takes one file after the other;
        `Conversation.swift` is the protocol, one page in Kist's `Documentation/plugin-protocol.md`.

            make                       # builds the program and puts it beside plugin.json
            swift test                 # the format by itself
            kist plugins test .        # the whole plugin: good, damaged and hostile files, time, memory, the box

        1. Say in `plugin.json` how files of your format are known: by bytes, by an XML root, by an entry of a zip, by the first
           line.
        2. Put good files into `samples/`, and beside each, where it matters, what should come of it:
           `kist plugins test . --write-expected` writes that down as the plugin reads it now, for you to check.
        3. Change `Reader.swift`.
        4. Install it: copy `plugin.json` and the program to `~/.local/share/kist/plugins/@NAME@`. `kist plugins list` then
           shows it, and `kist import` uses it.

        The plugin runs in a box: it can read the system's libraries and its own folder, and nothing else; it can reach no
        network, write no file and start no program. The bytes of the file come over its standard input. Who works inside
        Kist's own sources can import `KistPlugin` instead of `Conversation.swift`: it also has readers for zip and XML.

        """
}
