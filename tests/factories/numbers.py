"""What tells one made row from the next."""

import itertools

numbers = itertools.count(1)
