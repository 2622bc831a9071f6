import KistModel

/// Lines that belong to a web page's comment and login box, not to what the page says.
enum PageFurniture {
    static func isFurniture(_ text: String) -> Bool {
        guard text.utf8.count <= 200, mayBegin(text.utf8) else { return false }
        let key = Folding.key(text)
        if whole.contains(key) { return true }
        return beginnings.contains { key.hasPrefix($0) }
    }

    /// Whether the first two letters are those of a line below; true where that takes a closer look.
    private static func mayBegin(_ bytes: String.UTF8View) -> Bool {
        var first: UInt8?
        for byte in bytes {
            if byte >= 0x80 { return true }
            let letter = byte | 0x20
            guard letter &- 0x61 < 26 || byte &- 0x30 < 10 else { continue }
            guard let before = first else {
                first = letter
                continue
            }
            return firstLetters.contains(UInt16(before) << 8 | UInt16(letter))
        }
        return false
    }

    private static let firstLetters: Set<UInt16> = Set(
        (whole + beginnings).map { line in line.utf8.prefix(2).reduce(0) { $0 << 8 | UInt16($1) } })

    private static let whole: Set<String> = [
        "leave a reply", "leave a comment", "cancel reply", "post comment", "log out change", "change", "log in",
        "email required", "name required",
        "email required address never made public", "website", "reply", "like this", "like loading", "share this",
        "loading", "skip to content",
        "notify me of new comments via email", "notify me of new posts via email", "connecting to s", "connecting to",
        "twitter", "facebook",
        "wordpress com", "google", "cancel", "click to share on twitter opens in new window",
        "click to share on facebook opens in new window",
    ]

    private static let beginnings = [
        "fill in your details below or click an icon", "you are commenting using your", "enter your comment here",
        "required fields are marked",
        "your email address will not be published", "save my name email and website in this browser",
        "this site uses akismet", "log in using one of these",
        "to find out more including how to control cookies", "connecting to ",
    ]

    /// Lines so common elsewhere that they go only when others of the box stand beside them.
    static let needsCompany: Set<String> = [
        "change", "log in", "website", "reply", "loading", "twitter", "facebook", "google", "cancel", "share this",
        "connecting to",
    ]
}
