public import KistModel

/// What holds a worker in, as the worker found it. A claim, for reports only. Shape on the pipe:
///
/// ```json
/// {"noNewPrivileges": true, "landlock": 7, "seccomp": true, "limits": true}
/// ```
public struct SandboxReport: WireValue {
    public var noNewPrivileges: Bool
    /// The kernel's landlock version; nil where it has none.
    public var landlock: Int?
    public var seccomp: Bool
    /// Resource limits (memory, files, processes, core dumps).
    public var limits: Bool

    public init(noNewPrivileges: Bool = false, landlock: Int? = nil, seccomp: Bool = false, limits: Bool = false) {
        self.noNewPrivileges = noNewPrivileges
        self.landlock = landlock
        self.seccomp = seccomp
        self.limits = limits
    }

    /// Whether all four hold.
    public var isComplete: Bool { noNewPrivileges && landlock != nil && seccomp && limits }

    public func write(to out: inout [UInt8]) {
        var member = MemberWriter.begin(&out)
        member.flag("noNewPrivileges", noNewPrivileges, &out)
        member.integer("landlock", landlock.map(Int64.init), &out)
        member.flag("seccomp", seccomp, &out)
        member.flag("limits", limits, &out)
        member.end(&out)
    }

    public init(json: JSONValue) throws(ProtocolError) {
        let member = try MemberReader(json, "sandbox")
        self.init(
            noNewPrivileges: try member.flag("noNewPrivileges"),
            landlock: try member.integer("landlock", 0...1_000).map(Int.init),
            seccomp: try member.flag("seccomp"),
            limits: try member.flag("limits"))
    }
}
