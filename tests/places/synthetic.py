"""Files in the publishers' layouts with invented rows, as large as the real ones where asked."""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path

_UNITS = ["".join(pair) for pair in itertools.product("ABDEFGHJLN", "ABDEFGHJLNPQRSTUWXYZ")]
AREAS = ["".join(pair) for pair in itertools.product("ABCDEFGHLN", "ABDEGHKLNORS")]


def list_code_point_rows(area: str, count: int) -> Iterator[list[str]]:
    """Rows of one postcode area: its districts 1 to 20, of nine sectors each."""
    places = itertools.product(range(1, 21), range(1, 10), _UNITS)
    for number, (district, sector, unit) in enumerate(itertools.islice(places, count)):
        east, north = 400_000 + number % 1000 * 50, 300_000 + number // 1000 * 500
        codes = [
            "E92000001",
            "E19000001",
            "E18000002",
            "",
            f"E0700{district:04d}",
            f"E0500{district:03d}{sector}",
        ]
        yield [f"{area}{district} {sector}{unit}", "10", str(east), str(north), *codes]


def write_code_point(path: Path, rows: int) -> Path:
    """A zip as Ordnance Survey packs it: a file for each postcode area, and others beside them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Doc/licence.txt", "Terms")
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\r\n")
        each = -(-rows // len(AREAS))
        for area in AREAS:
            text = io.StringIO()
            csv.writer(text).writerows(list_code_point_rows(area, min(each, rows)))
            archive.writestr(f"Data/CSV/{area.lower()}.csv", text.getvalue())
            rows -= min(each, rows)
    return path
