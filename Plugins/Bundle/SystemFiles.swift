/// Files that operating systems and office programs leave in folders, and so in archives of them.
enum SystemFiles {
    static func contains(_ path: String) -> Bool {
        var name: Substring = ""
        for part in path.split(separator: "/") {
            if folders.contains(String(part)) { return true }
            name = part
        }
        if name.hasPrefix("._") || name.hasPrefix("~$") { return true }
        if name.hasPrefix(".~lock."), name.hasSuffix("#") { return true }
        return files.contains(name.lowercased())
    }

    private static let folders: Set<String> = [
        "__MACOSX", ".Spotlight-V100", ".Trashes", ".fseventsd", ".TemporaryItems", "$RECYCLE.BIN",
        "System Volume Information",
    ]
    private static let files: Set<String> = [
        ".ds_store", "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", ".directory", ".localized",
        ".apdisk",
    ]
}
