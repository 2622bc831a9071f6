import Foundation
import Glibc
import Testing

extension KistProcess {
    /// Puts a plugin of the user's own into the home, in Python: for files whose first line begins with `firstLine`, of which
    /// it makes `makes`.
    ///
    /// - Parameter job: what it does with the bytes of a file, `data`: Python statements that call `send(number, body)`.
    func writePlugin(
        _ name: String, version: String = "1.0.0", makes: String, firstLine: String, job: String
    ) throws {
        let folder = ".local/share/kist/plugins/\(name)/"
        try write(
            folder + "plugin.json",
            """
            {"name": "\(name)", "version": "\(version)", "protocol": 1, "executable": "plugin.py", "makes": ["\(makes)"],
             "formats": [{"format": "\(name)", "rules": [{"firstLine": "\(firstLine)"}], "confidence": 95}]}
            """)
        let steps = job.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        let program = try write(
            folder + "plugin.py",
            """
            #!/usr/bin/env python3
            import json, struct, sys, time

            def receive():
                header = sys.stdin.buffer.read(5)
                if not header:
                    sys.exit(0)
                return sys.stdin.buffer.read(struct.unpack("<I", header[:4])[0] - 1)

            def send(number, body):
                data = json.dumps(body).encode("utf-8")
                sys.stdout.buffer.write(struct.pack("<IB", len(data) + 1, number) + data)
                sys.stdout.buffer.flush()

            receive()
            send(16, {"protocol": 1, "name": "\(name)", "version": "\(version)"})
            while True:
                receive()
                data = receive()
            \(steps)
            """)
        try #require(chmod(program, 0o755) == 0)
    }
}
