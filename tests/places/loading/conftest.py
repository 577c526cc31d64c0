from pathlib import Path

import pytest

from tests.places.loading.loaded import write


@pytest.fixture
def headed(tmp_path: Path) -> Path:
    return write(
        tmp_path / "postcodes.csv",
        "postcode,latitude,longitude,admin_district_code,admin_ward_code",
        "LE1 1AA,52.63,-1.13,E06000016,E05010458",
        "LE1 1AB,52.65,-1.15,E06000016,E05010458",
        "LE1 2AA,52.67,-1.17,E07000129,",
    )
