import ArgumentParser
import Foundation
import KistExport
import KistRepository

/// Tells a failure and gives the status to end with: one table for all commands.
struct FailureReport {
    let output: Output

    init(_ output: Output) { self.output = output }

    func report(_ error: any Error) -> ExitStatus {
        if let ending = error as? Ending { return ending.status }
        if let parsed = parserMessage(error) { return parsed }
        let failure = Self.failure(from: error)
        if output.json {
            output.answer(failure.json)
        } else {
            var text = "kist: " + failure.message
            if let place = failure.place, !failure.message.contains(place) { text += " (\(place))" }
            output.note(text)
            if let hint = failure.hint { output.note(hint) }
        }
        return failure.status
    }

    /// Help and version are answers; everything else that the parser says is wrong usage.
    private func parserMessage(_ error: any Error) -> ExitStatus? {
        guard !(error is CommandFailure), Self.isFromParser(error) else { return nil }
        let text = Kist.fullMessage(for: error)
        if Kist.exitCode(for: error) == .success {
            output.line(text)
            return .done
        }
        if output.json {
            let message = Kist.message(for: error)
            output.answer(CommandFailure(.usage, "usage", message, hint: "See kist --help.").json)
        } else {
            output.note(text.replacingPrefix("Error: ", with: "kist: "))
        }
        return .usage
    }

    private static func isFromParser(_ error: any Error) -> Bool {
        let module = String(reflecting: type(of: error))
        return module.hasPrefix("ArgumentParser.")
    }

    static func failure(from error: any Error) -> CommandFailure {
        switch RepositoryError.explaining(error) ?? error {
        case let failure as CommandFailure: failure
        case let error as RepositoryError:
            CommandFailure(
                status(of: error.code), error.code.rawValue, error.message, hint: error.hint, place: error.place)
        case let error as CatalogueError:
            CommandFailure(status(of: error.code), error.code.rawValue, error.message, place: error.place)
        case let error as ImportError:
            CommandFailure(
                error.isPluginFault ? .plugin : .usage, error.code.rawValue, error.message, place: error.path)
        case let error as ExportError:
            CommandFailure(
                error.code == .nothingToExport ? .nothing : .problems, error.code.rawValue, error.message,
                hint: error.hint,
                place: error.place)
        case let error as CocoaError:
            CommandFailure(
                .problems, "file", error.localizedDescription, place: (error.userInfo[NSFilePathErrorKey] as? String))
        default: CommandFailure(.problems, "unexpected", "\(error)")
        }
    }

    private static func status(of code: RepositoryError.Code) -> ExitStatus {
        switch code {
        case .noCollection, .locked, .damaged, .tooNew, .index: .collection
        case .unknownRecord, .ambiguousID, .unknownBatch, .nothingThere: .nothing
        case .unknownField, .unknownValue, .unknownType, .badValue: .usage
        case .sandbox: .plugin
        case .schema, .notAllowed, .pack, .io: .problems
        }
    }

    private static func status(of code: CatalogueError.Code) -> ExitStatus {
        switch code {
        case .missing, .tooNew, .damaged, .locked, .readOnly, .diskFull, .readWrite: .collection
        case .notFound, .ambiguous: .nothing
        case .exists, .invalidSetting: .usage
        default: .problems
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with text: String) -> String {
        hasPrefix(prefix) ? text + dropFirst(prefix.count) : self
    }
}
