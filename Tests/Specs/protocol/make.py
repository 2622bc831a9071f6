#!/usr/bin/env python3
"""Writes the golden frames of plugin protocol 1 beside itself, from Documentation/plugin-protocol.md and nothing else.

Each file is one frame (or a piece of a stream, where index.tsv says so). index.tsv names them all: file, message, what
must come of it (a value, or the code of the error), and what it shows. The tests of every implementation read them.
"""
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).parent
NUMBERS = {
    "HELLO": 1, "JOB": 2, "BYTES": 3, "READY": 16, "READ": 17, "METADATA": 18, "BLOCKS": 19, "ENTRIES": 20, "ITEM": 21,
    "ITEM-DATA": 22, "ITEM-END": 23, "DIAGNOSTIC": 24, "PROGRESS": 25, "DONE": 26, "FAIL": 27,
}
index = []


def frame(number, body):
    return struct.pack("<IB", len(body) + 1, number) + body


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def write(name, message, outcome, shows, data):
    (HERE / name).write_bytes(data)
    index.append((name, message, outcome, shows))


def good(name, message, body, shows):
    body = body if isinstance(body, bytes) else text(body)
    write(name + ".frame", message, "value", shows, frame(NUMBERS[message], body))


def bad(name, message, code, body, shows):
    body = body if isinstance(body, bytes) else text(body)
    write("bad-" + name + ".frame", message, code, shows, frame(NUMBERS[message], body))


good("hello", "HELLO", {"protocol": 1, "host": "kist 0.1.0"}, "the first message")
good("job", "JOB", {
    "id": 7, "fileName": "Fòcas air fios-air-ais.docx", "format": "docx", "size": 48213, "options": {"notes": "all"},
    "limits": {
        "inflatedBytes": 268435456, "partBytes": 268435456, "entries": 20000, "depth": 1000, "ratio": 200,
        "ratioFloor": 67108864, "itemBytes": 268435456, "imageBytes": 67108864, "cells": 5000000,
        "outputBytes": 1073741824}}, "a job with every limit")
good("bytes", "BYTES", b"PK\x03\x04\x00\xff", "bytes as they are")
good("bytes-empty", "BYTES", b"", "the first bytes of an empty file")
good("ready", "READY", {
    "protocol": 1, "name": "office-document", "version": "1.0.0",
    "sandbox": {"noNewPrivileges": True, "landlock": 7, "seccomp": True, "limits": True}}, "a boxed worker")
good("ready-unboxed", "READY", {
    "protocol": 1, "name": "plain", "version": "2",
    "sandbox": {"noNewPrivileges": False, "seccomp": False, "limits": False}}, "no landlock: no member")
good("read", "READ", {"offset": 262144, "length": 262144}, "a wish for bytes")
good("metadata", "METADATA", {
    "title": "Feedback that moves learning on", "creators": ["Mairi NicLeòid", "J. Smith"],
    "contributors": ["Skye hub"], "subject": "Feedback", "description": "Two lines,\nand a \"quotation\".",
    "keywords": ["feedback", "fios-air-ais"], "language": "en-GB", "created": "2026-05-01T10:00:00Z",
    "modified": "2026-06-02", "publisher": "Skye", "rights": "CC BY 4.0", "identifier": "urn:x:1",
    "generator": "LibreOffice/7.4", "custom": {"kist:type": "strategy", "Level": "Second"}}, "every member")
good("metadata-empty", "METADATA", {}, "a file that says nothing of itself")
heading = "What we did — Dè rinn sinn"
gaelic = len("What we did — ".encode())
good("blocks", "BLOCKS", [
    {"kind": "heading", "level": 2, "style": "Heading 2", "text": heading, "language": "en",
     "runs": [[gaelic, len(heading.encode()), "gd"]], "place": "paragraph 1"},
    {"kind": "paragraph", "text": "Cost: two\tpages\nsee here 🎓", "links": [[20, 24, "https://example.org/a?b=c"]],
     "bold": [[0, 5]], "place": "paragraph 2"},
    {"kind": "list-item", "level": 1, "ordered": True, "text": "Ask first", "place": "paragraph 3"},
    {"kind": "table", "rows": [
        [{"text": "Label", "header": True}, {"text": "Value", "columns": 2, "header": True}],
        ["Type", {"text": "Strategy", "rows": 2, "language": "en", "links": [[0, 8, "#s"]], "bold": [[0, 8]]}, ""],
        ["Level", "Second"]], "place": "table 1"},
    {"kind": "paragraph", "part": "footnote", "text": "Black & Wiliam 1998", "place": "note 1"},
    {"kind": "paragraph", "part": "comment", "text": "Check\u0001 this", "author": "A. Reader",
     "date": "2026-05-01T10:00:00Z", "place": "comment 1"},
    {"kind": "paragraph", "text": " and so on", "place": "paragraph 4", "continues": True}],
    "headings, language runs, links, bold, a table, a note, a comment, escapes")
good("entries", "ENTRIES", [
    {"csl": {"type": "article-journal", "title": "Inside the black box", "volume": 80,
             "author": [{"family": "Black", "given": "Paul"}], "issued": {"date-parts": [[1998]]}},
     "unknown": {"mendeley-tags": ["a", "b"]}, "key": "Black1998", "entryType": "article", "place": "line 42"},
    {"csl": {}}], "CSL-JSON with what has no place in it")
good("item", "ITEM", {
    "path": "photos/café.jpg", "nameEncoding": "cp437", "role": "member", "mediaType": "image/jpeg",
    "alt": "Pupils at work", "size": 1234, "place": "entry 3"}, "a nested file is announced")
good("item-described", "ITEM", {
    "path": "unit 1/index.html", "role": "member", "size": 9, "place": "entry 4",
    "metadata": {"title": "Unit 1", "creators": ["Morag NicLeòid"], "rights": "CC-BY-4.0"}, "parent": "start.html",
    "number": 2,
}, "a nested file that its bundle describes")
good("item-data", "ITEM-DATA", bytes(range(256)), "bytes of a nested file")
good("item-end", "ITEM-END", {"intact": True}, "all of it came")
good("diagnostic", "DIAGNOSTIC", {
    "severity": "warning", "code": "zip-entry-crc", "message": "The checksum of “a.txt” is wrong.",
    "place": "entry 3"}, "a remark")
good("progress", "PROGRESS", {"done": 300, "total": 1000}, "a sign of life")
good("progress-open", "PROGRESS", {"done": 300}, "the end is not known")
good("done", "DONE", {
    "textRead": 10240, "parts": [
        {"name": "body", "status": "read"},
        {"name": "charts", "status": "left-out", "why": "Text in charts is not read.", "count": 2}],
    "share": 0.98}, "a job ends well")
good("fail", "FAIL", {
    "code": "not-this-format", "message": "This is not a Word document.", "place": "word/document.xml"},
    "a job ends badly")

write("unknown-member.frame", "ITEM-END", "accept", "unknown members are ignored, null is absent",
      frame(23, text({"later": [1, {"x": None}], "intact": False, "why": None})))
write("bad-length-zero.frame", "-", "protocol-frame", "a frame has at least its type", b"\0\0\0\0\x12")
write("bad-length-huge.frame", "-", "protocol-frame", "1 MiB + 1", struct.pack("<IB", (1 << 20) + 1, 19))
write("bad-number.frame", "-", "protocol-type", "there is no message 200", frame(200, b"{}"))
write("cut.frame", "-", "wait", "the rest of the frame is still to come", frame(18, b'{"title":"A"}')[:-3])
bad("json", "METADATA", "protocol-json", b'{"title":', "JSON that ends early")
bad("utf8", "METADATA", "protocol-json", b'{"title":"\xff"}', "text that is not UTF-8")
bad("twice", "METADATA", "protocol-json", b'{"title":"a","title":"b"}', "a name twice in one object")
bad("deep", "ENTRIES", "protocol-json", b'[{"csl":{"a":' + b"[" * 70 + b"]" * 70 + b"}}]", "nested deeper than 64")
bad("shape", "METADATA", "protocol-shape", {"title": ["a"]}, "a list where a text must be")
bad("empty-list", "BLOCKS", "protocol-shape", [], "a frame without blocks")
bad("kind", "BLOCKS", "protocol-shape", [{"kind": "poem"}], "a kind that there is not")
bad("offset", "BLOCKS", "protocol-bounds", [{"kind": "paragraph", "text": "ab", "bold": [[0, 3]]}], "beyond the text")
bad("inside", "BLOCKS", "protocol-bounds", [{"kind": "paragraph", "text": "é", "bold": [[0, 1]]}], "inside a character")
bad("order", "BLOCKS", "protocol-bounds", [{"kind": "paragraph", "text": "ab", "bold": [[2, 1]]}], "ends before it starts")
bad("level", "BLOCKS", "protocol-bounds", [{"kind": "heading", "level": 10}], "levels end at 9")
bad("span", "BLOCKS", "protocol-bounds", [{"kind": "table", "rows": [[{"text": "", "columns": 0}]]}], "a cell of no column")
bad("long-style", "BLOCKS", "protocol-bounds", [{"kind": "paragraph", "style": "x" * 1025}], "styles end at 1,024 bytes")
bad("read-length", "READ", "protocol-bounds", {"offset": 0, "length": 524289}, "more than 512 KiB at once")
bad("read-negative", "READ", "protocol-bounds", {"offset": -1, "length": 1}, "before the file")
bad("code", "DIAGNOSTIC", "protocol-shape", {"severity": "info", "code": "Not Kebab", "message": "x"}, "codes are kebab-case")
bad("share", "DONE", "protocol-shape", {"textRead": 1, "share": 1.5}, "a share beyond 1")
bad("fail-code", "FAIL", "protocol-shape", {"code": "bored", "message": "x"}, "a code that there is not")

(HERE / "index.tsv").write_text("".join("\t".join(row) + "\n" for row in [("file", "message", "outcome", "shows")] + index))
