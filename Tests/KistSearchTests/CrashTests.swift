import Foundation
import Synchronization
import Testing

@testable import KistSearch

/// A process that ends between any two steps of writing leaves the last commit or the one under way.
@Suite struct CrashTests {
    private static let schema = SearchSchema(fields: [
        SearchField(name: "text", kind: .text, analyser: .english), SearchField(name: "data", kind: .stored),
    ])

    /// Counts the steps that change a folder, and ends them all from one on. Files that were written and not synced lose
    /// their end, as they may when the machine stops.
    private final class Disk: Sendable {
        private struct State {
            var left: Int
            var taken = 0
            var unsynced = Set<String>()
        }
        private let state: Mutex<State>
        private let folder: String

        init(_ folder: URL, stepsBeforeTheEnd: Int) {
            state = Mutex(State(left: stepsBeforeTheEnd))
            self.folder = folder.path
            FileSystem.watch(self.folder) { [weak self] step, path in
                guard let self else { return }
                try state.withLock { state in
                    guard state.left > 0 else { throw SearchError(.io, "The process has ended.") }
                    state.left -= 1
                    state.taken += 1
                    switch step {
                    case .write: state.unsynced.insert(path)
                    case .sync: state.unsynced.remove(path)
                    case .rename, .syncFolder, .remove: break
                    }
                }
            }
        }

        var steps: Int { state.withLock { $0.taken } }

        /// The machine starts again.
        func restart() throws {
            FileSystem.watch(folder, nil)
            for path in state.withLock({ $0.unsynced }) where FileManager.default.fileExists(atPath: path) {
                let content = try Data(contentsOf: URL(fileURLWithPath: path))
                try content.prefix(content.count / 2).write(to: URL(fileURLWithPath: path))
            }
        }
    }

    private func document(_ key: String, _ text: String) -> SearchDocument {
        SearchDocument(
            key: key, order: 0,
            values: ["text": .text([TextPassage(text: text)]), "data": .stored(Array(key.utf8))])
    }

    /// Commits by number what the index should hold; `done` learns of each that has returned.
    private func scenario(_ index: SearchIndex, _ done: (Int) -> Void) throws {
        let writer = try index.writer()
        defer { writer.close() }
        for key in ["a", "b", "c", "d"] { try writer.add(document(key, "one \(key)")) }
        try writer.commit(stamp: ["commit": "1"])
        done(1)
        try writer.delete(key: "b")
        try writer.add(document("c", "two c"))
        try writer.add(document("e", "two e"))
        try writer.commit(stamp: ["commit": "2"])
        done(2)
        try writer.delete(key: "d")
        _ = try writer.searcher()
        try writer.add(document("f", "three f"))
        try writer.mergeAll()
        try writer.commit(stamp: ["commit": "3"])
        done(3)
        for number in 0..<9 {
            try writer.add(document("g\(number)", "four"))
            try writer.commit(stamp: ["commit": "\(4 + number)"])
            // So that the steps come in one order.
            try writer.finishMerges()
            done(4 + number)
        }
    }

    private func expected(_ commit: Int) -> [String: String] {
        switch commit {
        case 0: return [:]
        case 1: return ["a": "one", "b": "one", "c": "one", "d": "one"]
        case 2: return ["a": "one", "c": "two", "d": "one", "e": "two"]
        default:
            var result = ["a": "one", "c": "two", "e": "two", "f": "three"]
            for number in 0..<max(0, commit - 3) { result["g\(number)"] = "four" }
            return result
        }
    }

    private func check(_ index: SearchIndex, atLeast least: Int) throws -> Int {
        let searcher = try index.searcher()
        try searcher.verify()
        let commit = Int(searcher.stamp["commit"] ?? "0") ?? -1
        #expect(commit == least || commit == least + 1)
        let expected = expected(commit)
        #expect(try searcher.keys() == expected.keys.sorted())
        for (key, word) in expected {
            let hits = try searcher.search(SearchRequest(query: .words(word, fields: nil), limit: 100)).hits
            #expect(hits.contains { $0.key == key && $0.stored["data"] == Array(key.utf8) })
        }
        return commit
    }

    @Test func everyStep() throws {
        let whole = TemporaryFolder()
        let index = try SearchIndex.create(at: whole.url, schema: Self.schema)
        let counter = Disk(whole.url, stepsBeforeTheEnd: .max)
        try scenario(index) { _ in }
        try counter.restart()
        #expect(try check(index, atLeast: 12) == 12)
        let steps = counter.steps
        #expect(steps > 60)
        for step in 0..<steps {
            let folder = TemporaryFolder()
            let index = try SearchIndex.create(at: folder.url, schema: Self.schema)
            let disk = Disk(folder.url, stepsBeforeTheEnd: step)
            var done = 0
            do { try scenario(index) { done = $0 } } catch let error as SearchError { #expect(error.code == .io) }
            try disk.restart()
            let reopened = try SearchIndex.open(at: folder.url)
            _ = try check(reopened, atLeast: done)
            let writer = try reopened.writer()
            try writer.add(document("z", "later"))
            try writer.commit(stamp: ["commit": "later"])
            writer.close()
            let searcher = try reopened.searcher()
            #expect(try searcher.contains(key: "z"))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            #expect(names.filter { $0.hasSuffix(".kss") }.count == searcher.segments.count)
            #expect(!names.contains { $0.hasSuffix(".new") || $0.contains("pending") })
        }
    }
}
