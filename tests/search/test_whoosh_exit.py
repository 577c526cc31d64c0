"""The way out of whoosh-reloaded stays open: the contract holds on the fork whoosh3 as well.

Both packages install the module `whoosh`, so the fork goes into a folder of its own, put first on the
path of a process of its own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import IN_CI

PROJECT = Path(__file__).resolve().parents[2]
PINNED = Path(__file__).parent / "whoosh3.txt"


@pytest.mark.slow
def test_the_contract_holds_on_the_fork_too(tmp_path: Path):
    fork = tmp_path / "fork"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    done = subprocess.run(
        [*install, "--target", str(fork), "-r", str(PINNED)], capture_output=True, text=True
    )
    if done.returncode and not IN_CI:
        pytest.skip("needs a package index to install whoosh3 from")
    assert done.returncode == 0, done.stderr
    environ = os.environ | {"PYTHONPATH": str(fork)}
    which = [sys.executable, "-c", "import whoosh; print(whoosh.__file__)"]
    assert str(fork) in subprocess.run(which, env=environ, capture_output=True, text=True, check=True).stdout
    tests = "tests/search/test_whoosh_contract.py"
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests],
        cwd=PROJECT,
        env=environ,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
