import KistPlugin

/// Finds out what kind of bundle an archive is and what it says about its files.
struct BundleReader {
    let listing: ArchiveListing
    let input: any JobInput
    let limits: JobLimits
    let output: any JobOutput

    /// nil for a zip of anything.
    /// - Throws: `damaged` for a bag that is not valid, with its errors told.
    func outline() throws(PluginError) -> BundleOutline? {
        if Bag.isPack(listing) { return nil }
        guard Bag.isBag(listing) else { return try described(below: listing.base) }
        var bag = Bag(listing, input: input, limits: limits)
        let (warnings, algorithms) = try bag.verify(telling: output)
        var own = bag.outline(listing, title: listing.base.isEmpty ? nil : String(listing.base.dropLast()))
        own.diagnostics += warnings
        own.diagnostics.append(
            Diagnostic(
                .info, "bag-valid",
                "The bag is valid: every file agrees with its checksum (\(algorithms.joined(separator: ", ")))."))
        // What the payload says about itself says more than the bag.
        guard var inner = try described(below: listing.base + "data/") else { return own }
        inner.metadata = inner.metadata.filled(from: own.metadata)
        inner.ownFiles.formUnion(own.ownFiles)
        inner.diagnostics = own.diagnostics + inner.diagnostics
        return inner
    }

    /// What describes the files in a folder.
    private func described(below base: String) throws(PluginError) -> BundleOutline? {
        do throws(PluginError) {
            if let crate = try crate(below: base) { return crate }
            if let course = try course(below: base) { return course }
            if let deposit = SimpleArchive(listing) {
                let names = deposit.descriptions(in: listing)
                return try deposit.outline(listing, contents(names, limit: SimpleArchive.largest))
            }
            return try library()
        } catch {
            guard error.code == .damaged else { throw error }
            // The files are there whatever is wrong with their description.
            var outline = BundleOutline(kind: "bundle")
            outline.diagnostics.append(
                Diagnostic(
                    .error, "bundle-description-damaged", error.message + " The files were read without it.",
                    place: error.place))
            return outline
        }
    }

    private func crate(below base: String) throws(PluginError) -> BundleOutline? {
        guard let name = ResearchCrate.names.map({ base + $0 }).first(where: listing.has) else { return nil }
        guard let bytes = try contents([name], limit: ResearchCrate.largest)[name] else { throw unreadable(name) }
        return try ResearchCrate(bytes, name: name).outline()
    }

    private func course(below base: String) throws(PluginError) -> BundleOutline? {
        let name = base + ContentPackage.name
        guard listing.has(name) else { return nil }
        guard let bytes = try contents([name], limit: ContentPackage.largest)[name] else { throw unreadable(name) }
        let package = try ContentPackage(bytes, name: name)
        let separate = package.separateDescriptions().filter(listing.has)
        return try package.outline(listing, separate: contents(separate, limit: ContentPackage.largest))
    }

    private func library() throws(PluginError) -> BundleOutline? {
        guard let name = ZoteroLibrary.name(in: listing),
            let bytes = try contents([name], limit: ZoteroLibrary.largest)[name]
        else { return nil }
        return try ZoteroLibrary(bytes, name: name)?.outline()
    }

    private func contents(_ names: [String], limit: Int) throws(PluginError) -> [String: [UInt8]] {
        try listing.contents(of: names, from: input, limits: limits, limit: limit)
    }

    private func unreadable(_ name: String) -> PluginError {
        PluginError(.damaged, "The bundle’s description cannot be unpacked, or is too large.", place: name)
    }
}
