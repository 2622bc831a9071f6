/// The states that records are found in: drafts and shared ones by default, withdrawn ones only when asked for.
enum IndexedState: String {
    case current
    case withdrawn
}
