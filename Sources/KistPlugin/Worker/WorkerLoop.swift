import KistProtocol

/// Answers a host: HELLO first, then one job after the other until the pipe closes.
struct WorkerLoop<Plugin: Importer> {
    let importer: Plugin
    let ready: Ready
    let pipe: WorkerPipe

    func run() -> WorkerEnd {
        do {
            guard case .hello = try pipe.receive() else {
                return .breach(ProtocolError(.order, "HELLO comes first"))
            }
            var out: [UInt8] = []
            WorkerMessage.ready(ready).write(to: &out)
            try pipe.send(out)
            while true {
                guard case .job(let job) = try pipe.receive() else {
                    return .breach(ProtocolError(.order, "expected a JOB"))
                }
                try run(job)
            }
        } catch {
            return error
        }
    }

    private func run(_ job: ImportJob) throws(WorkerEnd) {
        let first: HostMessage
        do {
            first = try pipe.receive()
        } catch {
            throw error == .finished ? .brokenPipe : error
        }
        guard case .bytes(let bytes) = first,
            bytes.count == min(job.size, Int64(ProtocolLimits.firstBytes))
        else { throw .breach(ProtocolError(.order, "a JOB is followed by the first bytes of its file")) }
        let output = PipeOutput(pipe: pipe, budget: job.limits.outputBytes)
        let input = PipeInput(size: job.size, first: bytes, pipe: pipe, output: output)
        let result: WorkerMessage
        do {
            var coverage = try importer.run(job, input: input, output: output)
            coverage.fit()
            result = .done(coverage)
        } catch {
            var failure = error
            failure.fit()
            result = .fail(failure)
        }
        // In the middle of a job even an orderly end is a broken pipe.
        if let end = pipe.end { throw end == .finished ? .brokenPipe : end }
        try output.finish(result)
    }
}
