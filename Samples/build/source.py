"""Reads one sample text: settings (% name: value), form rows (Label: value), a blank line, then the body.

Body blocks: # ## ### headings, - and 1. lists ("  - " is one level deeper), | a | b | table rows (the first is the
heading row), > quotations, ![alt](picture), and paragraphs. Inside a line:
  **bold**  *italic*  [text](address)  ^[footnote]  {gd|text in another language}
  {+Who|inserted+}  {-Who|deleted-}  {!Who|comment|words commented on!}
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE_LINE = "Sample data for Kist: the school, the people and the results are invented."
REAL_LINE = "Sample data for Kist: a sample record made from public text. It is not an official document."
GAELIC_LINE = "Dàta sampaill airson Kist (sample data for Kist)."


@dataclass
class Text:
    path: Path
    settings: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)  # (label, [values])
    blocks: list = field(default_factory=list)  # (kind, …)

    def __getitem__(self, name):
        return self.settings.get(name, "")

    def value(self, *labels):
        for label, values in self.rows:
            if label in labels:
                return values[0]
        return ""

    @property
    def title(self):
        return self["title"] or self.value("Title", "Tiotal", "Name", "Ainm", "Topic")

    @property
    def language(self):
        return self["lang"] or "en-GB"

    @property
    def sample_heading(self):
        return "Mun sgrìobhainn seo" if self.language.startswith("gd") else "About this document"

    @property
    def sample_line(self):
        if self["real"]:
            return REAL_LINE
        return GAELIC_LINE if self.language.startswith("gd") else SAMPLE_LINE

    @property
    def files(self):
        return [name.strip() for name in self["file"].split("|")]


def read(path):
    text = Text(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    at = 0
    while at < len(lines) and lines[at].startswith("% "):
        name, value = lines[at][2:].split(":", 1)
        text.settings[name.strip()] = value.strip()
        at += 1
    while at < len(lines) and lines[at].strip():
        label, value = lines[at].split(": ", 1)
        text.rows.append((label.strip(), [part.strip() for part in value.split(" | ")]))
        at += 1
    text.blocks = blocks(lines[at:])
    return text


def blocks(lines):
    out = []
    is_list = False  # under “References” each line is an entry of its own
    for line in lines:
        row = line.strip()
        if not row:
            out.append(("gap",))
        elif match := re.match(r"(#{1,3}) (.*)", row):
            out.append(("heading", len(match[1]), match[2]))
            is_list = match[2] == "References"
        elif match := re.match(r"!\[(.*)\]\((.*)\)$", row):
            out.append(("image", match[1], match[2]))
        elif match := re.match(r"( *)- (.*)", line):
            out.append(("bullet", len(match[1]) // 2, match[2]))
        elif match := re.match(r"( *)\d+\. (.*)", line):
            out.append(("number", len(match[1]) // 2, match[2]))
        elif row.startswith("|"):
            cells = [cell.strip() for cell in re.split(r"\|(?![^{]*\})", row[1:].removesuffix("|"))]
            if out and out[-1][0] == "table":
                out[-1][1].append(cells)
            else:
                out.append(("table", [cells]))
        elif row.startswith("> "):
            out.append(("quote", row[2:]))
        elif out and out[-1][0] == "paragraph" and not is_list:
            out[-1] = ("paragraph", out[-1][1] + " " + row)
        else:
            out.append(("paragraph", row))
    return [block for block in out if block[0] != "gap"]


INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|\[(?P<link>[^\]]+)\]\((?P<url>[^)]+)\)|\^\[(?P<note>[^\]]+)\]"
    r"|\{(?P<lang>[a-z]{2,3})\|(?P<other>[^}]+)\}|\{\+(?P<iwho>[^|]+)\|(?P<ins>.+?)\+\}"
    r"|\{-(?P<dwho>[^|]+)\|(?P<del>.+?)-\}|\{!(?P<cwho>[^|]+)\|(?P<comment>[^|]+)\|(?P<words>.+?)!\}"
)


def inline(line):
    """Yields (kind, text, extra…) for the parts of one line."""
    at = 0
    for match in INLINE.finditer(line):
        if match.start() > at:
            yield ("text", line[at : match.start()])
        kind = match.lastgroup
        if match["bold"]:
            yield ("bold", match["bold"])
        elif match["italic"]:
            yield ("italic", match["italic"])
        elif match["link"]:
            yield ("link", match["link"], match["url"])
        elif match["note"]:
            yield ("note", match["note"])
        elif match["lang"]:
            yield ("lang", match["other"], match["lang"])
        elif match["ins"]:
            yield ("insert", match["ins"], match["iwho"])
        elif match["del"]:
            yield ("delete", match["del"], match["dwho"])
        else:
            yield ("comment", match["words"], match["cwho"], match["comment"])
        at = match.end()
    if at < len(line):
        yield ("text", line[at:])
