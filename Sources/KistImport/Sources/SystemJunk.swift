/// Names that systems and programs leave in folders and zips and that no hub means to import.
public enum SystemJunk: String, Sendable, CaseIterable, Comparable {
    /// Starts with a dot.
    case hidden
    /// Left by macOS or Windows, for example `Thumbs.db` or `__MACOSX`.
    case system
    /// A lock file of an open document, for example `~$plan.docx`.
    case lock
    /// A symbolic link inside a folder: what it leads to is imported where it really is, or was not named.
    case link
    /// A pipe, socket or device.
    case special

    public static func < (a: SystemJunk, b: SystemJunk) -> Bool { a.rawValue < b.rawValue }

    /// What the name of one path component says, or nil for a name that may hold a document.
    public static func judging(name: some Sequence<UInt8>) -> SystemJunk? {
        let lower = String(decoding: name.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
        if lower.hasPrefix("~$") || lower.hasPrefix(".~lock.") || lower.hasPrefix("~wrl") { return .lock }
        switch lower {
        case ".ds_store", "__macosx", "thumbs.db", "thumbs.db:encryptable", "ehthumbs.db", "desktop.ini", "icon\r",
            "$recycle.bin", "system volume information", ".spotlight-v100", ".trashes", ".fseventsd", ".trash",
            "@eadir":
            return .system
        default: break
        }
        // AppleDouble files carry the resource fork of the file whose name follows.
        if lower.hasPrefix("._") { return .system }
        return lower.hasPrefix(".") ? .hidden : nil
    }

    /// What a "/"-separated path says: that of its first component that is junk.
    public static func judging(path: String) -> SystemJunk? {
        for component in path.utf8.split(separator: UInt8(ascii: "/")) where component.elementsEqual(".".utf8) == false
        {
            if component.elementsEqual("..".utf8) { continue }
            if let junk = judging(name: component) { return junk }
        }
        return nil
    }
}
