import CSandbox

/// What a worker gives up before it looks at a file.
public enum Sandbox {
    /// Gives up files, network, other processes and programs for good, and says what of that the kernel made possible.
    /// What remains are the three standard descriptors, memory up to the limit, and time. To be called once, before any
    /// other thread exists.
    public static func enter() -> SandboxReport {
        var report = kist_sandbox_report()
        kist_sandbox_enter(&report)
        return SandboxReport(
            noNewPrivileges: report.no_new_privileges != 0,
            landlock: report.landlock > 0 ? Int(report.landlock) : nil,
            seccomp: report.seccomp != 0,
            limits: report.limits != 0)
    }
}
