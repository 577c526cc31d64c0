"""What a form says when it comes back with a question, and what it sends along when it is sent again."""

import re

ASKED = "may say who a person is. Take it out if it does. If it does not, press the button again."


def read_looked(page: str) -> dict[str, str]:
    """So that the same is not asked once more."""
    found = re.search(r'name="looked"(?: type="checkbox")? value="([^"]+)"', page)
    assert found
    return {"looked": found[1]}
