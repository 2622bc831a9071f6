#!/usr/bin/env python3
"""A whole Kist plugin: reads OPML (outlines, lists of feeds); every outline becomes an item of a list at its depth.

The protocol is in Documentation/plugin-protocol.md. Try it out: kist plugins test Plugins/Examples/OPML
"""
import json
import struct
import sys
from xml.parsers import expat

HELLO, JOB, BYTES, READY, READ, METADATA, BLOCKS, DIAGNOSTIC, DONE, FAIL = 1, 2, 3, 16, 17, 18, 19, 24, 26, 27
WINDOW, DEEPEST, LONGEST = 256 * 1024, 1000, 15_000
HEAD = {"title": "title", "dateCreated": "created", "dateModified": "modified", "ownerName": "creators"}


class Failure(Exception):
    """Why a file cannot be read: a code of the protocol and a sentence for people."""


def receive(*expected):
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


class Reader:
    def __init__(self):
        self.depth, self.outlines, self.read, self.field, self.head = 0, 0, 0, None, {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CharacterDataHandler, self.parser.EntityDeclHandler = self.text, self.entity

    def start(self, name, attributes):
        self.depth += 1
        if self.depth == 1 and name != "opml":
            raise Failure("not-this-format", f"The first element is “{name[:100]}”, not “opml”.")
        if self.depth > DEEPEST:
            raise Failure("limit", f"Outlines are nested more than {DEEPEST} deep.")
        self.field = HEAD.get(name) if self.depth == 3 else None
        text = attributes.get("text", attributes.get("title", "")).strip()[:LONGEST]
        if name == "outline" and text:
            size, link = len(text.encode("utf-8")), attributes.get("htmlUrl") or attributes.get("url") or ""
            self.outlines, self.read = self.outlines + 1, self.read + size
            send(BLOCKS, [{"kind": "list-item", "level": max(1, min(9, self.depth - 2)), "text": text,
                           "links": [[0, size, link]] if 0 < len(link) < 2000 else [],
                           "place": f"line {self.parser.CurrentLineNumber}"}])

    def end(self, name):
        self.depth, self.field = self.depth - 1, None

    def text(self, text):
        if self.field:
            self.head[self.field] = (self.head.get(self.field, "") + text)[:250]

    def entity(self, *_):
        raise Failure("unsupported", "The file declares entities of its own, which are not read.")


def run(job):
    reader, position = Reader(), 0
    try:
        while True:
            data = receive(BYTES)
            if not data and position < job["size"]:
                raise Failure("damaged", "The file ends before the size that it had.")
            position += len(data)
            reader.parser.Parse(data, position >= job["size"])
            if position >= job["size"]:
                break
            send(READ, {"offset": position, "length": WINDOW})
    except expat.ExpatError as error:
        if not reader.outlines:
            raise Failure("damaged" if reader.depth else "not-this-format", f"The file is no whole XML: {error}.")
        send(DIAGNOSTIC, {"severity": "error", "code": "xml-damaged",
                          "message": f"The file is damaged; what stands before was read: {error}."})
    send(METADATA, {name: [text] if name == "creators" else text for name, text in reader.head.items()})
    return {"textRead": reader.read, "parts": [{"name": "outlines", "status": "read", "count": reader.outlines}]}


receive(HELLO)
send(READY, {"protocol": 1, "name": "opml", "version": "1.0.0"})
while True:
    try:
        send(DONE, run(receive(JOB)))
    except Failure as failure:
        send(FAIL, dict(zip(("code", "message"), failure.args)))
