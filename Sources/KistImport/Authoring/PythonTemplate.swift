/// A new plugin in Python: one program that needs nothing but Python's own library.
enum PythonTemplate {
    static let files = [
        PluginTemplate.File(path: "plugin.py", text: program, isProgram: true),
        PluginTemplate.File(path: "test_plugin.py", text: tests),
        PluginTemplate.File(path: "README.md", text: readme),
    ]

    private static let program = #"""
        #!/usr/bin/env python3
        """Reads @NAME@ files for Kist. The format is in `read`; the rest is the protocol."""
        import json
        import struct
        import sys

        HELLO, JOB, BYTES, READY, READ, METADATA, BLOCKS, DIAGNOSTIC, PROGRESS, DONE, FAIL = (
            1, 2, 3, 16, 17, 18, 19, 24, 25, 26, 27)
        WINDOW = 256 * 1024
        LARGEST = 64 * 1024 * 1024
        LONGEST = 100_000


        class Failure(Exception):
            """Why nothing of a file can be used: a code of the protocol, a sentence for people and, if known, the place."""


        # The format.

        def read(data):
            """Gives out what the bytes of a file say: pairs of a message's number and its body. Returns the coverage."""
            try:
                lines = data.decode("utf-8").split("\n")
            except UnicodeDecodeError as error:
                raise Failure("not-this-format", "The file is not text in UTF-8.", f"byte {error.start}")
            if not lines[0].startswith("@NAME@:"):
                raise Failure("not-this-format", "The first line does not begin with “@NAME@:”.", "line 1")
            yield METADATA, {"title": lines[0].partition(":")[2].strip()[:1_000]}
            count = 0
            for number, line in enumerate(lines[1:], 2):
                place = f"line {number}"
                text = line.strip()
                if not text:
                    continue
                if len(text) > LONGEST:
                    yield DIAGNOSTIC, {"severity": "warning", "code": "line-cut", "place": place,
                                       "message": f"A line is longer than {LONGEST} characters and was cut."}
                    text = text[:LONGEST]
                if text.startswith("# "):
                    block = {"kind": "heading", "level": 1, "text": text[2:], "place": place}
                elif text.startswith("- "):
                    block = {"kind": "list-item", "level": 1, "text": text[2:], "place": place}
                else:
                    block = {"kind": "paragraph", "text": text, "place": place}
                count += 1
                yield BLOCKS, [block]
            return {"textRead": len(data), "parts": [{"name": "lines", "status": "read", "count": count}], "share": 1}


        # The protocol.

        def receive(*expected):
            """The next message, which must have one of the expected numbers."""
            header = sys.stdin.buffer.read(5)
            if not header:
                sys.exit(0)  # The host has no more files.
            length, number = struct.unpack("<IB", header)
            body = sys.stdin.buffer.read(length - 1) if 0 < length <= 1 << 20 else b""
            if number not in expected or len(body) != length - 1:
                sys.exit(2)
            return body if number == BYTES else json.loads(body)


        def send(number, body):
            data = json.dumps(body, ensure_ascii=False).encode("utf-8")
            sys.stdout.buffer.write(struct.pack("<IB", len(data) + 1, number) + data)
            sys.stdout.buffer.flush()


        def contents(job):
            """The whole file: its first bytes come with the job, the others must be asked for."""
            data = bytearray(receive(BYTES))
            if job["size"] > LARGEST:
                raise Failure("limit", f"Files of more than {LARGEST >> 20} MB are not read.")
            while len(data) < job["size"]:
                length = min(WINDOW, job["size"] - len(data))
                send(READ, {"offset": len(data), "length": length})
                more = receive(BYTES)
                if len(more) < length:
                    raise Failure("damaged", "The file ends before the size that it had.")
                data += more
                send(PROGRESS, {"done": len(data), "total": job["size"]})
            return bytes(data)


        def run(job):
            messages = read(contents(job))
            while True:
                try:
                    send(*next(messages))
                except StopIteration as end:
                    return end.value


        def main():
            receive(HELLO)
            send(READY, {"protocol": 1, "name": "@NAME@", "version": "0.1.0"})
            while True:
                try:
                    send(DONE, run(receive(JOB)))
                except Failure as failure:
                    send(FAIL, dict(zip(("code", "message", "place"), failure.args)))


        if __name__ == "__main__":
            main()

        """#

    private static let tests = #"""
        """Tests of the format by itself. `kist plugins test .` tries out the whole plugin, and everything that could go wrong.

        Run: python3 -m unittest
        """
        import json
        import pathlib
        import unittest

        import plugin

        SAMPLES = pathlib.Path(__file__).parent / "samples"


        def reading(data):
            return list(plugin.read(data))


        class ReadTest(unittest.TestCase):
            def test_sample(self):
                messages = reading((SAMPLES / "first.@NAME@").read_bytes())
                expected = json.loads((SAMPLES / "first.@NAME@.expected.json").read_text("utf-8"))
                blocks = [block for number, body in messages if number == plugin.BLOCKS for block in body]
                self.assertEqual(blocks, expected["blocks"])
                self.assertEqual(messages[0], (plugin.METADATA, expected["metadata"]))

            def test_other_files_are_refused(self):
                for data in [b"", b"Dear all,\n", b"\xff\xfe\x00"]:
                    with self.assertRaises(plugin.Failure) as caught:
                        reading(data)
                    self.assertEqual(caught.exception.args[0], "not-this-format")

            def test_long_lines_are_cut_and_told(self):
                messages = reading(b"@NAME@: long\n" + b"a" * 200_000)
                self.assertIn("line-cut", [body["code"] for number, body in messages if number == plugin.DIAGNOSTIC])


        if __name__ == "__main__":
            unittest.main()

        """#

    private static let readme = """
        # @NAME@: a plugin for Kist

        `plugin.py` reads @NAME@ files. What a file of the format looks like, and what comes of it, is in `read`; all else is
        the protocol, one page in Kist's `Documentation/plugin-protocol.md`.

            python3 -m unittest        # the format by itself
            kist plugins test .        # the whole plugin: good, damaged and hostile files, time, memory, the box

        1. Say in `plugin.json` how files of your format are known: by bytes, by an XML root, by an entry of a zip, by the first
           line.
        2. Put good files into `samples/`, and beside each, where it matters, what should come of it:
           `kist plugins test . --write-expected` writes that down as the plugin reads it now, for you to check.
        3. Change `read`.
        4. Install it: copy this folder to `~/.local/share/kist/plugins/@NAME@`. `kist plugins list` then shows it, and
           `kist import` uses it.

        The plugin runs in a box: it can read Python's library and its own folder, and nothing else; it can reach no network,
        write no file and start no program. The bytes of the file come over its standard input.

        """
}
