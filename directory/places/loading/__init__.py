"""Fills the tables of places from the publishers' open files."""
