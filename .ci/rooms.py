#!/usr/bin/env python3
"""Compares ARCHITECTURE.md's table of rooms with what Package.swift and the sources' imports say.

Fails when a target depends on, or a source file imports, something that the table does not allow, and when a target is
missing from the table or the other way round.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SYSTEM = {"Swift", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing", "Dispatch"}
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|func|enum|protocol|typealias)\s+)?(\w+)", re.M)
# Programs that a source file writes out are not its own imports.
LITERAL = re.compile(r'(#*)""".*?"""\1', re.S)
PACKAGES = {"Crypto", "GRDB", "ArgumentParser"}


def allowed_by_table():
    table = {}
    for line in (ROOT / "ARCHITECTURE.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("| `") or len(cells) < 4:
            continue
        for name in re.findall(r"`(\w+)`", cells[0]):
            table[name] = set(re.findall(r"`(\w+)`", cells[3]))
    return table


def main():
    table = allowed_by_table()
    text = subprocess.run(["swift", "package", "describe", "--type", "json"], cwd=ROOT, check=True, capture_output=True).stdout
    package = json.loads(text)
    problems = []
    names = {target["name"] for target in package["targets"]}
    rooms = [target for target in package["targets"] if not target["path"].startswith("Tests/")]
    for target in rooms:
        name = target["name"]
        if name not in table:
            problems.append(f"{name}: not in the table of ARCHITECTURE.md")
            continue
        used = set(target.get("target_dependencies", [])) | set(target.get("product_dependencies", []))
        for extra in sorted(used - table[name]):
            problems.append(f"{name}: Package.swift lets it use {extra}, the table does not")
        for source in target.get("sources", []):
            if not source.endswith(".swift"):
                continue
            path = ROOT / target["path"] / source
            for module in IMPORT.findall(LITERAL.sub('""', path.read_text())):
                if module in names | PACKAGES and module not in table[name]:
                    problems.append(f"{path.relative_to(ROOT)}: imports {module}, the table does not allow it in {name}")
                elif module not in names | PACKAGES | SYSTEM:
                    problems.append(f"{path.relative_to(ROOT)}: imports {module}, which no room may")
    for name in sorted(set(table) - names):
        problems.append(f"{name}: in the table of ARCHITECTURE.md, but no target")
    print("\n".join(problems) if problems else f"rooms: {len(rooms)} targets keep to the table")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
