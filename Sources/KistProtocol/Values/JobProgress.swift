public import KistModel

/// How far a job is; also the sign that the worker is alive. The unit is the plugin's. Shape on the pipe:
///
/// ```json
/// {"done": 300, "total": 1000}
/// ```
public struct JobProgress: WireValue {
    public var done: Int64
    public var total: Int64?

    public init(done: Int64, total: Int64? = nil) {
        self.done = done
        self.total = total
    }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.integer("done", done, &out)
        member.integer("total", total, &out)
        member.end(&out)
    }

    @discardableResult public mutating func fit() -> Bool {
        let given = self
        done = min(max(0, done), ProtocolLimits.fileSize)
        total = total.map { min(max(0, $0), ProtocolLimits.fileSize) }
        return self != given
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "progress")
        self.init(done: try member.neededSize("done"), total: try member.size("total"))
    }
}
