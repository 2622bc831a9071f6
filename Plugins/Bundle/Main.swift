import KistPlugin

@main
struct Main {
    static func main() {
        Worker.serve(BundleImporter(), name: "bundle", version: "1.1.0")
    }
}
