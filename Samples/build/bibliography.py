"""Writes the studies of studies.json (CSL-JSON) as BibTeX, RIS and CSL-JSON, in the manner of common exporters."""

import json
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = {"article-journal": ("article", "JOUR"), "book": ("book", "BOOK"), "report": ("techreport", "RPRT"),
         "chapter": ("incollection", "CHAP")}
ACCENTS = {"á": r"{\'a}", "é": r"{\'e}", "í": r"{\'i}", "ó": r"{\'o}", "ö": r'{\"o}', "ü": r'{\"u}', "–": "--", "&": r"\&"}


def studies():
    return json.loads((HERE / "studies.json").read_text(encoding="utf-8"))


def year(item):
    return str(item["issued"]["date-parts"][0][0])


def tex(value):
    return "".join(ACCENTS.get(letter, letter) for letter in value)


def bibtex(items):
    out = []
    for item in items:
        kind = TYPES[item["type"]][0]
        fields = [
            ("title", "{" + tex(item["title"]) + "}"),
            ("author", " and ".join(f"{tex(a['family'])}, {a.get('given', '')}" for a in item["author"])),
            ("journal" if kind == "article" else "booktitle", tex(item.get("container-title", ""))),
            ("year", year(item)),
            ("volume", item.get("volume", "")),
            ("number", tex(item.get("issue", ""))),
            ("pages", tex(item.get("page", "").replace("-", "–"))),
            ("publisher", tex(item.get("publisher", ""))),
            ("doi", item.get("DOI", "")),
            ("keywords", item.get("keyword", "")),
            ("note", "Sample list for Kist; the work itself is real"),
        ]
        lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
        out.append(f"@{kind}{{{item['id']},\n" + ",\n".join(lines) + "\n}\n")
    return "\n".join(out)


def ris(items):
    out = []
    for item in items:
        lines = [("TY", TYPES[item["type"]][1])]
        lines += [("AU", f"{a['family']}, {a.get('given', '')}") for a in item["author"]]
        lines += [("PY", year(item)), ("TI", item["title"]), ("JO", item.get("container-title", "")),
                  ("VL", item.get("volume", "")), ("IS", item.get("issue", ""))]
        pages = re.split("[-–]", item.get("page", ""))
        lines += [("SP", pages[0]), ("EP", pages[1] if len(pages) > 1 else ""), ("PB", item.get("publisher", "")),
                  ("DO", item.get("DOI", ""))]
        lines += [("KW", word.strip()) for word in item.get("keyword", "").split(",") if word.strip()]
        lines += [("N1", "Sample list for Kist; the work itself is real")]
        out.append("".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n")
    return "\r\n".join(out)


def csl(items):
    kept = [{name: value for name, value in item.items() if name != "list"} for item in items]
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def write(out, bundled):
    lists = {}
    for item in studies():
        for name in item["list"]:
            lists.setdefault(name, []).append(item)
    for name, items in sorted(lists.items()):
        path = bundled / name[1:] if name.startswith("@") else out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        maker = {".bib": bibtex, ".ris": ris, ".json": csl}[path.suffix]
        path.write_bytes(maker(items).encode("utf-8"))
