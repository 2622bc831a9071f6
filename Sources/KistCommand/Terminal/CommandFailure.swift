import KistRepository

/// A failure as the person at the terminal is told of it: what happened, and what can be done.
struct CommandFailure: Error {
    var status: ExitStatus
    /// A stable word for programs, for example `no-collection`.
    var code: String
    var message: String
    var hint: String?
    var place: String?

    init(_ status: ExitStatus, _ code: String, _ message: String, hint: String? = nil, place: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
        self.place = place
    }

    static func usage(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(.usage, "usage", message, hint: hint)
    }

    /// `{"error": {"code", "message", "hint", "place"?}, "schema": 1}`
    var json: JSONValue {
        var error: JSONObject = ["code": .string(code), "message": .string(message)]
        error["hint"] = hint.map { .string($0) } ?? .null
        if let place { error["place"] = .string(place) }
        return ["schema": 1, "error": .object(error)]
    }
}
