/// What a batch is for.
public enum BatchKind: String, Hashable, Sendable, CaseIterable {
    case `import`, add, edit, link, withdraw, reinstate, erase, undo, resolve, harvest, restore
}
