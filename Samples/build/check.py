"""Opens every document of the collection in LibreOffice and says how many words it read: python3 check.py"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main():
    documents = sorted(path for path in ROOT.rglob("*") if path.suffix in (".docx", ".odt"))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        links = []
        for number, path in enumerate(documents):
            link = Path(folder) / f"{number:03}{path.suffix}"
            link.symlink_to(path)
            links.append(link)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                   "txt:Text (encoded):UTF8", "--outdir", f"{folder}/out", *map(str, links)]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        for link, path in zip(links, documents):
            made = Path(folder) / "out" / (link.stem + ".txt")
            words = len(made.read_text(encoding="utf-8-sig").split()) if made.exists() else 0
            marked = made.exists() and "Kist" in made.read_text(encoding="utf-8-sig")
            if words < 20 or not marked:
                failed += 1
                print(f"FAILED  {words:5} words  {path.relative_to(ROOT)}")
            elif "-v" in sys.argv:
                print(f"{words:5}  {path.relative_to(ROOT)}")
    print(f"{len(documents)} documents opened by LibreOffice, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
