/// The numbers of protocol 1. Sizes are bytes; texts are measured in UTF-8.
public enum ProtocolLimits {
    /// The protocol that this module speaks. It is all that is negotiated.
    public static let version = 1
    /// Largest value of a frame's length, which counts the type and the body.
    public static let frame = 1 << 20
    /// What of a file comes with its job.
    public static let firstBytes = 256 << 10
    /// The most that one READ may ask for.
    public static let read = 512 << 10
    /// Largest file size and offset: what a JSON number carries exactly everywhere.
    public static let fileSize: Int64 = 1 << 53

    /// Names of plugins, formats, languages, codes, encodings, media types.
    public static let name = 128
    /// Styles, authors, dates, file names, citation keys, places.
    public static let label = 1_024
    /// Paths of nested items, link targets, messages, alternative texts.
    public static let line = 8_192
    /// Titles, descriptions and the values of document properties.
    public static let property = 65_536

    /// Keywords, creators, custom properties, media types.
    public static let list = 1_024
    /// Stretches of one kind in one text.
    public static let spans = 65_536
    /// Cells of one table block; the columns or rows that one cell may span.
    public static let cells = 65_536
    public static let level = 9
    /// Nesting of JSON inside a frame.
    public static let depth = 64
}
