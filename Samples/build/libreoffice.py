"""Files that LibreOffice makes itself, through its command line."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from write_odt import write_odt

FILTER = {".docx": "docx:MS Word 2007 XML", ".odt": "odt:writer8"}


def convert(source, target, reader=None):
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += [f"--infilter={reader}"] if reader else []
        command += ["--convert-to", FILTER[target.suffix], "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder) / (source.stem + target.suffix), target)


def through_odt(text, target):
    """A text that LibreOffice saves: odfpy writes it first, LibreOffice opens that and saves it anew."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "text.odt"
        write_odt(text, str(source))
        convert(source, target)


def forms(sources, out):
    """The hand-written forms: NAME.html or NAME.fodt, saved by LibreOffice as the formats that NAME.formats lists."""
    if out.exists():
        shutil.rmtree(out)
    for line in (sources / "forms.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            source, target = (part.strip() for part in line.split("->"))
            reader = "HTML (StarWriter)" if source.endswith(".html") else None
            convert(sources / source, out / target, reader)
