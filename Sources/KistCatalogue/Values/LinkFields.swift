/// The names that the store itself knows: links are records of this type, and these fields hold their ends.
public enum LinkFields {
    public static let type = "link"
    public static let from = "from"
    public static let to = "to"
    public static let relation = "relation"
}
