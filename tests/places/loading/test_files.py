import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.places.loading.files import LoadRefused, open_tables
from tests.places.synthetic import write_code_point

anything = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


def read_all(path: Path) -> int:
    return sum(1 for table in open_tables(path) for _ in table.read(lambda _: None))


@anything
@given(st.binary(max_size=400))
def test_no_bytes_can_break_the_reading_of_a_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(LoadRefused):
        read_all(path)


@anything
@given(st.data())
def test_a_damaged_zip_is_refused_or_read_and_nothing_else(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(write_code_point(tmp_path / "whole.zip", 200).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.zip"
    path.write_bytes(whole)
    with suppress(LoadRefused):
        assert read_all(path) >= 0


@anything
@given(st.binary(max_size=200))
def test_no_workbook_can_break_the_reading_either(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "book.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as book:
        book.writestr("[Content_Types].xml", content)
        book.writestr("xl/workbook.xml", content)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ePCN.xlsx", inner.getvalue())
        archive.writestr("broken.xlsx", content)
    with pytest.raises(LoadRefused, match="no workbook that can be read"):
        read_all(path)


def test_only_the_tables_of_a_zip_are_read_and_progress_covers_them(tmp_path: Path) -> None:
    tables = open_tables(write_code_point(tmp_path / "gb.zip", 250))
    assert {table.name for table in tables} >= {"gb.zip/Data/CSV/aa.csv", "gb.zip/Data/CSV/ab.csv"}
    for table in tables[:3]:
        steps: list[int] = []
        rows = list(table.read(steps.append))
        assert sum(steps) == table.size
        assert len(rows[0]) == 10


def _write_workbook(path: Path, sheet: bytes) -> Path:
    from openpyxl import Workbook

    plain = io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            is_sheet = info.filename == "xl/worksheets/sheet1.xml"
            target.writestr(info.filename, sheet if is_sheet else source.read(info))
    return path


_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s'
    b"</sheetData></worksheet>"
)


def test_a_small_workbook_that_unpacks_to_more_than_any_memory_is_refused(tmp_path: Path) -> None:
    path = _write_workbook(tmp_path / "bomb.xlsx", b" " * 310_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(LoadRefused, match="larger than any workbook"):
        read_all(path)


def test_a_workbook_with_a_cell_at_the_far_end_of_every_row_is_refused(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 400))
    with pytest.raises(LoadRefused, match="more cells"):
        read_all(_write_workbook(tmp_path / "wide.xlsx", _SHEET % rows))


def test_a_workbook_may_not_claim_to_be_larger_than_it_is(tmp_path: Path) -> None:
    row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    sheet = (_SHEET % row).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    with pytest.raises(LoadRefused, match="with other sheets"):
        read_all(_write_workbook(tmp_path / "claims.xlsx", sheet))
