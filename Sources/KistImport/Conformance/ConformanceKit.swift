public import KistModel

/// Tries a plugin out as an import would run it, and in ways in which no import ever should: good, damaged and hostile
/// files, a host that breaks the protocol, the same file again, time and memory. Every worker runs in its box.
///
/// ```swift
/// let report = await ConformanceKit(plugin: plugin, box: box, options: options).run()
/// ```
public struct ConformanceKit: Sendable {
    private let plugin: Plugin
    private let box: String
    private let options: ConformanceOptions

    /// Starts nothing yet. `box` is the path of kist-box.
    public init(plugin: Plugin, box: String, options: ConformanceOptions) {
        self.plugin = plugin
        self.box = box
        self.options = options
    }

    /// Looks at everything and never throws: what goes wrong is in the report. `progress` is told each check.
    public func run(
        progress: @escaping @Sendable (ConformanceReport.Check) -> Void = { _ in }
    ) async -> ConformanceReport {
        // Talking to a process blocks, which the threads that run tasks must not.
        let lanes = Lanes(count: 1)
        return await withCheckedContinuation { continuation in
            lanes.submit {
                // All that the run held is gone before the caller goes on.
                let report = report(progress)
                return { continuation.resume(returning: report) }
            }
        }
    }

    /// Reads one file by the plugin and gives what came of it as a sample's `….expected.json` has it.
    /// - Throws: what stands in the way of reading the file, and a plugin's fault.
    public func expectation(of path: String) async throws -> JSONObject {
        let lanes = Lanes(count: 1)
        return try await withCheckedThrowingContinuation { continuation in
            lanes.submit {
                let result = Result {
                    try ConformanceRun(plugin: plugin, box: box, options: options, progress: { _ in })
                        .expectation(of: path)
                }
                return { continuation.resume(with: result) }
            }
        }
    }

    private func report(_ progress: @escaping (ConformanceReport.Check) -> Void) -> ConformanceReport {
        let run = ConformanceRun(plugin: plugin, box: box, options: options, progress: progress)
        run.all()
        return run.report
    }
}
