public import Foundation
public import KistRepository

/// Writes a form to fill in: a heading, a table of short answers, a heading for each longer one. What is filled in is read
/// back by import.
public struct FormWriter: Sendable {
    let form: FormText

    public init(_ plan: FormPlan) {
        form = FormText(plan)
    }

    /// The same plan gives the same bytes. Throws ``ExportError``.
    public func write(_ format: FormFormat, to file: URL) throws {
        let parts =
            switch format {
            case .docx: WordForm.parts(form)
            case .odt: OpenDocumentForm.parts(form)
            }
        _ = try ZipFile.write(parts.map { PackEntry($0.path, Array($0.text.utf8)) }, under: "", to: file)
    }
}
