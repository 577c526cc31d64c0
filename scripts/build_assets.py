"""Copies the front-end files a browser needs from node_modules to directory/static/vendor.

The NHS.UK stylesheet's remote fonts are taken out: no page may ask another host for anything.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "directory" / "static" / "vendor"
FRONTEND = MODULES / "nhsuk-frontend" / "dist" / "nhsuk"
LEAFLET = MODULES / "leaflet" / "dist"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"/[*/]# sourceMappingURL=[^\n*]*(\*/)?")


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "leaflet" / "images").mkdir(parents=True)
    styles = FONT_FACE.sub("", (FRONTEND / "nhsuk-frontend.min.css").read_text())
    _write("nhsuk.css", styles)
    _write("nhsuk.js", (FRONTEND / "nhsuk-frontend.min.js").read_text())
    _write("leaflet/leaflet.css", (LEAFLET / "leaflet.css").read_text())
    _write("leaflet/leaflet.js", (LEAFLET / "leaflet.js").read_text())
    for image in (LEAFLET / "images").iterdir():
        shutil.copy(image, VENDOR / "leaflet" / "images" / image.name)


def _write(name: str, text: str) -> None:
    text = SOURCE_MAP.sub("", text)
    assert not re.search(r"url\([\"']?https?:", text), f"{name} asks another host for a file"
    (VENDOR / name).write_text(text)


if __name__ == "__main__":
    main()
