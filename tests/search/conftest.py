"""The same tests on a worker that reads rows and on one that has an index."""

import pytest
from flask import Flask

from directory.extensions import db
from directory.search.find import find_follower
from directory.search.index.builder import rebuild_index
from directory.search.results import Results
from tests.search.searching import Search, search_for


@pytest.fixture(params=["from the rows", "from a generation"])
def searched(request: pytest.FixtureRequest, app: Flask) -> Search:
    def run(**args: object) -> Results:
        db.session.commit()
        if request.param == "from a generation":
            follower = find_follower()
            follower.read(lambda session: rebuild_index(session, follower.root))
        return search_for(**args)

    return run
