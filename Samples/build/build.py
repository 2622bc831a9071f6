"""Builds the sample collection: python3 build.py [--libreoffice]

Texts (texts/) become DOCX and ODT, the list of studies becomes BibTeX, RIS and CSL-JSON, bundles are zipped, and
../expected.json is written. The same texts give the same bytes. Files that LibreOffice itself makes (forms/ and the
texts with "via: libreoffice") carry its own time stamps, so they are made only with --libreoffice.
"""

import json
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import bibliography
import bundles
import expected
import libreoffice
from source import read
from write_docx import write_docx
from write_odt import write_odt

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "collection"
WRITERS = {".docx": write_docx, ".odt": write_odt}


def settle(path):
    """Packs the zip again with one fixed time, so that the same text gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        items = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for info, data in items:
            fixed = zipfile.ZipInfo(info.filename, (2025, 9, 1, 9, 30, 0))
            fixed.external_attr = 0o644 << 16
            fixed.compress_type = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(fixed, data)


def main():
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))


def build(bundled):
    """`bundled` holds what goes into a zip only: names that begin with @."""
    with_office = "--libreoffice" in sys.argv
    texts = [read(path) for path in sorted((HERE / "texts").rglob("*.md"))]
    if with_office and OUT.exists():
        shutil.rmtree(OUT)
    for text in texts:
        for name in text.files:
            path = bundled / name[1:] if name.startswith("@") else OUT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text["via"] == "libreoffice":
                if with_office:
                    libreoffice.through_odt(text, path)
                continue
            WRITERS[path.suffix](text, str(path))
            settle(path)
    bibliography.write(OUT, bundled)
    if with_office:
        libreoffice.forms(HERE / "forms", HERE.parent / "forms")
    bundles.write(HERE, OUT, bundled)
    (HERE.parent / "expected.json").write_text(
        json.dumps(expected.collect(texts, HERE), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    made = [path for path in OUT.rglob("*") if path.is_file()]
    print(f"{len(made)} files, {sum(path.stat().st_size for path in made) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
