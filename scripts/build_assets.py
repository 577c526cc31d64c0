"""Copies the front-end files a browser needs from node_modules to directory/static/vendor.

The NHS.UK stylesheet's remote fonts are taken out: no page may ask another host for anything. Its brand
colours and its font become CSS variables that fall back to their own value, so that the neutral look is
one short list in directory/static/app.css and the NHS identity is that list left out.
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
BRAND_COLOURS = {
    "#005eb8": "--brand",
    "#004b93": "--brand-dark",
    "#003d78": "--brand-darker",
    "#002f5c": "--brand-darkest",
    "#0055a6": "--brand-hover",
    "#337ec6": "--brand-line",
    "#003087": "--brand-dark",
    "#d9e7f4": "--brand-pale",
    "#c7dcef": "--brand-tint",
    "#ccdff1": "--brand-mist",
    "#007f3b": "--button",
    "#00662f": "--button-hover",
    "#00401e": "--button-dark",
    "#330072": "--visited",
    "#7c2855": "--link-hover",
    "#f0f4f5": "--paper",
    "#d8dde0": "--line",
}
FONT = "Frutiger W01,arial,sans-serif"
SOURCE_MAP = re.compile(r"/[*/]# sourceMappingURL=[^\n*]*(\*/)?")


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "leaflet" / "images").mkdir(parents=True)
    _write("nhsuk.css", _bring_images(_open_to_looks((FRONTEND / "nhsuk-frontend.min.css").read_text())))
    _write("nhsuk.js", (FRONTEND / "nhsuk-frontend.min.js").read_text())
    _write("leaflet/leaflet.css", (LEAFLET / "leaflet.css").read_text())
    _write("leaflet/leaflet.js", (LEAFLET / "leaflet.js").read_text())
    for image in (LEAFLET / "images").iterdir():
        shutil.copy(image, VENDOR / "leaflet" / "images" / image.name)


def _open_to_looks(styles: str) -> str:
    styles = FONT_FACE.sub("", styles).replace(FONT, f"var(--font,{FONT})")
    for colour, name in BRAND_COLOURS.items():
        styles = styles.replace(colour, f"var({name},{colour})")
    return styles


def _bring_images(styles: str) -> str:
    """The icons the stylesheet names, copied beside it."""
    (VENDOR / "images").mkdir()
    for name in set(re.findall(r"url\(/assets/images/([\w.-]+)\)", styles)):
        shutil.copy(FRONTEND / "assets" / "images" / name, VENDOR / "images" / name)
    return styles.replace("url(/assets/images/", "url(images/")


def _write(name: str, text: str) -> None:
    text = SOURCE_MAP.sub("", text)
    assert not re.search(r"url\([\"']?https?:", text), f"{name} asks another host for a file"
    (VENDOR / name).write_text(text)


if __name__ == "__main__":
    main()
