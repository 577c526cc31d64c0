"""The tables of the framework for supporting other needs."""
