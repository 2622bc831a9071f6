"""Zips a hub's folder as a member would send it, with the clutter that macOS and Windows add.

bundles/NAME.txt: the zip's name, then lines "name in the zip <- source", where the source is @ a text or list of studies
made for bundles, picture:NAME, text:WORDS or macos (a resource fork).
"""

import zipfile
from pathlib import Path

from pictures import picture

JUNK = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + b"\x00" * 90  # AppleDouble header, no content


def add(bundle, name, data):
    info = zipfile.ZipInfo(name, (2025, 11, 20, 16, 5, 0))
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    bundle.writestr(info, data)


def write(here, out, bundled):
    for plan in sorted((here / "bundles").glob("*.txt")):
        lines = plan.read_text(encoding="utf-8").splitlines()
        target = out / lines[0]
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target, "w") as bundle:
            for line in filter(None, lines[1:]):
                name, source = (part.strip() for part in line.split("<-"))
                if source == "macos":
                    add(bundle, name, JUNK)
                elif source.startswith("picture:"):
                    add(bundle, name, picture(source.split(":")[1])[0].getvalue())
                elif source.startswith("text:"):
                    add(bundle, name, (source[5:].strip() + "\n").encode())
                else:
                    add(bundle, name, (bundled / source[1:]).read_bytes())
