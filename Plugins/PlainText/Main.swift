import KistPlugin

@main
struct Main {
    static func main() {
        Worker.serve(PlainTextImporter(), name: "plain-text", version: "1.1.0")
    }
}
