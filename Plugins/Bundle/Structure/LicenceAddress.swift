/// Licences are named by addresses in crates and courses; the short name that everybody uses is in the address.
enum LicenceAddress {
    /// “CC-BY-NC-4.0” for https://creativecommons.org/licenses/by-nc/4.0/deed.en; what is no such address as it is.
    static func name(_ text: String) -> String {
        let bare = text.drop { $0.isWhitespace }
        for scheme in ["https://", "http://"] where bare.hasPrefix(scheme) {
            let parts = bare.dropFirst(scheme.count).split(separator: "/").map(String.init)
            guard let host = parts.first else { break }
            if host.hasSuffix("spdx.org"), parts.count >= 3, parts[1] == "licenses" {
                return parts[2].hasSuffix(".html") ? String(parts[2].dropLast(5)) : parts[2]
            }
            guard host.hasSuffix("creativecommons.org"), parts.count >= 4 else { break }
            if parts[1] == "licenses" { return "CC-\(parts[2].uppercased())-\(parts[3])" }
            if parts[1] == "publicdomain", parts[2] == "zero" { return "CC0-\(parts[3])" }
        }
        return text
    }
}
