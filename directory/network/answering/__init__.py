"""The parts of an answer: areas, roles, housing, what is missing, what has to be said."""
