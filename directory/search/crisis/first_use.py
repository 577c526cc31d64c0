"""Whether a page of danger is shown for the first time, or again from the history of a browser. All workers
of a machine share a folder of marks: each is a keyed hash, and is deleted when it is an hour old."""

import hmac
import time
from hashlib import sha256
from pathlib import Path

_KEPT_SECONDS = 3600


def is_first_use(folder: Path, key: str, *parts: str) -> bool:
    """Whether `parts` have not been given before. True where no mark can be made: help comes first."""
    mark = hmac.new(key.encode(), repr(parts).encode(), sha256).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _delete_old_marks(folder)
        is_known = (folder / mark).exists()
        (folder / mark).touch()
    except OSError:
        return True
    return not is_known


def _delete_old_marks(folder: Path) -> None:
    oldest = time.time() - _KEPT_SECONDS
    for mark in folder.iterdir():
        if mark.stat().st_mtime < oldest:
            mark.unlink(missing_ok=True)
