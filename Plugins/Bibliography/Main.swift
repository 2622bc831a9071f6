import KistPlugin

@main
struct Main {
    static func main() {
        Worker.serve(BibliographyImporter(), name: "bibliography", version: "1.0.0")
    }
}
