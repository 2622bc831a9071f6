#!/usr/bin/env python3
"""A whole Kist plugin: every line of a text file becomes a paragraph.

The protocol is in Documentation/plugin-protocol.md. Beside this file a plugin.json says:

    {"name": "echo-lines", "version": "1.0.0", "protocol": 1, "executable": "echo_plugin.py",
     "formats": [{"format": "lines", "extensions": ["lines"], "rules": [{"firstLine": "lines:"}], "confidence": 60}]}
"""
import json
import struct
import sys

HELLO, JOB, BYTES = 1, 2, 3
READY, READ, METADATA, BLOCKS, DIAGNOSTIC, PROGRESS, DONE, FAIL = 16, 17, 18, 19, 24, 25, 26, 27
WINDOW = 256 * 1024


class Failure(Exception):
    """Why a file cannot be read: a code of the protocol and a sentence for people."""


def receive(*expected):
    """The next message of one of the expected numbers; leaves when the host has closed the pipe."""
    header = sys.stdin.buffer.read(5)
    if not header:
        sys.exit(0)
    length, number = struct.unpack("<IB", header)
    body = sys.stdin.buffer.read(length - 1)
    if number not in expected or len(body) != length - 1:
        sys.exit(2)
    return body if number == BYTES else json.loads(body)


def send(number, body):
    data = json.dumps(body, ensure_ascii=False).encode("utf-8")
    sys.stdout.buffer.write(struct.pack("<IB", len(data) + 1, number) + data)
    sys.stdout.buffer.flush()


def contents(job):
    """The bytes of the file: the first come with the job, the rest must be asked for."""
    data = receive(BYTES)
    yield data
    position = len(data)
    while position < job["size"]:
        send(READ, {"offset": position, "length": WINDOW})
        data = receive(BYTES)
        if not data:
            raise Failure("damaged", "The file ends too early.")
        yield data
        position += len(data)
        send(PROGRESS, {"done": position, "total": job["size"]})


def run(job):
    pieces = list(contents(job))
    try:
        lines = b"".join(pieces).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise Failure("not-this-format", "The file is not text in UTF-8.", f"byte {error.start}")
    send(METADATA, {"title": job["fileName"]})
    blocks, read = [], 0
    for number, line in enumerate(lines, 1):
        if len(line) > 100_000:
            send(DIAGNOSTIC, {"severity": "warning", "code": "line-cut", "message": "A line is too long and was cut.",
                              "place": f"line {number}"})
            line = line[:100_000]
        blocks.append({"kind": "paragraph", "text": line, "place": f"line {number}"})
        read += len(line.encode("utf-8"))
        if len(blocks) == 1_000 or len(line) > 1_000:
            send(BLOCKS, blocks)
            blocks = []
    if blocks:
        send(BLOCKS, blocks)
    return {"textRead": read, "parts": [{"name": "lines", "status": "read", "count": len(lines)}], "share": 1}


receive(HELLO)
send(READY, {"protocol": 1, "name": "echo-lines", "version": "1.0.0"})
while True:
    job = receive(JOB)
    try:
        send(DONE, run(job))
    except Failure as failure:
        code, message, *place = failure.args
        send(FAIL, {"code": code, "message": message, "place": place[0] if place else None})
