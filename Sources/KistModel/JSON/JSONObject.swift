/// The members of a JSON object in the order in which they were written. Names are unique.
public struct JSONObject: Sendable {
    /// Up to this many members a look through the names is faster than a dictionary, and most objects are small.
    private static let scanLimit = 16

    public private(set) var names: [String] = []
    /// The members' values, in the order of `names`.
    public private(set) var values: [JSONValue] = []
    /// Where each name stands, once there are more than `scanLimit`.
    private var places: [String: Int] = [:]

    /// An object without members.
    public init() {}

    /// Later members replace earlier ones of the same name, in the earlier one's place.
    public init(_ members: [(String, JSONValue)]) {
        reserveCapacity(members.count)
        for (name, value) in members { self[name] = value }
    }

    /// Members whose names are known to be unique, such as those of many values of one shape. `names` may be shared by
    /// all of them.
    public init(uniqueNames names: [String], values: [JSONValue]) {
        precondition(names.count == values.count)
        self.names = names
        self.values = values
        if names.count > Self.scanLimit { indexNames() }
    }

    /// Makes room for this many members at once.
    public mutating func reserveCapacity(_ count: Int) {
        names.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    public var count: Int { names.count }
    public var isEmpty: Bool { names.isEmpty }

    public subscript(name: String) -> JSONValue? {
        get { place(of: name).map { values[$0] } }
        set {
            switch (place(of: name), newValue) {
            case (let place?, let value?): values[place] = value
            case (let place?, nil):
                names.remove(at: place)
                values.remove(at: place)
                if !places.isEmpty { indexNames() }
            case (nil, let value?):
                names.append(name)
                values.append(value)
                if !places.isEmpty {
                    places[name] = names.count - 1
                } else if names.count > Self.scanLimit {
                    indexNames()
                }
            case (nil, nil): break
            }
        }
    }

    /// Adds a member behind the others. False, and nothing is added, when there is one of that name.
    mutating func append(_ name: String, _ value: JSONValue) -> Bool {
        guard place(of: name) == nil else { return false }
        names.append(name)
        values.append(value)
        if !places.isEmpty {
            places[name] = names.count - 1
        } else if names.count > Self.scanLimit {
            indexNames()
        }
        return true
    }

    /// The members in order.
    public var members: [(name: String, value: JSONValue)] {
        names.indices.map { (names[$0], values[$0]) }
    }

    private func place(of name: String) -> Int? {
        places.isEmpty ? names.firstIndex(of: name) : places[name]
    }

    private mutating func indexNames() {
        places.removeAll(keepingCapacity: true)
        guard names.count > Self.scanLimit else { return }
        for (place, name) in names.enumerated() { places[name] = place }
    }
}

/// Two objects are the same when they have the same members, whatever their order.
extension JSONObject: Hashable {
    /// Whether both have the same members, in any order.
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        guard a.count == b.count else { return false }
        for (place, name) in a.names.enumerated() where b[name] != a.values[place] { return false }
        return true
    }

    /// The same for members in any order, as equality is.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (place, name) in names.enumerated() {
            var member = Hasher()
            member.combine(name)
            member.combine(values[place])
            sum ^= member.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Later members replace earlier ones of the same name.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { ($0.0, $0.1) })
    }
}
