import KistPlugin

/// What is wrong with a bag. One error is enough for nothing to be taken from it.
struct BagProblems {
    /// Of either kind; the rest is counted.
    private static let most = 50

    private(set) var errors: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []
    private(set) var errorCount = 0
    private var warned: Set<String> = []

    mutating func add(_ code: String, _ message: String, _ place: String?) {
        errorCount += 1
        guard errors.count < Self.most else { return }
        var diagnostic = Diagnostic(.error, code, message, place: place)
        diagnostic.fit()
        errors.append(diagnostic)
    }

    /// Each kind of warning is given once.
    mutating func warn(_ code: String, _ message: String, _ place: String?) {
        if warned.insert(code).inserted { warnings.append(Diagnostic(.warning, code, message, place: place)) }
    }
}
