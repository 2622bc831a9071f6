/// What the program says by ending: the same table for every command.
enum ExitStatus: Int32 {
    case done = 0
    /// Nothing matched, or nothing may be exported.
    case nothing = 1
    /// The command was not understood.
    case usage = 2
    /// Finished, but some items failed; problems were found; nothing could be read.
    case problems = 3
    /// The collection is missing, locked, damaged or too new.
    case collection = 4
    /// A plugin is at fault.
    case plugin = 5
}

/// Ends a command with a status when all has been said.
struct Ending: Error {
    var status: ExitStatus
}
