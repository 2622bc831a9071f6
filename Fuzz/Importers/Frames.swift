@testable import KistPlugin
@testable import KistProtocol

/// Any bytes as what a worker says, in pieces whose size the first byte gives. What is understood must be the same once more
/// when it is written and read again, and fit a frame.
enum Target: ImporterTarget {
    static let words = [
        "\"kind\":\"paragraph\"", "\"kind\":\"table\"", "\"text\":\"", "\"rows\":[[", "\"links\":[[0,1,\"",
        "\"bold\":[[0,", "\"runs\":[[", "\"csl\":{",
        "\"path\":\"", "\"role\":\"member\"", "\"metadata\":{", "\"number\":", "\"offset\":", "\"length\":",
        "\"textRead\":", "\"share\":",
        "\"severity\":\"warning\"", "\"code\":\"damaged\"", "\"protocol\":1", "\\u0041", "1e308", "-0",
    ]

    static var seeds: [[UInt8]] {
        var described = DocumentMetadata()
        described.title = "t"
        described.custom = ["a": "b"]
        var block = DocumentBlock(kind: .heading, level: 1, text: "héading", place: "line 1")
        block.links = [TextLink(start: 0, end: 1, target: "u")]
        let messages: [WorkerMessage] = [
            .ready(Ready(name: "a", pluginVersion: "1")), .read(ReadRequest(offset: 1, length: 2)),
            .metadata(described), .blocks([block]),
            .entries([BibliographicEntry(csl: ["type": "book"], key: "k")]),
            .item(NestedItem(path: "a/b", role: .member, metadata: described, parent: "c", number: 2)),
            .itemData([1, 2, 3]),
            .itemEnd(ItemEnd(intact: true)), .diagnostic(Diagnostic(.warning, "a-b", "m")),
            .progress(JobProgress(done: 1, total: 2)),
            .done(Coverage(textRead: 1, parts: [PartCoverage(name: "p", status: .read)], share: 0.5)),
            .fail(PluginError(.damaged, "m", place: "p")),
        ]
        var all: [UInt8] = [7]
        var seeds: [[UInt8]] = []
        for message in messages {
            var bytes: [UInt8] = []
            message.write(to: &bytes)
            seeds.append([3] + bytes)
            all += bytes
        }
        return seeds + [all]
    }

    static func test(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let size = max(1, Int(first))
        var reader = FrameReader()
        var rest = bytes.dropFirst()
        do throws(ProtocolError) {
            while !rest.isEmpty {
                reader.append(rest.prefix(size))
                rest = rest.dropFirst(size)
                while let frame = try reader.next() {
                    check(frame)
                }
            }
        } catch {
            precondition([.frame, .type].contains(error.code), "\(error)")
        }
        precondition(reader.pending <= bytes.count)
    }

    private static func check(_ frame: Frame) {
        if let message = try? WorkerMessage(frame) {
            var out: [UInt8] = []
            message.write(to: &out)
            guard let again = try? WorkerMessage(Frame(message.type, Array(out.dropFirst(Frame.headerSize)))) else {
                preconditionFailure("what was written cannot be read")
            }
            precondition(again == message, "what was written is read as something else")
        }
        if let message = try? HostMessage(frame) {
            var out: [UInt8] = []
            message.write(to: &out)
            precondition((try? HostMessage(Frame(message.type, Array(out.dropFirst(Frame.headerSize))))) == message)
        }
    }
}
